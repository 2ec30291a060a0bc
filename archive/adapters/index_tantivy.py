"""The search index as a folder on this machine, kept by tantivy (PyPI, MIT): fast, no server to run.

`<root>/current` names the folder in use. One process writes at a time (a file lock); every process reads,
and sees what was written at its next search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from archive.adapters.index_base import Answer, PlannedIndex
from archive.adapters.index_tantivy_files import IndexFolders, OpenFolder
from archive.adapters.index_tantivy_query import TantivyQuery
from archive.search_analysis.counts import WordTable
from archive.search_analysis.documents import KEYWORDS, suggestion_label, suggestion_prefix
from archive.search_analysis.plan import Plan
from archive.settings import Settings
from schemas.errors import SearchUnavailable
from schemas.queries import FacetValue, IndexDocument, SearchQuery

_FACET_SIZE = 30
_FACET_DEPTH = 200
"""Values that each segment reports: counts of the values shown are exact unless one is rarer than these."""
_ORDERS = {"newest": tantivy.Order.Desc, "oldest": tantivy.Order.Asc}


def open_index(settings: Settings) -> TantivyIndex:
    return TantivyIndex(settings.data / "index")


class TantivyIndex(PlannedIndex):
    """Port `SearchIndex`. Safe for many threads and processes."""

    def __init__(self, root: Path) -> None:
        self._folders = IndexFolders(root)

    def put(self, documents: Iterable[IndexDocument]) -> None:
        self._folders.put(documents)

    def remove(self, item_ids: Iterable[str]) -> None:
        self._folders.remove(item_ids)

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        return self._folders.rebuild(documents)

    def count(self) -> int:
        folder = self._folders.opened()
        return int(folder.index.searcher().num_docs) if folder else 0

    def words(self) -> WordTable:
        return self._folders.words()

    def suggest(self, prefix: str, limit: int = 8, max_level: int = 1) -> Sequence[str]:
        folder = self._folders.opened()
        start = suggestion_prefix(prefix)
        if folder is None or not start:
            return ()
        with _ours():
            searcher = folder.index.searcher()
            allowed = TantivyQuery(folder.index.schema, searcher).allowed(Plan(max_level=max_level))
            found = searcher.terms_with_prefix("suggest", start, allowed, 4 * limit)
        labels = dict.fromkeys(suggestion_label(term) for term, _ in found)
        typed = prefix.casefold().strip()
        return sorted(labels, key=lambda label: typed not in label.casefold())[:limit]

    def answer(self, plan: Plan, query: SearchQuery) -> Answer:
        folder = self._folders.opened()
        if folder is None:
            return Answer(0, ())
        with _ours():
            return _answer(folder, plan, query)


def _answer(folder: OpenFolder, plan: Plan, query: SearchQuery) -> Answer:
    searcher = folder.index.searcher()
    queries = TantivyQuery(folder.index.schema, searcher)
    wanted: dict[str, Any] = {"total": {"value_count": {"field": "day"}}}
    if query.facets:
        wanted |= {
            name: {"terms": {"field": name, "size": _FACET_SIZE, "segment_size": _FACET_DEPTH}}
            for name in KEYWORDS
        }
    counted = searcher.aggregate(queries.matching(plan), wanted)
    total = int(counted["total"]["value"])
    if total <= query.offset or query.limit <= 0:
        return Answer(total, (), _facets(counted))
    all_are_hits = query.offset == 0 and total >= query.limit
    ranking = queries.ranking(plan, strict=not all_are_hits)
    order = _ORDERS.get(query.sort if plan.ranked else "newest" if query.sort == "relevance" else query.sort)
    if order:
        wanted_part = queries.matching(plan), query.limit, False, "day", query.offset, order
        hits = [(0.0, address) for _, address in searcher.search(*wanted_part).hits]
    else:
        hits = searcher.search(ranking, query.limit, count=False, offset=query.offset).hits
    page = tuple((float(score), _stored(searcher, address)) for score, address in hits)
    return Answer(total, page, _facets(counted))


def _stored(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    stored: Any = searcher.doc(address).get_first("stored")
    return bytes(stored).decode()


def _facets(counted: dict[str, Any]) -> dict[str, tuple[FacetValue, ...]]:
    return {
        name: tuple(
            FacetValue(bucket["key"], int(bucket["doc_count"])) for bucket in counted[name]["buckets"]
        )
        for name in KEYWORDS
        if name in counted
    }


@contextmanager
def _ours() -> Iterator[None]:
    """tantivy raises ValueError for a damaged or vanished folder."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise SearchUnavailable(f"tantivy: {error}") from error

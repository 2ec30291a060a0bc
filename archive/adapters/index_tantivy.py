"""The search index as a folder on this machine, kept by tantivy (PyPI, MIT): fast, no server to run.

`<root>/current` names the folder in use. One process writes at a time (a file lock); every process reads,
and sees what was written at its next search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from archive.adapters.index_base import Counts, Found, PlannedIndex
from archive.adapters.index_tantivy_counts import counts_of, total_of
from archive.adapters.index_tantivy_files import IndexFolders
from archive.adapters.index_tantivy_query import TantivyQuery
from archive.search_analysis.counts import WordTable
from archive.search_analysis.documents import suggestion_label, suggestion_prefix
from archive.search_analysis.plan import Plan, reach_of
from archive.settings import Settings
from schemas.errors import SearchUnavailable
from schemas.queries import IndexDocument, SearchQuery
from schemas.rights import Reach

_ORDERS = {"newest": tantivy.Order.Desc, "oldest": tantivy.Order.Asc}


def open_index(settings: Settings) -> TantivyIndex:
    return TantivyIndex(settings.data / "index")


class TantivyIndex(PlannedIndex):
    """Port `SearchIndex`. Safe for many threads and processes."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._folders = IndexFolders(root)
        self._everything = _Everything()

    def put(self, documents: Iterable[IndexDocument]) -> None:
        self._folders.put(documents)

    def remove(self, item_ids: Iterable[str]) -> None:
        self._folders.remove(item_ids)

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        return self._folders.rebuild(documents)

    def is_outdated(self) -> bool:
        return self._folders.is_outdated()

    def count(self) -> int:
        folder = self._folders.opened()
        return int(folder.index.searcher().num_docs) if folder else 0

    def words(self) -> WordTable:
        return self._folders.words()

    def suggest(
        self, prefix: str, limit: int = 8, max_level: int = 1, reach: Reach | None = None
    ) -> Sequence[str]:
        folder = self._folders.opened()
        start = suggestion_prefix(prefix)
        if folder is None or not start:
            return ()
        with _ours():
            searcher = folder.index.searcher()
            asked = Plan(reach=reach_of(reach, max_level))
            allowed = TantivyQuery(folder.index.schema, searcher).allowed(asked)
            found = searcher.terms_with_prefix("suggest", start, allowed, 4 * limit)
        labels = dict.fromkeys(suggestion_label(term) for term, _ in found)
        typed = prefix.casefold().strip()
        return sorted(labels, key=lambda label: typed not in label.casefold())[:limit]

    def count_hits(self, plan: Plan, query: SearchQuery) -> Counts:
        folder = self._folders.opened()
        if folder is None:
            return Counts(0)
        with _ours():
            searcher = folder.index.searcher()
            matching = TantivyQuery(folder.index.schema, searcher).matching(plan)
            if not query.facets:
                return Counts(total_of(searcher, matching))
            if plan.demanded != Plan(reach=plan.reach):
                return counts_of(searcher, matching, query.facet_values)
            state = (folder.path, folder.seen, plan.demanded, query.facet_values)
            return self._everything.counts(state, lambda: counts_of(searcher, matching, query.facet_values))

    def count_among(self, plan: Plan, item_ids: Sequence[str]) -> int:
        folder = self._folders.opened()
        if folder is None or not item_ids:
            return 0
        with _ours():
            searcher = folder.index.searcher()
            among = TantivyQuery(folder.index.schema, searcher).among(plan, item_ids)
            return total_of(searcher, among)

    def page(self, plan: Plan, query: SearchQuery, *, strict: bool) -> list[Found]:
        folder = self._folders.opened()
        if folder is None:
            return []
        with _ours():
            searcher = folder.index.searcher()
            queries = TantivyQuery(folder.index.schema, searcher)
            by_day = query.sort if plan.ranked or query.sort != "relevance" else "newest"
            if order := _ORDERS.get(by_day):
                found = searcher.search(
                    queries.matching(plan), query.limit, False, "day", query.offset, order
                )
            else:
                ranking = queries.ranking(plan, strict=strict)
                found = searcher.search(ranking, query.limit, count=False, offset=query.offset)
            return [
                Found(0.0 if order else float(score), _stored(searcher, address))
                for score, address in found.hits
            ]


def _stored(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    stored: Any = searcher.doc(address).get_first("stored")
    return bytes(stored).decode()


class _Everything:
    """The facets of a whole index state, for queries that demand nothing; counted once for each state."""

    def __init__(self) -> None:
        self._known: tuple[tuple[object, ...], Counts] = ((), Counts(0))

    def counts(self, state: tuple[object, ...], count: Callable[[], Counts]) -> Counts:
        if self._known[0] != state:
            self._known = (state, count())
        return self._known[1]


@contextmanager
def _ours() -> Iterator[None]:
    """tantivy raises ValueError for a damaged or vanished folder."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise SearchUnavailable(f"tantivy: {error}") from error

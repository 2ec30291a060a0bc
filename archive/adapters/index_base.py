"""What both search engines share: a query becomes a plan, an answer becomes hits."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from archive.search_analysis.counts import WordTable
from archive.search_analysis.plan import Plan, plan
from archive.search_analysis.presentation import hit_of
from archive.search_analysis.suggestions import corrected
from schemas.queries import FacetValue, Hit, SearchQuery, SearchResult

_COUNTING_THREADS = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hits there are, and how many in each facet value."""

    total: int
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits as (score, stored entry)."""

    score: float
    stored: str


class PlannedIndex(ABC):
    """Search in two steps: as asked; and, where that gives less than a page, with a wider net.

    Hits are counted in a thread of its own while the best ones are found and their snippets cut.
    """

    def __init__(self) -> None:
        self._pool: tuple[int, ThreadPoolExecutor] | None = None

    @abstractmethod
    def words(self) -> WordTable:
        """Counts of the collection as they are now."""

    @abstractmethod
    def count_hits(self, plan: Plan, query: SearchQuery) -> Counts:
        """All hits, and the facets if the query wants them. Raises SearchUnavailable."""

    @abstractmethod
    def page(self, plan: Plan, query: SearchQuery, *, strict: bool) -> list[Found]:
        """The page asked for, in the order asked for. Ranked without `strict`, it need not have the telling
        terms: the engine may then pass over most items, and the best have them anyway."""

    @abstractmethod
    def count_among(self, plan: Plan, item_ids: Sequence[str]) -> int:
        """How many of these items `count_hits` counts. Raises SearchUnavailable."""

    def search(self, query: SearchQuery) -> SearchResult:
        table = self.words()
        asked = plan(query, table)
        if asked.is_empty and query.text.strip():
            return SearchResult(0, ())
        counts, hits = self._found(asked, query)
        few = counts.total < query.limit
        if asked.sought and few:
            wide = plan(query, table, broad=True)
            if wide != asked:
                counts, hits = self._found(wide, query)
        meant = self._meant(query, table) if few else None
        return SearchResult(counts.total, tuple(hits), counts.facets, did_you_mean=meant)

    def _found(self, asked: Plan, query: SearchQuery) -> tuple[Counts, list[Hit]]:
        counting = self._count_beside(asked, query) if query.facets else None
        if not (asked.telling and asked.ranked and query.sort == "relevance" and query.limit > 0):
            hits, untold = self._hits(asked, query, strict=True), 0
        elif not query.offset:
            hits, untold = self._first_page(asked, query)
        else:
            _, untold = self._first_page(asked, replace(query, offset=0))
            hits = self._hits(asked, replace(query, offset=max(query.offset - untold, 0)), strict=True)
        counts = counting.result() if counting else self.count_hits(asked, query)
        return replace(counts, total=counts.total + untold), hits

    def _first_page(self, asked: Plan, query: SearchQuery) -> tuple[list[Hit], int]:
        """The best ranked, and how many of them are hits for that alone, without the telling terms."""
        hits = self._hits(asked, query, strict=False)
        return hits, len(hits) - self.count_among(asked, [hit.item_id for hit in hits])

    def _hits(self, asked: Plan, query: SearchQuery, *, strict: bool) -> list[Hit]:
        page = self.page(asked, query, strict=strict) if query.limit > 0 else []
        return [hit_of(found.stored, found.score, asked) for found in page]

    def _count_beside(self, asked: Plan, query: SearchQuery) -> Future[Counts]:
        """Threads do not survive a fork, so each process has its own."""
        if self._pool is None or self._pool[0] != os.getpid():
            self._pool = (os.getpid(), ThreadPoolExecutor(_COUNTING_THREADS, "kyuc-count"))
        return self._pool[1].submit(self.count_hits, asked, query)

    def _meant(self, query: SearchQuery, table: WordTable) -> str | None:
        """Another wording, if this person may see something that has all of it."""
        other = corrected(query.text, table)
        if other is None:
            return None
        every_word = " ".join(f"+{word}" for word in other.split())
        probe = replace(query, text=every_word, offset=0, facets=False, understood=())
        return other if self.count_hits(plan(probe, table), probe).total else None

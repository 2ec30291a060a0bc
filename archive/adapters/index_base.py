"""What both search engines share: a query becomes a plan, an answer becomes hits."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace

from archive.search_analysis.counts import WordTable
from archive.search_analysis.plan import Plan, plan
from archive.search_analysis.presentation import hit_of
from archive.search_analysis.suggestions import corrected
from schemas.queries import FacetValue, SearchQuery, SearchResult


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine gave: the number of all hits, and one page of them as (score, stored entry)."""

    total: int
    page: tuple[tuple[float, str], ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)


class PlannedIndex(ABC):
    """Search in two steps: as asked; and, where that gives less than a page, with a wider net."""

    @abstractmethod
    def words(self) -> WordTable:
        """Counts of the collection as they are now."""

    @abstractmethod
    def answer(self, plan: Plan, query: SearchQuery) -> Answer:
        """Run a plan. Raises SearchUnavailable."""

    def search(self, query: SearchQuery) -> SearchResult:
        table = self.words()
        asked = plan(query, table)
        if asked.is_empty and query.text.strip():
            return SearchResult(0, ())
        answer = self.answer(asked, query)
        if asked.sought and answer.total < query.limit:
            wide = plan(query, table, broad=True)
            if wide != asked:
                asked, answer = wide, self.answer(wide, query)
        return SearchResult(
            total=answer.total,
            hits=tuple(hit_of(stored, score, asked) for score, stored in answer.page),
            facets=answer.facets,
            did_you_mean=self._meant(query, table) if answer.total < query.limit else None,
        )

    def _meant(self, query: SearchQuery, table: WordTable) -> str | None:
        """Another wording, if this person may see something that has all of it."""
        other = corrected(query.text, table)
        if other is None:
            return None
        every_word = " ".join(f"+{word}" for word in other.split())
        probe = replace(query, text=every_word, offset=0, limit=1, facets=False, understood=())
        return other if self.answer(plan(probe, table), probe).total else None

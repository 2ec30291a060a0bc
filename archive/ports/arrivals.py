"""What the pages about visits need from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from schemas.arrivals import Arrived, Twin, Underway, VisitArrival, VisitFilter
from schemas.rights import Reach
from schemas.visit_checks import VisitCheck


class VisitChecks(Protocol):
    """The part of the records about what team leads said of visits."""

    def add_visit_check(self, check: VisitCheck) -> None: ...
    def visit_checks_of(self, visit_ids: Sequence[str]) -> Mapping[str, VisitCheck]:
        """The newest of each visit; visits that nobody checked are left out."""
        ...


class Arrivals(Protocol):
    """The part of the records about what of each visit has come."""

    def visit_arrivals(
        self, wanted: VisitFilter, *, reach: Reach, offset: int = 0, limit: int = 50
    ) -> Sequence[VisitArrival]:
        """Those within this reach, newest first; consent is for the caller to ask (`archive.seeing`)."""
        ...

    def communes_and_teams(self, reach: Reach) -> tuple[Sequence[str], Sequence[str]]:
        """The names that visits within this reach carry, in order."""
        ...

    def arrived_in(self, visit_id: str) -> Sequence[Arrived]:
        """In the order in which they came."""
        ...

    def underway_in(self, visit_id: str) -> Sequence[Underway]: ...
    def twins_in(self, visit_id: str) -> Mapping[str, Sequence[Twin]]:
        """By asset of this visit, other assets with the same bytes, wherever they are."""
        ...

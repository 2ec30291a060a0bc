"""What of a visit has reached the archive, what is still on its way, what came twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from schemas.holdings import ItemKind, Visit


class Arrival(StrEnum):
    """How far a visit is. The value is the code in addresses."""

    EMPTY = "trong"
    """Nothing has come yet."""
    UNDERWAY = "dang-ve"
    """Something was announced and has not come whole."""
    WHOLE = "du"


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits; empty fields ask nothing. Days of the visit, both included."""

    commune: str = ""
    team: str = ""
    since: date | None = None
    until: date | None = None
    arrival: Arrival | None = None
    practice: bool = False
    """Those that were made to learn, instead of those of the archive."""


@dataclass(frozen=True, slots=True)
class VisitArrival:
    """A visit with the number of its files: here, and announced but not whole (with their missing bytes)."""

    visit: Visit
    here: int
    underway: int
    twice: int
    """Files whose bytes the archive held already."""

    @property
    def arrival(self) -> Arrival:
        if self.underway:
            return Arrival.UNDERWAY
        return Arrival.WHOLE if self.here else Arrival.EMPTY


@dataclass(frozen=True, slots=True)
class Arrived:
    """One file of a visit, as its receipt says it."""

    item_id: str
    asset_id: str
    title: str
    kind: ItemKind
    filename: str
    size: int
    sha256: str
    received_at: datetime
    by: str
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Underway:
    """A file that a phone announced and that has not come whole."""

    filename: str
    size: int
    arrived: int
    """Bytes that stand in the store."""
    by: str
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Twin:
    """The same bytes somewhere else."""

    sha256: str
    item_id: str
    asset_id: str
    visit_id: str
    visit_title: str
    visit_code: str

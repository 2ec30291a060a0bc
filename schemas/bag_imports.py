"""Bags that somebody gave to the archive by a page: taken in beside it, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.ids import new_id


class ImportState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BagOutcome:
    """Of one bag in the file. `item_id`: what it became; empty: refused, for the reason."""

    bag: str
    item_id: str = ""
    reason_vi: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class BagImport:
    by: str
    filename: str
    size: int
    state: ImportState = ImportState.WAITING
    done: int = 0
    total: int = 0
    attempts: int = 0
    outcomes: tuple[BagOutcome, ...] = ()
    reason_vi: str = ""
    reason_en: str = ""
    """Why none of it was taken in."""
    lease_until: datetime | None = None
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None
    id: str = field(default_factory=new_id)

    @property
    def key(self) -> str:
        """Where the store keeps the file until it was taken in."""
        return f"bags/{self.id}.zip"

"""A list of everything that a search found, made in the background and kept for some days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from schemas.ids import new_id


class ExportForm(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ExportState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """Made for one person, with what that person may see when it is made."""

    by: str
    """Id of the user."""
    form: ExportForm
    query: Mapping[str, Any]
    """What was asked, without the person's reach; `labels`: kinds of material in the reader's language."""
    address: str = ""
    """The search as a path of the pages."""
    origin: str = ""
    """Scheme and host under which the person saw the pages: cells lead back there."""
    state: ExportState = ExportState.WAITING
    done: int = 0
    total: int = 0
    attempts: int = 0
    reason_vi: str = ""
    reason_en: str = ""
    lease_until: datetime | None = None
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None
    id: str = field(default_factory=new_id)

    @property
    def key(self) -> str:
        """Where the store keeps it, among what can be made again."""
        return f"exports/{self.id}.{self.form}"

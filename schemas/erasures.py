"""What was erased: enough to prove it and to do it again after a restore, and nothing of what it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.ids import new_id


@dataclass(frozen=True, slots=True)
class Erasure:
    """One item whose keeping was withdrawn. `done_at`: when the last byte was gone from the store."""

    item_id: str
    visit_id: str
    objects: tuple[str, ...] = ()
    """SHA-256 of the originals that nothing else needs."""
    keys: tuple[str, ...] = ()
    """Keys of what was made for viewing."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    done_at: datetime | None = None

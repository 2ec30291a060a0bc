"""A link by which a family opens its own items without an account, until a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.ids import new_id


@dataclass(frozen=True, slots=True)
class Share:
    visit_id: str
    items: tuple[str, ...]
    """Ids of the items that it opens, and no others."""
    until: datetime
    made_by: str
    label: str = ""
    """For whom, in the words of who made it."""
    openings: int = 0
    opened_at: datetime | None = None
    revoked_at: datetime | None = None
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def holds(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.until

"""Where a person is signed in: one browser, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.ids import new_id


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Session:
    user_id: str
    device: str
    """Codes of browser and system, `firefox/android`; a part is empty where it is unknown."""
    network: str
    """As much of the network address as tells one town from another, not one house from another."""
    began_at: datetime = field(default_factory=_now)
    seen_at: datetime = field(default_factory=_now)
    """To within some minutes."""
    ended_at: datetime | None = None
    id: str = field(default_factory=new_id)

"""The code that somebody's phone makes beside the password."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class SecondFactor:
    user_id: str
    sealed: str
    """The secret that the phone holds too, under the archive's own key."""
    confirmed_at: datetime | None = None
    """None: shown, but no code of it was given back yet."""
    last_step: int = 0
    """Of the last code that was accepted; no code of it or of one before is accepted again."""
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

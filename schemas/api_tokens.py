"""Keys that people give to programs of theirs: for some of the calls of the API, until a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.ids import new_id


class Scope(StrEnum):
    """What a token is for; never more than its owner may do."""

    READ = "read"
    UPLOAD = "upload"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ApiToken:
    user_id: str
    name: str
    """Which program it was given to, in the owner's words."""
    scopes: tuple[Scope, ...]
    until: datetime
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    used_at: datetime | None = None
    """Last, to within some minutes."""
    revoked_at: datetime | None = None
    id: str = field(default_factory=new_id)

"""A file that arrives in parts, over hours or days if need be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from schemas.ids import new_id


@dataclass(frozen=True, slots=True)
class Upload:
    """`size` in bytes, as the sender declared it; `sha256` too, if the sender knows it."""

    visit_id: str
    by: str
    filename: str
    size: int
    key: str
    """Where the parts gather in the store until they are whole."""
    store_id: str
    sha256: str | None = None
    item_id: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    """Kind, title, description and role for the item to be made."""
    asset_id: str | None = None
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None

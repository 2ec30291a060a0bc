"""A file on its way from a phone, in parts: the archive knows what has arrived, the phone need not guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Sending:
    """One file. Its id is the id that the asset will have, made on the phone: beginning twice is harmless."""

    id: str
    visit_id: str
    by: str
    filename: str
    size: int
    """Bytes of the whole."""
    details: Mapping[str, str] = field(default_factory=dict)
    """`item`, `kind`, `title`, `description` as the phone gave them."""
    sha256: str | None = None
    """As computed on the phone, where it could."""
    asset_id: str | None = None
    """Set when the whole was taken in."""
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class SentPart:
    """Bytes `start` to `start + size` of the file, in the store under `key`."""

    start: int
    size: int
    key: str

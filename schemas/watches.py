"""What a person waits for, and what came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.ids import new_id


class WatchKind(StrEnum):
    RECORD = "record"
    """A martyr record: every item that is suggested for it."""
    UNIT = "unit"
    """A unit in normal form, with all that stands under it: `e66` hears of `c3.d7.e66`."""
    PLACE = "place"
    """A place by id, with all that lies in it, at any epoch."""
    WORDS = "words"
    """A search: all these words, with or without marks, in title or text."""


@dataclass(frozen=True, slots=True)
class Watch:
    user_id: str
    kind: WatchKind
    value: str
    """Record id, unit in normal form, place id, or folded words."""
    label: str
    """As the person wrote it, or as the thing is called."""
    ended_at: datetime | None = None
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Hit:
    """An item came that a watch waits for; once for each watch and item, whatever happens in between."""

    watch_id: str
    item_id: str
    read_at: datetime | None = None
    digested_at: datetime | None = None
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One item that came, for one watch. Its title is looked up when the digest is read, by who may then."""

    watch: str
    """As the person wrote what they watch."""
    item_id: str
    at: str
    """ISO time."""


@dataclass(frozen=True, slots=True)
class KeptDigest:
    """All that came for one person since the digest before."""

    user_id: str
    lines: tuple[DigestLine, ...]
    mailed_at: datetime | None = None
    refused: str = ""
    """Code of the error where the mail server will never take it."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Letter:
    id: str
    to: str
    subject: str
    text: str

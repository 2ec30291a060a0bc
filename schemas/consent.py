"""What a person we met allowed: for which purposes, in which words, until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from schemas.ids import new_id


class Purpose(StrEnum):
    """Each is allowed by itself; none follows from another. The value is the code that phones send."""

    KEEPING = "luu_tru"
    """Lưu trữ: without it nothing is kept."""
    RESEARCH = "nghien_cuu"
    VERIFICATION = "xac_minh"
    PUBLICATION = "cong_bo"
    MACHINE = "may"
    """Xử lý bằng máy: reading, hearing, finding names, proposing links."""


class Manner(StrEnum):
    """How it was said; the evidence shows it."""

    SIGNED = "signed"
    SPOKEN = "spoken"
    TICKED = "ticked"
    """Ticked on the volunteer's phone before the person's eyes."""
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Consent:
    """One statement of one person about a visit, or about one item of it. A later one replaces it."""

    visit_id: str
    party: str
    """Name, as the person gave it."""
    purposes: frozenset[Purpose]
    relation: str = ""
    item_id: str | None = None
    """Only for this item; None: for all of the visit."""
    manner: Manner = Manner.TICKED
    text_version: str = ""
    text_sha256: str = ""
    """Of the words that stood before the person, so that nobody can change them afterwards."""
    evidence_asset_id: str | None = None
    """The signature, the clip or the paper."""
    until: date | None = None
    """Last day on which it holds."""
    minor: bool = False
    guardian: str = ""
    """Who spoke for a person under age."""
    entered_by: str = ""
    """User id."""
    given_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    withdrawn: frozenset[Purpose] = frozenset()
    """What was taken back since."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A person takes back what they allowed, as easily as they gave it."""

    consent_id: str
    purposes: frozenset[Purpose]
    entered_by: str
    words: str = ""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

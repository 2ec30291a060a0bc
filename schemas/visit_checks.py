"""A team lead looks through a visit: what usually belongs to one and is missing, and what they said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.ids import new_id


class Lack(StrEnum):
    """What is missing. The value is the code; the words are in the catalogues."""

    CONSENT = "consent"
    EVIDENCE = "evidence"
    """Consent that nobody signed and nobody said into the microphone."""
    FILES = "files"
    UNDERWAY = "underway"
    TESTIMONY = "testimony"
    WITNESS = "witness"
    MARTYR = "martyr"
    PLACE = "place"
    OTHER_SIDE = "other_side"
    """An object of which only one side was taken."""
    PAGE = "page"
    """A number is left out in a row of pages."""


@dataclass(frozen=True, slots=True)
class Missing:
    """`about`: the object or the pages."""

    lack: Lack
    about: str = ""


@dataclass(frozen=True, slots=True)
class VisitCheck:
    """A later one stands in place of an earlier one; all are kept."""

    visit_id: str
    by: str
    complete: bool
    words: str = ""
    """What is to be brought in addition, for the volunteer."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

"""What people do around a case beside deciding: hold it, hand it on, speak about it, look a second time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.ids import new_id
from schemas.linkage import Subject


class ActKind(StrEnum):
    LOCK = "lock"
    """Read by one person for half an hour; another LOCK by the same person prolongs it."""
    RELEASE = "release"
    ASSIGN = "assign"
    """Handed to `to`; with no `to`, back to everybody."""
    COMMENT = "comment"
    SECOND_LOOK = "second_look"
    """Somebody else's judgement of a confirmed case, made without seeing who said what before."""


class Judgement(StrEnum):
    """How a second look ends."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act; acts are added, never changed. What they amount to is derived (`archive.linkage.caseload`)."""

    subject: Subject
    kind: ActKind
    by: str
    to: str = ""
    """ASSIGN: the user it is handed to. SECOND_LOOK: the judgement."""
    words: str = ""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Hold:
    """Who reads the case now, and until when unless they prolong it."""

    by: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often second looks agreed with what a verifier had confirmed."""

    verifier: str
    confirmed: int
    """Cases that this person confirmed and that stand confirmed."""
    sampled: int
    agreed: int
    disagreed: int
    unsure: int

    @property
    def rate(self) -> float | None:
        """Agreed out of those with a clear judgement; None before the first."""
        judged = self.agreed + self.disagreed
        return self.agreed / judged if judged else None

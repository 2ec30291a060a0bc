"""People at work on a text: what is not handed in yet, who is at it, and what was said of each version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.ids import new_id
from schemas.markings import Chapter, MapPoint
from schemas.transcripts import Author, Segment, TranscriptStatus


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Draft:
    """One save of a text that is being worked on. `revision` counts up and never begins again."""

    asset_id: str
    base: str | None
    """The version that it was begun from; None where the text was begun from nothing."""
    revision: int
    segments: tuple[Segment, ...]
    """As typed: words are aligned to their boxes and seconds only when the text is handed in."""
    by: str
    """User id of who saved it."""
    writers: tuple[str, ...] = ()
    """Ids of all who wrote in the draft since it was begun."""
    device: str = ""
    track: str = ""
    """Empty: the common draft. A user id: that person's independent transcription."""
    chapters: tuple[Chapter, ...] = ()
    points: tuple[MapPoint, ...] = ()
    aside: bool = False
    """A save that clashed with another: kept until somebody has settled it."""
    closed: bool = False
    """Handed in; only its revision still counts."""
    saved_at: datetime = field(default_factory=_now)
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Version:
    """What a list of versions tells of each, without its text."""

    id: str
    asset_id: str
    author: Author
    status: TranscriptStatus
    made_at: datetime
    supersedes: str | None = None
    reason: str = ""
    contributors: tuple[str, ...] = ()
    track: str = ""
    letters: int = 0
    sources: tuple[str, ...] = ()
    """Ids of the versions that it was settled from."""
    quality: float | None = None
    """Mean confidence, weighed by length; None where there is no text."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Who is at work on a text, and until when unless renewed."""

    asset_id: str
    by: str
    until: datetime
    track: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody has the workspace open on one device."""

    asset_id: str
    by: str
    device: str
    seen_at: datetime


class ReviewAct(StrEnum):
    PROPOSE = "propose"
    ACCEPT = "accept"
    ACCEPT_BY_SAMPLE = "accept_by_sample"
    """Nobody looked at this one: its author was found exact in those that were looked at."""
    RETURN = "return"
    RESTORE = "restore"
    SETTLE = "settle"
    """Two independent readings brought together by a third person."""
    AGREE = "agree"
    """Two people read the same independently, letter for letter."""


class ReturnReason(StrEnum):
    MISREAD = "misread"
    INCOMPLETE = "incomplete"
    SPELLING_CHANGED = "spelling_changed"
    """The writer's own spelling was "corrected"."""
    WRONG_LINES = "wrong_lines"
    WRONG_NAMES = "wrong_names"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Review:
    """An entry about one version. Entries are added and never changed."""

    asset_id: str
    transcript_id: str
    act: ReviewAct
    by: str
    role: str | None = None
    reason_code: str = ""
    words: str = ""
    at: datetime = field(default_factory=_now)
    id: str = field(default_factory=new_id)

"""Texts that wait for people: what there is to do, how hard it is, and how exact people have been."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from schemas.holdings import ItemKind, Medium
from schemas.ids import new_id
from schemas.rights import EVERYTHING, Reach

EASY_FROM, FAIR_FROM = 0.85, 0.65
"""Mean confidence from which a text is easy, or fair, to correct."""

HARD_BELOW = 0.5
"""A page of which machines are less sure than this is hard, as handwriting is."""


class TextTask(StrEnum):
    CORRECT = "correct"
    """A machine read it, or nobody did: somebody reads it."""
    REVIEW = "review"
    """Somebody handed it in: another person accepts or returns it."""
    SECOND = "second"
    """A hard page that one person has read: another reads it without seeing what the first read."""
    SETTLE = "settle"
    """Two people read it independently: a third decides where they differ."""


class Difficulty(StrEnum):
    EASY = "easy"
    FAIR = "fair"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class TextFilter:
    task: TextTask = TextTask.CORRECT
    commune: str = ""
    kind: ItemKind | None = None
    difficulty: Difficulty | None = None
    reach: Reach = EVERYTHING


@dataclass(frozen=True, slots=True)
class TextWaiting:
    """One file whose text waits for somebody."""

    asset_id: str
    item_id: str
    medium: Medium
    kind: ItemKind
    title: str
    commune: str
    pages: int
    duration: float | None
    """Seconds, for sound."""
    version_id: str | None
    letters: int
    quality: float | None
    """Mean confidence of the text that stands; None where there is none."""
    hand: bool
    contributors: tuple[str, ...]
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecondReading:
    """A text read a second time by somebody who does not see the first reading until theirs is handed in."""

    asset_id: str
    item_id: str
    first: str
    """Id of the version that the first person handed in."""
    reader: str
    begun_at: datetime
    until: datetime
    """Not handed in by then, it is free for another."""
    second: str | None = None
    """Id of the reader's version, once handed in."""
    settled: str | None = None
    """Id of the version that came of both."""
    given_up: bool = False
    id: str = field(default_factory=new_id)

    def open_at(self, now: datetime) -> bool:
        """Whether its reader is at it and sees nothing of the first."""
        return self.second is None and not self.given_up and now < self.until


@dataclass(frozen=True, slots=True)
class TextProgress:
    """How far the texts of one visit have come, in files."""

    visit_id: str
    title: str
    commune: str
    files: int
    proposed: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Exactness:
    """What others had to change in what this person handed in, over the texts that others looked at."""

    pages: int
    letters: int
    changed: int

    @property
    def share(self) -> float:
        return self.changed / self.letters if self.letters else 1.0

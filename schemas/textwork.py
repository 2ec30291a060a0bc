"""Texts that wait for people: what there is to do, how hard it is, and how exact people have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schemas.holdings import ItemKind, Medium
from schemas.rights import EVERYTHING, Reach

EASY_FROM, FAIR_FROM = 0.85, 0.65
"""Mean confidence from which a text is easy, or fair, to correct."""


class TextTask(StrEnum):
    CORRECT = "correct"
    """A machine read it, or nobody did: somebody reads it."""
    REVIEW = "review"
    """Somebody handed it in: another person accepts or returns it."""


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

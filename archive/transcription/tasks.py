"""Việc cần làm: pieces of texts for people with ten minutes, a page or a minute of sound each.

What a person has done well comes first, then what is easy; a piece is the one that the machine doubts most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.access import Act, may
from archive.ports import Catalogue
from archive.rights.standing import reach
from archive.seeing import within
from archive.transcription.exactness import has_shown
from schemas.holdings import ItemKind, Medium
from schemas.people import User
from schemas.textwork import (
    EASY_FROM,
    FAIR_FROM,
    Difficulty,
    Exactness,
    TextFilter,
    TextProgress,
    TextTask,
    TextWaiting,
)
from schemas.transcripts import Segment, Transcript

MINUTE = 60.0
ACT_FOR = {
    TextTask.CORRECT: Act.CORRECT_TEXT,
    TextTask.REVIEW: Act.REVIEW_TEXT,
    TextTask.SECOND: Act.CORRECT_TEXT,
    TextTask.SETTLE: Act.REVIEW_TEXT,
}
_LOOKED_AT = 120
_LONGEST_LOOKED_INTO = 200_000
"""Letters of a text that is opened to choose its piece; of a longer one the beginning is given."""


@dataclass(frozen=True, slots=True)
class Task:
    """`page` or `start` (seconds) is where the piece begins; `minutes`: about how long it takes."""

    text: TextWaiting
    difficulty: Difficulty
    suits: bool
    """The person has done texts of this kind exactly."""
    page: int | None
    start: float | None
    minutes: int


def difficulty_of(text: TextWaiting) -> Difficulty:
    if text.quality is None or text.hand or text.quality < FAIR_FROM:
        return Difficulty.HARD
    return Difficulty.EASY if text.quality >= EASY_FROM else Difficulty.FAIR


def tasks_for(records: Catalogue, user: User, wanted: TextFilter, limit: int = 12) -> list[Task]:
    """What this person may do and see whole, the most fitting first. Nobody is given what they wrote in."""
    if not may(user, ACT_FOR[wanted.task]):
        return []
    waiting = records.texts_waiting(wanted, limit=_LOOKED_AT)
    open_ones = _seen(records, user, waiting)
    fitting = [one for one in open_ones if wanted.task is TextTask.CORRECT or user.id not in one.contributors]
    if wanted.task in (TextTask.SECOND, TextTask.SETTLE):
        fitting = _unread_by(records, user, fitting)
    good = _good_at(records.exactness_by_kind(user.id))
    if wanted.task is TextTask.CORRECT:
        fitting.sort(key=lambda one: (one.kind not in good, list(Difficulty).index(difficulty_of(one))))
    chosen = fitting[:limit]
    texts = _texts(records, chosen)
    return [_task(one, one.kind in good, texts.get(one.asset_id)) for one in chosen]


def progress_for(
    records: Catalogue, user: User, commune: str = "", limit: int = 20
) -> Sequence[TextProgress]:
    """How far the texts of each visit have come, of those that this person may find."""
    return records.text_progress(wanted=TextFilter(commune=commune, reach=reach(user)), limit=limit)


def _unread_by(records: Catalogue, user: User, texts: Sequence[TextWaiting]) -> list[TextWaiting]:
    """Those that this person never began to read a second time."""
    readings = records.second_readings([one.asset_id for one in texts])
    return [one for one in texts if all(user.id != by.reader for by in readings.get(one.asset_id, ()))]


def _seen(records: Catalogue, user: User, waiting: Sequence[TextWaiting]) -> list[TextWaiting]:
    items = records.items(sorted({one.item_id for one in waiting}))
    seen = {item.id for item in within(records, reach(user), items, whole=True)}
    return [one for one in waiting if one.item_id in seen]


def _good_at(shown: Mapping[ItemKind, Exactness]) -> frozenset[ItemKind]:
    """Kinds of which others had next to nothing to change."""
    return frozenset(kind for kind, exactness in shown.items() if has_shown(exactness))


def _texts(records: Catalogue, chosen: Sequence[TextWaiting]) -> Mapping[str, Transcript]:
    short = [one.asset_id for one in chosen if one.letters <= _LONGEST_LOOKED_INTO]
    return records.current_transcripts(short)


def _task(text: TextWaiting, suits: bool, version: Transcript | None) -> Task:
    difficulty = difficulty_of(text)
    if text.medium in (Medium.AUDIO, Medium.VIDEO):
        start = _worst_minute(version.segments) if version else 0.0
        return Task(text, difficulty, suits, None, start, 5 if difficulty is Difficulty.EASY else 10)
    page = _worst_page(version.segments) if version else 1
    letters = text.letters / max(text.pages, 1)
    slow = {Difficulty.EASY: 400, Difficulty.FAIR: 200, Difficulty.HARD: 100}[difficulty]
    return Task(text, difficulty, suits, page, None, max(round(letters / slow), 2))


def _worst_page(segments: Sequence[Segment]) -> int:
    return _worst({one.page or 1: [s for s in segments if s.page == one.page] for one in segments}, 1)


def _worst_minute(segments: Sequence[Segment]) -> float:
    minutes: dict[int, list[Segment]] = {}
    for one in segments:
        minutes.setdefault(int((one.start or 0.0) // MINUTE), []).append(one)
    return _worst(minutes, 0) * MINUTE


def _worst(pieces: Mapping[int, Sequence[Segment]], otherwise: int) -> int:
    def sure(at: int) -> float:
        letters = sum(len(one.text) for one in pieces[at])
        return sum(one.confidence * len(one.text) for one in pieces[at]) / max(letters, 1)

    return min(pieces, key=lambda at: (sure(at), at), default=otherwise)

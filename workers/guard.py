"""The guard against lines that nobody said. Pure: facts about a line in, a verdict out.

Whisper writes text for every window of noise if asked. What tells an invented line from a spoken one is the
voice detector's share of speech in the line's own time, the engine's own probability of no speech, loops and
impossible speed, and whether a wide and a narrow search agree. Lines without a voice are left out and said to
be; where somebody may have spoken, the line stays, marked with the reason.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from archive.authority.orthography import folded_key, tokens

UNCLEAR = "[không rõ]"
"""What stands where speech was found but could not be understood."""

_LEAST_VOICE = 0.3
_LEAST_SHARE = 0.3
_SURE_OF_NOTHING = 0.6
_MOST_COMPRESSION = 2.4
_MOST_LETTERS_PER_SECOND = 28.0
_LEAST_AGREEMENT = 0.6
_LEAST_CONFIDENCE = 0.4
"""Clear speech lies above .6, reversed speech below .5."""
_LONG_PAUSE_WORDS = 8
_SAME_LINE_TIMES = 3


class Action(Enum):
    KEEP = "keep"
    DROP = "drop"
    REDO = "redo"
    """Decode again with a narrow search; if it still loops, write UNCLEAR."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a line. Times in seconds; shares, probabilities and agreement 0 to 1."""

    text: str
    length: float
    voiced: float
    """Seconds of detected speech inside its own time."""
    no_speech: float
    agreement: float | None = None
    """Of a wide and a narrow search; None where it was not measured."""
    confidence: float = 1.0
    """Mean probability of its words."""
    faint: bool = False
    looping: bool = False
    """It stands in a window whose text goes round in circles, however it is decoded."""


@dataclass(frozen=True, slots=True)
class Verdict:
    action: Action
    doubt: str | None = None


def judge(facts: Facts) -> Verdict:
    """The five rules, in order; the first that applies decides."""
    share = facts.voiced / facts.length if facts.length > 0 else 0.0
    if facts.voiced < _LEAST_VOICE and share < 0.5:
        return Verdict(Action.DROP, "no_voice")
    if facts.no_speech > _SURE_OF_NOTHING and share < _LEAST_SHARE:
        return Verdict(Action.DROP, "no_speech")
    if doubt := nonsense(facts.text, facts.length):
        return Verdict(Action.REDO, doubt)
    if is_known_invention(facts.text):
        return Verdict(Action.KEEP, "known_invention")
    if facts.agreement is not None and facts.agreement < _LEAST_AGREEMENT:
        return Verdict(Action.KEEP, "low_agreement")
    if facts.looping:
        return Verdict(Action.KEEP, "repetition")
    if facts.confidence < _LEAST_CONFIDENCE:
        return Verdict(Action.KEEP, "low_confidence")
    if facts.faint:
        return Verdict(Action.KEEP, "faint_speech")
    return Verdict(Action.KEEP, "little_speech" if facts.voiced < _LEAST_VOICE else None)


def nonsense(text: str, length: float) -> str | None:
    """`repetition` or `too_fast` (nobody speaks so), or None. `length` in seconds."""
    if compression(text) > _MOST_COMPRESSION or _repeats(tokens(text)):
        return "repetition"
    letters = len(re.sub(r"\W", "", text))
    return "too_fast" if letters > _MOST_LETTERS_PER_SECOND * max(length, 0.3) else None


def compression(text: str) -> float:
    """Bytes of the text over its bytes when compressed, as Whisper measures loops."""
    data = text.encode("utf-8")
    return len(data) / len(zlib.compress(data)) if data else 0.0


def _repeats(words: Sequence[str]) -> bool:
    """A run of one to four words that follows itself at least five times."""
    for size in range(1, 5):
        times = 1
        for at in range(size, len(words) - size + 1, size):
            times = times + 1 if words[at : at + size] == words[at - size : at] else 1
            if times >= 5:
                return True
    return False


def loops_over_lines(texts: Sequence[str]) -> list[bool]:
    """Which lines say the same as their neighbours, three or more in a row and three words or longer."""
    keys = [tuple(tokens(text)) for text in texts]
    looping = [False] * len(keys)
    start = 0
    for at in range(1, len(keys) + 1):
        if at < len(keys) and keys[at] == keys[start]:
            continue
        if at - start >= _SAME_LINE_TIMES and len(keys[start]) >= 3:
            looping[start:at] = [True] * (at - start)
        start = at
    return looping


def is_known_invention(text: str) -> bool:
    """Whether a phrase of the list stands in the text, whatever its marks."""
    return bool(_inventions().search(" ".join(map(folded_key, tokens(text)))))


@cache
def _inventions() -> re.Pattern[str]:
    lines = files("workers").joinpath("data", "known_inventions.txt").read_text("utf-8").splitlines()
    phrases = [line for line in lines if line.strip() and not line.startswith("#")]
    return re.compile("|".join(rf"\b{_phrase(line)}\b" for line in phrases))


def _phrase(line: str) -> str:
    parts = [" ".join(map(folded_key, tokens(part))) for part in line.split("…")]
    return rf"(?: \w+){{0,{_LONG_PAUSE_WORDS}}} ".join(parts)


def agreement(texts: Sequence[str], other: str) -> list[float]:
    """For each of the consecutive texts of one hearing, the share of its syllables that the other one has."""
    rows = [tokens(text) for text in texts]
    first = [word for row in rows for word in row]
    matched = [False] * len(first)
    for block in Levenshtein.editops(first, tokens(other)).as_matching_blocks():
        matched[block.a : block.a + block.size] = [True] * block.size
    shares, at = [], 0
    for row in rows:
        shares.append(sum(matched[at : at + len(row)]) / len(row) if row else 1.0)
        at += len(row)
    return shares

"""What is left of a text without the parts that a reader may not see. Pure.

Withheld words become blocks of the same length, so that every offset into the text (mentions, hits, boxes)
stays right while no letter of them remains.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from schemas.mentions import Mention
from schemas.transcripts import Box, Segment, Transcript, Word, word_offsets
from schemas.withheld import WithheldPart

BLOCK = "█"
_SECONDS_AROUND = 0.3
"""The clock of a recogniser is not that exact: a word that only touches the stretch goes as well."""


def hidden_from(parts: Iterable[WithheldPart], level: int) -> tuple[WithheldPart, ...]:
    """Those that a reader of this level does not see, in a fixed order."""
    return tuple(sorted((part for part in parts if part.level > level), key=lambda part: part.id))


def masks_of(parts: Sequence[WithheldPart]) -> list[tuple[WithheldPart, ...]]:
    """Every set of parts that is hidden from some readers: one derivative is made without each."""
    return [hidden_from(parts, level - 1) for level in sorted({part.level for part in parts})]


def mask_of(hidden: Sequence[WithheldPart]) -> str:
    """A name for a set of parts; empty where nothing is hidden. Another set never has the same name."""
    if not hidden:
        return ""
    return hashlib.sha256("|".join(part.id for part in hidden).encode()).hexdigest()[:24]


def without(text: Transcript, hidden: Sequence[WithheldPart]) -> Transcript:
    """The transcript with these parts blocked out, other readings of the same place included."""
    mine = [part for part in hidden if part.asset_id == text.asset_id]
    if not mine:
        return text
    return replace(
        text,
        segments=tuple(_segment(segment, mine) for segment in text.segments),
        reason="",
        chapters=(),
        points=(),
    )


def mentions_left(mentions: Iterable[Mention], text: Transcript) -> list[Mention]:
    """Mentions of which no letter is withheld in this text."""
    return [mention for mention in mentions if BLOCK not in text.text[mention.start : mention.end]]


def _segment(segment: Segment, parts: Sequence[WithheldPart]) -> Segment:
    if not any(_touches(segment, part) for part in parts):
        return segment
    offsets = list(word_offsets(segment))
    if not offsets or len(offsets) < len(segment.words) or not all(_placed(word) for word in segment.words):
        return replace(segment, text=_blocked(segment.text), words=(), readings=(), marks=(), raw=None)
    letters, words = list(segment.text), []
    for word, start, end in offsets:
        if not any(_touches(word, part, segment.page) for part in parts):
            words.append(word)
            continue
        words.append(replace(word, text=_blocked(word.text), source=None))
        letters[start:end] = _blocked("".join(letters[start:end]))
    return replace(segment, text="".join(letters), words=tuple(words), readings=(), marks=(), raw=None)


def _placed(word: Word) -> bool:
    return word.box is not None or word.start is not None


def _touches(one: Segment | Word, part: WithheldPart, page: int | None = None) -> bool:
    where = part.where
    if where.start is not None and where.end is not None:
        if one.start is None or one.end is None:
            return isinstance(one, Segment) and one.page is None
        return one.start < where.end + _SECONDS_AROUND and one.end > where.start - _SECONDS_AROUND
    on_page = one.page if isinstance(one, Segment) else page
    if (where.page or 1) != (on_page or 1):
        return False
    return one.box is None or where.box is None or overlap(one.box, where.box)


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def _blocked(text: str) -> str:
    return "".join(letter if letter.isspace() else BLOCK for letter in text)

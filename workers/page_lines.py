"""A line on its way from an engine to a transcript: text, place, words, and what other readers saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from schemas.transcripts import Box, Reading, Segment, Word
from workers.engines.fused import FusedLine
from workers.engines.lines import line_width
from workers.engines.ports import Quad, ReadLine
from workers.imaging import PagePicture

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture that was read."""


@dataclass(frozen=True, slots=True)
class PlacedWord:
    text: str
    confidence: float
    place: Rectangle
    source: str | None = None


@dataclass(frozen=True, slots=True)
class PageLine:
    text: str
    confidence: float
    place: Rectangle
    words: tuple[PlacedWord, ...] = ()
    readings: tuple[Reading, ...] = field(default=())
    kind: str = "print"
    doubt: str | None = None


def from_print(line: ReadLine) -> PageLine:
    words = tuple(PlacedWord(w.text, w.confidence, (w.left, w.top, w.right, w.bottom)) for w in line.words)
    return PageLine(line.text, line.confidence, line.rectangle, words)


def from_photo(line: FusedLine, quad: Quad, padding: float) -> PageLine:
    """A fused line whose words are placed along `quad`, which was padded at its ends by `padding` of its
    height before it was read."""
    height = float(np.linalg.norm(quad[3] - quad[0]))
    width = max(line_width(quad), 1.0)
    margin = padding * height / width
    words = []
    for word in line.words:
        start, end = (min(max(at * (1 + 2 * margin) - margin, 0.0), 1.0) for at in (word.start, word.end))
        source = "visit" if word.from_visit else None
        words.append(PlacedWord(word.text, word.confidence, _part(quad, start, end), source))
    readings = tuple(
        Reading(reading.text, round(reading.confidence, 4), reading.engine) for reading in line.readings
    )
    return PageLine(line.text, line.confidence, _part(quad, 0.0, 1.0), tuple(words), readings)


def joined(pieces: Sequence[PageLine]) -> PageLine:
    """Lines that stand side by side, as one; each reader's readings are joined too."""
    if len(pieces) == 1:
        return pieces[0]
    letters = sum(len(piece.text) for piece in pieces)
    confidence = sum(piece.confidence * len(piece.text) for piece in pieces) / max(letters, 1)
    by_engine: dict[str, list[Reading]] = {}
    for reading in (reading for piece in pieces for reading in piece.readings):
        by_engine.setdefault(reading.engine, []).append(reading)
    readings = tuple(
        Reading(" ".join(r.text for r in own), round(sum(r.confidence for r in own) / len(own), 4), engine)
        for engine, own in by_engine.items()
    )
    lefts, tops, rights, bottoms = zip(*(piece.place for piece in pieces), strict=True)
    return PageLine(
        " ".join(piece.text for piece in pieces),
        confidence,
        (min(lefts), min(tops), max(rights), max(bottoms)),
        tuple(word for piece in pieces for word in piece.words),
        readings,
    )


def _part(quad: Quad, start: float, end: float) -> Rectangle:
    """The rectangle around the stretch of a line from `start` to `end`, 0 to 1 of its length."""
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    corners = np.array(
        [quad[0] + top * start, quad[0] + top * end, quad[3] + bottom * start, quad[3] + bottom * end]
    )
    left, upper = corners.min(0)
    right, lower = corners.max(0)
    return float(left), float(upper), float(right), float(lower)


def to_segment(line: PageLine, picture: PagePicture, turns: int) -> Segment:
    """In pixels of the upright original; `turns` quarters clockwise the picture was turned to be read."""
    return Segment(
        text=line.text,
        confidence=round(line.confidence, 4),
        page=picture.number,
        box=_box(line.place, picture, turns),
        words=tuple(
            Word(word.text, round(word.confidence, 4), _box(word.place, picture, turns), source=word.source)
            for word in line.words
        ),
        readings=line.readings,
        doubt=line.doubt,
        kind=line.kind,
    )


def _box(place: Rectangle, picture: PagePicture, turns: int) -> Box:
    height, width = picture.pixels.shape[:2]
    left, top, right, bottom = place
    if turns == 1:
        place = (top, height - right, bottom, height - left)
    elif turns == 2:
        place = (width - right, height - bottom, width - left, height - top)
    elif turns == 3:
        place = (width - bottom, left, width - top, right)
    return picture.to_original(*place)

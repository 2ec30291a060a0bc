"""A transcript as lines that the page can draw: words with their seconds, mentions marked, the sought lit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.mentions import Mention
from schemas.transcripts import Box, Segment, Transcript, word_offsets
from search_ui.presenters.figures import sureness
from search_ui.presenters.labels import MENTIONS
from search_ui.presenters.locators import Wanted

UNSURE = 0.6
"""Below this a word is underlined: a person should look again."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that looks the same from end to end."""

    text: str
    classes: str = ""
    start: float | None = None
    end: float | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    pieces: tuple[Piece, ...]
    page: int | None
    box: Box | None
    start: float | None
    end: float | None
    sureness: str
    doubt: str | None
    found: bool
    speaker: str | None
    in_picture: bool
    """Read in the picture of a video, not said."""


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    classes: str
    title: str | None = None
    begins: float | None = None
    ends: float | None = None


def lines(
    transcript: Transcript, mentions: Sequence[Mention], wanted: Wanted, page: int | None = None
) -> list[Line]:
    """The lines of one page, or of the whole transcript where `page` is None."""
    marks = [_mention_mark(mention) for mention in mentions]
    shown = []
    for index, segment in enumerate(transcript.segments):
        if page is not None and segment.page not in (page, None):
            continue
        shown.append(_line(index, segment, transcript.segment_starts[index], marks, wanted))
    return shown


def _line(index: int, segment: Segment, offset: int, mentions: Sequence[_Mark], wanted: Wanted) -> Line:
    length = len(segment.text)
    here = [
        _Mark(max(mark.start - offset, 0), min(mark.end - offset, length), mark.classes, mark.title)
        for mark in mentions
        if mark.start < offset + length and mark.end > offset
    ]
    if wanted.text and wanted.text[0] < offset + length and wanted.text[1] > offset:
        here.append(_Mark(max(wanted.text[0] - offset, 0), min(wanted.text[1] - offset, length), "sought"))
    return Line(
        id=str(index),
        pieces=tuple(_pieces(segment.text, [*_word_marks(segment), *here])),
        page=segment.page,
        box=segment.box,
        start=segment.start,
        end=segment.end,
        sureness=sureness(segment.confidence),
        doubt=segment.doubt,
        found=_is_sought(segment, offset, wanted),
        speaker=segment.speaker,
        in_picture=segment.kind == "frame",
    )


def _pieces(text: str, marks: Sequence[_Mark]) -> list[Piece]:
    cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pieces = []
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if mark.start <= start and mark.end >= end]
        timed = next((mark for mark in over if mark.begins is not None), None)
        pieces.append(
            Piece(
                text=text[start:end],
                classes=" ".join(mark.classes for mark in over),
                start=timed.begins if timed else None,
                end=timed.ends if timed else None,
                title=next((mark.title for mark in over if mark.title), None),
            )
        )
    return pieces


def _word_marks(segment: Segment) -> list[_Mark]:
    marks = []
    for word, start, end in word_offsets(segment):
        unsure = word.confidence < UNSURE
        if word.start is None and not unsure:
            continue
        marks.append(_Mark(start, end, "word unsure" if unsure else "word", None, word.start, word.end))
    return marks


def _mention_mark(mention: Mention) -> _Mark:
    normal = mention.value if mention.value != mention.text else ""
    label = str(MENTIONS[mention.kind])
    title = f"{label}: {normal}" if normal else label
    return _Mark(mention.start, mention.end, f"mention {mention.kind.value}", title)


def _is_sought(segment: Segment, offset: int, wanted: Wanted) -> bool:
    if wanted.text:
        return wanted.text[0] < offset + len(segment.text) and wanted.text[1] > offset
    if wanted.box and segment.box and wanted.page in (segment.page, None):
        return _overlap(segment.box, wanted.box) > 0.5
    if wanted.second is not None and segment.start is not None and segment.end is not None:
        return segment.start <= wanted.second < segment.end
    return False


def _overlap(line: Box, sought: Box) -> float:
    """The share of the sought box's height that the line covers, if they meet at all."""
    across = min(line.x + line.width, sought.x + sought.width) - max(line.x, sought.x)
    down = min(line.y + line.height, sought.y + sought.height) - max(line.y, sought.y)
    return (
        max(down, 0) / min(sought.height, line.height)
        if across > 0 and sought.height and line.height
        else 0.0
    )

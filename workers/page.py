"""Reading one page: which readers run is chosen by what the page is, and the outcome is said honestly."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.holdings import ItemKind
from schemas.transcripts import PageInfo, PageOutcome, Segment, Word
from workers.engines import shelf
from workers.engines.ports import ReadLine, ReadWord
from workers.imaging import PagePicture

SURE = 0.6
"""Below this mean confidence a page of print is shown as doubtful."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    info: PageInfo
    segments: tuple[Segment, ...]


def read_page(picture: PagePicture, layer: tuple[ReadLine, ...], kind: ItemKind | None) -> ReadPage:
    """One page with its lines in reading order. Raises EngineFailed."""
    lines = list(layer) or shelf.tesseract().read_page(picture.pixels, picture.dpi)
    segments = tuple(_segment(picture, line) for line in lines)
    outcome, reason = (PageOutcome.DOUBT, "torn_file") if picture.torn else _outcome(segments)
    info = PageInfo(picture.number, picture.width, picture.height, outcome, reason)
    return ReadPage(info, segments)


def _segment(picture: PagePicture, line: ReadLine) -> Segment:
    return Segment(
        text=line.text,
        confidence=round(line.confidence, 4),
        page=picture.number,
        box=picture.to_original(*line.rectangle),
        words=tuple(_word(picture, word) for word in line.words),
    )


def _word(picture: PagePicture, word: ReadWord) -> Word:
    box = picture.to_original(word.left, word.top, word.right, word.bottom)
    return Word(word.text, round(word.confidence, 4), box)


def _outcome(segments: tuple[Segment, ...]) -> tuple[PageOutcome, str | None]:
    letters = sum(len(segment.text) for segment in segments)
    if not letters:
        return PageOutcome.BLANK, "blank"
    mean = sum(segment.confidence * len(segment.text) for segment in segments) / letters
    return (PageOutcome.READ, None) if mean >= SURE else (PageOutcome.DOUBT, "low_confidence")

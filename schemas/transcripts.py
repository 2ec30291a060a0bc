"""The text of an asset in an engine-neutral form: one shape for page and sound.

A transcript is a tuple of segments (a line on a page, or a stretch of speech). Its `text` joins them in one
fixed way, so that an offset in the text (code points) always leads back to a box or a second: `locate`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from schemas.ids import new_id
from schemas.markings import Chapter, MapPoint, Mark, MarkKind


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels of the upright image, from its top left corner."""

    x: int
    y: int
    width: int
    height: int

    def union(self, other: Box) -> Box:
        left, top = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        bottom = max(self.y + self.height, other.y + other.height)
        return Box(left, top, right - left, bottom - top)

    def as_list(self) -> list[int]:
        return [self.x, self.y, self.width, self.height]


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands: asset + page and box, or asset + start and end (s), or text + offsets."""

    asset_id: str
    page: int | None = None
    box: Box | None = None
    start: float | None = None
    end: float | None = None
    text_start: int | None = None
    text_end: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One written or spoken word. `confidence` is 0 to 1; `source` names a list it was taken from, if any."""

    text: str
    confidence: float = 1.0
    box: Box | None = None
    start: float | None = None
    end: float | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What another engine, or another pass, read in the same place."""

    text: str
    confidence: float
    engine: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A line on a page (`page`, `box`) or a stretch of speech (`start`, `end` in seconds)."""

    text: str
    confidence: float = 1.0
    page: int | None = None
    box: Box | None = None
    start: float | None = None
    end: float | None = None
    words: tuple[Word, ...] = ()
    readings: tuple[Reading, ...] = ()
    doubt: str | None = None
    """Why the machine doubts it (a code such as `low_agreement`), or None."""
    kind: str = "print"
    """`print`, `handwriting`, `speech`, `cell`, `field`, …"""
    speaker: str | None = None
    id: str = ""
    """Stays with the line through all edits, so that two people's edits meet; see `line_id`."""
    marks: tuple[Mark, ...] = ()
    raw: str | None = None
    """As it was typed or pasted, where an old encoding was converted."""


def line_id(segment: Segment, index: int) -> str:
    """The line's own id; a line that a machine made is known by its place."""
    return segment.id or f"s{index}"


class PageOutcome(StrEnum):
    READ = "read"
    DOUBT = "doubt"
    HANDWRITING = "handwriting"
    BLANK = "blank"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Size (pixels, upright) and outcome of one page; `number` counts from 1."""

    number: int
    width: int
    height: int
    outcome: PageOutcome = PageOutcome.READ
    reason: str | None = None


class TranscriptStatus(StrEnum):
    MACHINE = "machine"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Author:
    """An engine with its version, or a person with the role held at that moment."""

    kind: str
    """`engine` or `person`."""
    name: str
    version: str = ""
    role: str | None = None


@dataclass(frozen=True)
class Transcript:
    asset_id: str
    author: Author
    segments: tuple[Segment, ...]
    pages: tuple[PageInfo, ...] = ()
    duration: float | None = None
    """Seconds, for sound."""
    status: TranscriptStatus = TranscriptStatus.MACHINE
    supersedes: str | None = None
    reason: str = ""
    """Why this version was made, in its author's words."""
    contributors: tuple[str, ...] = ()
    """Ids of all who wrote in it since the last accepted version: none of them may accept it."""
    track: str = ""
    """Empty, or the id of the person who transcribed the page independently of the others."""
    chapters: tuple[Chapter, ...] = ()
    points: tuple[MapPoint, ...] = ()
    sources: tuple[str, ...] = ()
    """Ids of the versions that it was settled from."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @cached_property
    def text(self) -> str:
        """Segments joined by a newline, pages by a form feed. Offsets into it are code points."""
        return "".join(part for part, _ in self._pieces())

    @cached_property
    def segment_starts(self) -> tuple[int, ...]:
        """The offset of each segment in `text`."""
        starts, at = [], 0
        for part, is_segment in self._pieces():
            if is_segment:
                starts.append(at)
            at += len(part)
        return tuple(starts)

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        for index, segment in enumerate(self.segments):
            if index:
                yield ("\n" if segment.page == self.segments[index - 1].page else "\f"), False
            yield segment.text, True

    def locate(self, start: int, end: int) -> tuple[Locator, ...]:
        """Boxes or seconds of the words that text[start:end] touches, one locator a segment."""
        first = max(bisect_right(self.segment_starts, start) - 1, 0)
        found = []
        for index in range(first, len(self.segments)):
            at = self.segment_starts[index]
            if at >= end:
                break
            located = _locate_in(self.asset_id, self.segments[index], start - at, end - at)
            if located is not None:
                found.append(
                    replace(
                        located,
                        text_start=max(start, at),
                        text_end=min(end, at + len(self.segments[index].text)),
                    )
                )
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """By hand where there are many: `asdict` copies every value deeply, a second for a long talk."""
        data = asdict(replace(self, segments=()))
        data["segments"] = [_segment_json(segment) for segment in self.segments]
        data["made_at"] = self.made_at.isoformat()
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Transcript:
        return cls(
            asset_id=data["asset_id"],
            author=Author(**data["author"]),
            segments=tuple(_segment(part) for part in data["segments"]),
            pages=tuple(
                PageInfo(**{**page, "outcome": PageOutcome(page["outcome"])}) for page in data["pages"]
            ),
            duration=data["duration"],
            status=TranscriptStatus(data["status"]),
            supersedes=data["supersedes"],
            reason=data.get("reason", ""),
            contributors=tuple(data.get("contributors", ())),
            track=data.get("track", ""),
            chapters=tuple(
                Chapter(**{**one, "names": tuple(one["names"])}) for one in data.get("chapters", ())
            ),
            points=tuple(MapPoint(**one) for one in data.get("points", ())),
            sources=tuple(data.get("sources", ())),
            id=data["id"],
            made_at=datetime.fromisoformat(data["made_at"]),
        )


def _segment(data: dict[str, Any]) -> Segment:
    return Segment(
        **{
            **data,
            "box": _box(data["box"]),
            "words": tuple(_word(word) for word in data["words"]),
            "readings": tuple(Reading(**reading) for reading in data["readings"]),
            "marks": tuple(
                Mark(**{**mark, "kind": MarkKind(mark["kind"])}) for mark in data.get("marks", ())
            ),
        }
    )


def _word(data: dict[str, Any]) -> Word:
    return Word(
        data["text"],
        data["confidence"],
        _box(data["box"]),
        data["start"],
        data["end"],
        data.get("source"),
    )


def _box(data: dict[str, int] | None) -> Box | None:
    return Box(data["x"], data["y"], data["width"], data["height"]) if data else None


def _segment_json(segment: Segment) -> dict[str, Any]:
    data = asdict(replace(segment, words=()))
    data["words"] = [
        {
            "text": word.text,
            "confidence": word.confidence,
            "box": _box_json(word.box),
            "start": word.start,
            "end": word.end,
            "source": word.source,
        }
        for word in segment.words
    ]
    return data


def _box_json(box: Box | None) -> dict[str, int] | None:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height} if box else None


def _locate_in(asset_id: str, segment: Segment, start: int, end: int) -> Locator | None:
    if end <= 0 or start >= len(segment.text):
        return None
    touched = [word for word, left, right in word_offsets(segment) if left < end and right > start]
    boxes = [word.box for word in touched if word.box]
    box = segment.box
    if boxes:
        box = boxes[0]
        for other in boxes[1:]:
            box = box.union(other)
    starts = [word.start for word in touched if word.start is not None]
    ends = [word.end for word in touched if word.end is not None]
    return Locator(
        asset_id,
        segment.page,
        box,
        min(starts) if starts else segment.start,
        max(ends) if ends else segment.end,
    )


def word_offsets(segment: Segment) -> Iterator[tuple[Word, int, int]]:
    """Each word with its start and end in the segment's text (words that are not found are passed over)."""
    at = 0
    for word in segment.words:
        bare = word.text.strip()
        found = segment.text.find(bare, at) if bare else -1
        if found < 0:
            continue
        at = found + len(bare)
        yield word, found, at

"""What people mark on a text beside its words: editorial signs, chapters of a recording, points of a map."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MarkKind(StrEnum):
    """Editorial signs, kept as structure and never as brackets in the text."""

    UNCLEAR = "unclear"
    """Read with doubt."""
    MISSING = "missing"
    """Torn, burnt, covered: nothing to read. Stands where the text would be; may be empty."""
    STRUCK = "struck"
    INSERTED = "inserted"
    """Written above the line, or squeezed in later."""
    OTHER_HAND = "other_hand"
    STAMP = "stamp"
    INAUDIBLE = "inaudible"
    OVERLAPPING = "overlapping"
    """Two speak at once."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`start` and `end` are code points in the text of the segment."""

    start: int
    end: int
    kind: MarkKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a recording as its index names it (seconds)."""

    start: float
    end: float
    title: str
    synopsis: str = ""
    names: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A point of a hand-drawn map (pixels of the upright image); with coordinates it is a control point."""

    x: float
    y: float
    label: str = ""
    latitude: float | None = None
    longitude: float | None = None
    page: int = 1
    written: str = ""
    """The coordinates, or the name of the place, as they were typed."""
    grid: str = ""
    """In which they were typed: an EPSG code, or `place` for a name of the directory."""
    radius_m: float | None = None
    """How far off the coordinates of a control point may be."""
    line: str = ""
    """Id of the line of text that is its label."""

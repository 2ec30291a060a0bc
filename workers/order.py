"""The order in which lines of a page are read: columns and facing pages one after the other.

A recursive XY cut (Nagy and Seth, 1984): where a gutter runs through, what stands left of it is read first;
else the widest gap between lines parts what is above from what is below.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from workers.page_lines import PageLine

_GUTTER = 0.8
"""Of a usual line's height: narrower gaps part words, not columns."""
_LEAST_LINES = 2
"""On each side of a gutter."""


def in_reading_order(lines: Sequence[PageLine]) -> list[PageLine]:
    """The same lines, each column from top to bottom, columns from the left."""
    if not lines:
        return []
    height = median(line.place[3] - line.place[1] for line in lines)
    return _ordered(list(lines), _GUTTER * height)


def _ordered(lines: list[PageLine], gutter: float) -> list[PageLine]:
    if len(lines) < 2:
        return lines
    for axis, least in ((0, gutter), (1, 0.0)):
        parts = _cut(lines, axis, least)
        if parts:
            before, after = parts
            return _ordered(before, gutter) + _ordered(after, gutter)
    return sorted(lines, key=lambda line: (line.place[1] + line.place[3], line.place[0]))


def _cut(lines: list[PageLine], axis: int, least: float) -> tuple[list[PageLine], list[PageLine]] | None:
    """Cut at the widest gap along an axis (0: across, 1: down), if one is wider than `least`."""
    along = sorted(lines, key=lambda line: line.place[axis])
    fewest = _LEAST_LINES if axis == 0 else 1
    reach, best, at = along[0].place[axis + 2], least, 0
    for number in range(1, len(along)):
        gap = along[number].place[axis] - reach
        if gap > best and fewest <= number <= len(along) - fewest:
            best, at = gap, number
        reach = max(reach, along[number].place[axis + 2])
    return (along[:at], along[at:]) if at else None

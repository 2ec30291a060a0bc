"""Lists with ruled lines (sổ liệt sĩ, danh sách): words put back into the rows and cells they stand in.

An engine of pages reads such a sheet down its columns or across its gaps, and so parts a name from its dates.
Where rules are seen, each row becomes one line whose cells are parted by a tab.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import cv2
import numpy as np
import numpy.typing as npt

from workers.engines.ports import Pixels
from workers.page_lines import PageLine, PlacedWord, Rectangle

_SEARCHED_SIDE = 1600
_LONG_RULE, _TALL_RULE = 8, 20
"""A rule is longer than this part of the page's width, taller than this part of its height."""
_COVERS = 0.55
_LEAST_RULES = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """Places of the rules from the left and from the top, in pixels."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def cell(self, place: Rectangle) -> tuple[int, int] | None:
        """Row and column of what stands there, or None outside the table."""
        x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
        row, column = bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1
        inside = 0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1
        return (row, column) if inside else None


def with_rows(grid: Grid, lines: Sequence[PageLine]) -> list[PageLine]:
    """The same words; those inside a ruled table line by line of the table, each as one line."""
    outside: list[PageLine] = []
    cells: dict[tuple[int, int], list[PlacedWord]] = {}
    for line in lines:
        left_over = []
        for word in line.words:
            cell = grid.cell(word.place)
            if cell is None:
                left_over.append(word)
            else:
                cells.setdefault(cell, []).append(word)
        if len(left_over) == len(line.words):
            outside.append(line)
        elif left_over:
            outside.append(_line(left_over))
    rows = [
        _row(grid, {column: cells[row, column] for _, column in own})
        for row, own in groupby(sorted(cells), key=lambda cell: cell[0])
    ]
    above = [line for line in outside if line.place[3] <= grid.rows[0] + 5]
    return [*above, *rows, *(line for line in outside if line not in above)]


def _line(words: Sequence[PlacedWord]) -> PageLine:
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / max(letters, 1)
    lefts, tops, rights, bottoms = zip(*(word.place for word in words), strict=True)
    place = (min(lefts), min(tops), max(rights), max(bottoms))
    return PageLine(" ".join(word.text for word in words), confidence, place, tuple(words))


def _row(grid: Grid, cells: dict[int, list[PlacedWord]]) -> PageLine:
    words = [word for column in sorted(cells) for word in cells[column]]
    texts = (" ".join(w.text for w in cells.get(at, ())) for at in range(len(grid.columns) - 1))
    return replace(_line(words), text="\t".join(texts).rstrip("\t"), kind="row")


def without_rules(pixels: Pixels) -> Pixels:
    """The page in grey with the rules of its table painted over: an engine of pages skips what they frame."""
    grey, level, upright, _ = _ruled(pixels)
    rules = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    mask = cv2.resize(rules, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.where(mask > 0, np.uint8(np.percentile(grey[::4, ::4], 80)), grey)


def _ruled(pixels: Pixels) -> tuple[Pixels, Pixels, Pixels, float]:
    """The page in grey, masks of its level and upright rules, and the scale of the masks."""
    grey = np.asarray(pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    scale = min(_SEARCHED_SIDE / max(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    height, width = ink.shape
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(width // _LONG_RULE, 10)), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(height // _TALL_RULE, 10), 1), np.uint8))
    return grey, np.asarray(level, np.uint8), np.asarray(upright, np.uint8), scale


def find_grid(pixels: Pixels) -> Grid | None:
    """The rules of the largest ruled table, or None where fewer than three run each way."""
    _, level, upright, scale = _ruled(pixels)
    joined = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((5, 5), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    if count < 2:
        return None
    left, top, wide, tall = (int(v) for v in boxes[1 + int(boxes[1:, cv2.CC_STAT_AREA].argmax())][:4])
    part = np.s_[top : top + tall, left : left + wide]
    rows = _rules(np.count_nonzero(level[part], axis=1) / wide)
    columns = _rules(np.count_nonzero(upright[part], axis=0) / tall)
    if len(rows) < _LEAST_RULES or len(columns) < _LEAST_RULES:
        return None
    return Grid(tuple((left + at) / scale for at in columns), tuple((top + at) / scale for at in rows))


def _rules(covers: npt.NDArray[np.float64]) -> list[float]:
    """The middles of the stretches that hold a rule; a slanted rule is spread over several pixels."""
    found = []
    for holds, stretch in groupby(range(len(covers)), key=lambda at: bool(covers[at])):
        places = list(stretch)
        if holds and float(covers[places].sum()) >= _COVERS:
            found.append(sum(places) / len(places))
    return found

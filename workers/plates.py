"""Finding the lines of a photo: of the plate of a stone, a label, a page held to the camera.

Two passes: the whole photo, where the lines that stand together are gathered; then each gathering is cut from
the original and searched again, larger. The first finder reaches far, the second keeps a line whole behind
incense sticks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from workers.engines import shelf
from workers.engines.lines import line_height, line_width
from workers.engines.ports import Ink, Pixels, Quad
from workers.engines.ppocr import lines_in

_FIRST_SIDE, _AGAIN_SIDE, _PLATE_SIDE = 1600, 1600, 960
_FEW_LINES = 3
_AROUND = 0.3
"""The part of the photo around a few faint lines that is searched again, to each side."""
_SHARED_WIDTH, _GAP = 0.3, 1.8
_MARGIN_LINES = 2
_ROW_GAP = 3.0
_SPANNED = 2


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Pieces of writing side by side; `span` is the whole row where it may have been split or cut."""

    pieces: tuple[Quad, ...]
    span: Quad | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """A part of the picture that holds lines: its edges, and its rows in pixels of the picture."""

    left: int
    top: int
    right: int
    bottom: int
    rows: tuple[Row, ...]


def seen_from_afar(pixels: Pixels) -> Ink:
    """Where the first finder sees writing in the whole picture."""
    return shelf.finder("v6").ink(pixels, _FIRST_SIDE)


def find_plates(pixels: Pixels, ink: Ink | None = None) -> list[Plate]:
    """The plate that the photo is of, searched twice, then what other writing there is; empty if none.

    `ink`: what was seen from afar, where that is known already.
    """
    gathered = gather(lines_in(ink or seen_from_afar(pixels)))
    if max(map(len, gathered), default=0) < _FEW_LINES:
        gathered = _nearer(pixels, gathered) or gathered
    if not gathered:
        return []
    first, *others = sorted(gathered, key=_weight, reverse=True)
    taken = [quad for quads in others for quad in quads]
    return [look_closer(pixels, first, taken), *(_plate(pixels, quads, quads) for quads in others)]


def _nearer(pixels: Pixels, gathered: list[list[Quad]]) -> list[list[Quad]]:
    """Lines of a small plate far away: the middle of what was seen, or of the photo, searched larger."""
    height, width = pixels.shape[:2]
    best = max(gathered, key=_weight, default=None)
    x, y = np.concatenate(best).mean(0) if best else (width / 2, height / 2)
    left, right = max(int(x - _AROUND * width), 0), min(int(x + _AROUND * width), width)
    top, bottom = max(int(y - _AROUND * height), 0), min(int(y + _AROUND * height), height)
    part = np.ascontiguousarray(pixels[top:bottom, left:right])
    found = shelf.finder("v6").find(part, _AGAIN_SIDE)
    return gather([quad + np.array([left, top], np.float32) for quad in found])


def _plate(pixels: Pixels, around: Sequence[Quad], quads: Sequence[Quad]) -> Plate:
    height, width = pixels.shape[:2]
    corners = np.concatenate(list(around))
    margin = _MARGIN_LINES * float(np.median([line_height(quad) for quad in around]))
    left, top = (int(max(value - margin, 0)) for value in corners.min(0))
    right = int(min(corners[:, 0].max() + margin, width))
    bottom = int(min(corners[:, 1].max() + margin, height))
    return Plate(left, top, right, bottom, tuple(Row(row) for row in in_rows(quads)))


def look_closer(pixels: Pixels, quads: Sequence[Quad], taken: Sequence[Quad] = ()) -> Plate:
    """Search again in the neighbourhood of these lines; `taken` are lines of others that reach into it."""
    around = _plate(pixels, quads, quads)
    crop = np.ascontiguousarray(pixels[around.top : around.bottom, around.left : around.right])
    found = shelf.finder("v4").find(crop, _PLATE_SIDE)
    corner = np.array([around.left, around.top], np.float32)
    moved = [quad + corner for quad in found]
    own = [quad for quad in moved if _overlaps(quad, quads) or not _overlaps(quad, taken)]
    rows = in_rows(own or quads)
    return replace(around, rows=_with_spans(rows))


def _overlaps(quad: Quad, others: Sequence[Quad]) -> bool:
    return any(
        min(quad[:, 0].max(), other[:, 0].max()) > max(quad[:, 0].min(), other[:, 0].min())
        and min(quad[:, 1].max(), other[:, 1].max()) > max(quad[:, 1].min(), other[:, 1].min())
        for other in others
    )


def _with_spans(rows: Sequence[tuple[Quad, ...]]) -> tuple[Row, ...]:
    """The largest rows also whole: joined over their gaps, and out to the edges that other rows reach."""
    edges = np.concatenate([quad for row in rows for quad in row])[:, 0]
    large = sorted((_row_height(row) for row in rows), reverse=True)[:_SPANNED]
    found = []
    for row in rows:
        height = _row_height(row)
        left, right = min(quad[:, 0].min() for quad in row), max(quad[:, 0].max() for quad in row)
        cut = left - edges.min() > height or edges.max() - right > height
        if height < large[-1] or not (len(row) > 1 or cut) or right - left < 1.5 * height:
            found.append(Row(row))
            continue
        found.append(Row(row, _span(row, float(edges.min()), float(edges.max()))))
    return tuple(found)


def _row_height(row: Sequence[Quad]) -> float:
    return max(line_height(quad) for quad in row)


def _span(row: Sequence[Quad], left: float, right: float) -> Quad:
    """A level or slightly slanted box through the middles of the pieces, from `left` to `right`."""
    longest = max(row, key=line_width)
    along = (longest[1] - longest[0] + longest[2] - longest[3]) / 2
    slope = float(along[1] / along[0]) if along[0] > 0 else 0.0
    middle = longest.mean(0)
    half = _row_height(row) / 2
    ends = [(x, float(middle[1]) + slope * (x - float(middle[0]))) for x in (left, right)]
    (x0, y0), (x1, y1) = ends
    return np.array([[x0, y0 - half], [x1, y1 - half], [x1, y1 + half], [x0, y0 + half]], np.float32)


def gather(quads: Sequence[Quad]) -> list[list[Quad]]:
    """Lines that stand over one another or side by side, as groups."""
    owner = list(range(len(quads)))

    def root(index: int) -> int:
        while owner[index] != index:
            index = owner[index]
        return index

    for one in range(len(quads)):
        for other in range(one):
            if _together(quads[one], quads[other]):
                owner[root(one)] = root(other)
    groups: dict[int, list[Quad]] = {}
    for index, quad in enumerate(quads):
        groups.setdefault(root(index), []).append(quad)
    return list(groups.values())


def in_rows(quads: Sequence[Quad]) -> list[tuple[Quad, ...]]:
    """Rows from the top, each from the left; lines whose middles lie within half a line share a row."""
    rows: list[list[Quad]] = []
    for quad in sorted(quads, key=lambda quad: float(quad[:, 1].mean())):
        beside = next((row for row in rows[-3:] if _in_row(row, quad)), None)
        if beside is None:
            rows.append([quad])
        else:
            beside.append(quad)
    return [tuple(sorted(row, key=lambda quad: float(quad[:, 0].min()))) for row in rows]


def _in_row(row: Sequence[Quad], quad: Quad) -> bool:
    height = line_height(quad)
    for other in row:
        apart = abs(float(other[:, 1].mean() - quad[:, 1].mean()))
        if apart > 0.5 * min(line_height(other), height):
            return False
        if min(other[:, 0].max(), quad[:, 0].max()) - max(other[:, 0].min(), quad[:, 0].min()) > 0.5 * height:
            return False
    near = min(
        max(float(other[:, 0].min() - quad[:, 0].max()), float(quad[:, 0].min() - other[:, 0].max()))
        for other in row
    )
    return near < _ROW_GAP * height


def _together(a: Quad, b: Quad) -> bool:
    left, right = max(a[:, 0].min(), b[:, 0].min()), min(a[:, 0].max(), b[:, 0].max())
    narrower = min(np.ptp(a[:, 0]), np.ptp(b[:, 0]))
    gap = max(a[:, 1].min(), b[:, 1].min()) - min(a[:, 1].max(), b[:, 1].max())
    return bool(right - left > _SHARED_WIDTH * narrower and gap < _GAP * max(line_height(a), line_height(b)))


def _weight(quads: Sequence[Quad]) -> float:
    """Written area, and more for more lines: a plate, not the sign behind it."""
    return sum(line_height(quad) * line_width(quad) for quad in quads) * min(len(quads), 6)

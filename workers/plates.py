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
from workers.engines.ports import Pixels, Quad

_FIRST_SIDE, _AGAIN_SIDE, _PLATE_SIDE = 1600, 1600, 960
_FEW_LINES = 3
_AROUND = 0.3
"""The part of the photo around a few faint lines that is searched again, to each side."""
_SHARED_WIDTH, _GAP = 0.3, 1.8
_MARGIN_LINES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """A part of the picture that holds lines: its edges, and its lines in pixels of the picture."""

    left: int
    top: int
    right: int
    bottom: int
    quads: tuple[Quad, ...]


def find_plates(pixels: Pixels) -> list[Plate]:
    """The plate that the photo is of, searched twice, then what other writing there is; empty if none."""
    gathered = gather(shelf.finder("v6").find(pixels, _FIRST_SIDE))
    if max(map(len, gathered), default=0) < _FEW_LINES:
        gathered = _nearer(pixels, gathered) or gathered
    if not gathered:
        return []
    first, *others = sorted(gathered, key=_weight, reverse=True)
    return [look_closer(pixels, first), *(_plate(pixels, quads, quads) for quads in others)]


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
    return Plate(left, top, right, bottom, tuple(in_rows(quads)))


def look_closer(pixels: Pixels, quads: Sequence[Quad]) -> Plate:
    """Search again in the neighbourhood of these lines."""
    around = _plate(pixels, quads, quads)
    crop = np.ascontiguousarray(pixels[around.top : around.bottom, around.left : around.right])
    found = shelf.finder("v4").find(crop, _PLATE_SIDE)
    corner = np.array([around.left, around.top], np.float32)
    return replace(around, quads=tuple(in_rows([quad + corner for quad in found] or quads)))


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


def in_rows(quads: Sequence[Quad]) -> list[Quad]:
    """Rows from the top, each from the left; lines whose middles lie within half a line share a row."""
    rows: list[list[Quad]] = []
    for quad in sorted(quads, key=lambda quad: float(quad[:, 1].mean())):
        middle = float(quad[:, 1].mean())
        if rows:
            last = rows[-1][-1]
            near = abs(float(last[:, 1].mean()) - middle) < 0.5 * min(line_height(last), line_height(quad))
            if near:
                rows[-1].append(quad)
                continue
        rows.append([quad])
    return [quad for row in rows for quad in sorted(row, key=lambda quad: float(quad[:, 0].min()))]


def _together(a: Quad, b: Quad) -> bool:
    left, right = max(a[:, 0].min(), b[:, 0].min()), min(a[:, 0].max(), b[:, 0].max())
    narrower = min(np.ptp(a[:, 0]), np.ptp(b[:, 0]))
    gap = max(a[:, 1].min(), b[:, 1].min()) - min(a[:, 1].max(), b[:, 1].max())
    return bool(right - left > _SHARED_WIDTH * narrower and gap < _GAP * max(line_height(a), line_height(b)))


def _weight(quads: Sequence[Quad]) -> float:
    """Written area, and more for more lines: a plate, not the sign behind it."""
    return sum(line_height(quad) * line_width(quad) for quad in quads) * min(len(quads), 6)

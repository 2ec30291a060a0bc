"""A hand-drawn map laid over today's: fitted to its control points, with an honest error. Pure.

Least squares of a similarity (turned, scaled, moved) or, from four points on, of an affine map (stretched and
sheared too): the one that foretells left-out control points better. The error is that of foretelling, since
few points always lie well on what was fitted to them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt

import numpy as np
from numpy.typing import NDArray

LEAST = 3
_FLAT = 1e-3
"""Points that lie on one line, or nearly, say nothing across it."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Control:
    """A point of the drawing (pixels) whose place is known (WGS 84 degrees, metres around)."""

    x: float
    y: float
    latitude: float
    longitude: float
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Fit:
    """`matrix` (a, b, c, d, e, f): metres east = a·x + c·y + e, north = b·x + d·y + f of the origin."""

    model: str
    """`similarity` or `affine`."""
    matrix: tuple[float, float, float, float, float, float]
    origin: tuple[float, float]
    """Latitude and longitude."""
    residuals: tuple[float, ...]
    """Metres, of each control point."""
    left_out: tuple[float, ...]
    """Metres by which each is missed by what is fitted to the others."""
    radius_m: float
    """Around a place read off the drawing."""

    @property
    def rms_m(self) -> float:
        return _rms(self.residuals)

    @property
    def foretold_m(self) -> float:
        return _rms(self.left_out)

    def metres(self, x: float, y: float) -> tuple[float, float]:
        """East and north of the origin."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude of a pixel."""
        return at_metres(self.origin, *self.metres(x, y))


def at_metres(origin: tuple[float, float], east: float, north: float) -> tuple[float, float]:
    along, up = _metres_per_degree(origin[0])
    return origin[0] + north / up, origin[1] + east / along


def fit(controls: Sequence[Control]) -> Fit | None:
    """None with fewer than three places, or where all lie on one line."""
    if len(controls) < LEAST:
        return None
    pixels = np.array([[one.x, one.y] for one in controls])
    origin = (
        float(np.mean([one.latitude for one in controls])),
        float(np.mean([one.longitude for one in controls])),
    )
    along, up = _metres_per_degree(origin[0])
    ground = np.array(
        [[(one.longitude - origin[1]) * along, (one.latitude - origin[0]) * up] for one in controls]
    )
    if _on_one_line(pixels) or _on_one_line(ground):
        return None
    models = {"similarity": _similarity} | ({"affine": _affine} if len(controls) > LEAST else {})
    tried = {name: _left_out(solve, pixels, ground) for name, solve in models.items()}
    best = min(tried, key=lambda name: _rms(tried[name]))
    matrix = models[best](pixels, ground)
    unsure = _rms([one.radius_m for one in controls])
    return Fit(
        best,
        _plain(matrix),
        origin,
        tuple(np.hypot(*(_applied(matrix, pixels) - ground).T).tolist()),
        tuple(tried[best]),
        2 * hypot(_rms(tried[best]), unsure),
    )


def _similarity(pixels: Numbers, ground: Numbers) -> Numbers:
    """The drawing has its y downwards: it is mirrored once before it is turned."""
    rows, sides = [], []
    for (x, y), (east, north) in zip(pixels, ground, strict=True):
        rows += [[x, y, 1, 0], [-y, x, 0, 1]]
        sides += [east, north]
    (p, q, e, f), *_ = np.linalg.lstsq(np.array(rows), np.array(sides), rcond=None)
    return np.array([[p, q, e], [q, -p, f]])


def _affine(pixels: Numbers, ground: Numbers) -> Numbers:
    rows = np.column_stack([pixels, np.ones(len(pixels))])
    solved, *_ = np.linalg.lstsq(rows, ground, rcond=None)
    return np.asarray(solved.T, dtype=np.float64)


def _left_out(solve: Callable[[Numbers, Numbers], Numbers], pixels: Numbers, ground: Numbers) -> list[float]:
    missed = []
    for at in range(len(pixels)):
        others = np.arange(len(pixels)) != at
        matrix = solve(pixels[others], ground[others])
        missed.append(float(np.hypot(*(_applied(matrix, pixels[at : at + 1]) - ground[at : at + 1])[0])))
    return missed


def _applied(matrix: Numbers, pixels: Numbers) -> Numbers:
    return np.asarray(pixels @ matrix[:, :2].T + matrix[:, 2])


def _plain(matrix: Numbers) -> tuple[float, float, float, float, float, float]:
    (a, c, e), (b, d, f) = matrix.tolist()
    return a, b, c, d, e, f


def _on_one_line(points: Numbers) -> bool:
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(spread[0] == 0 or spread[-1] / spread[0] < _FLAT)


def _metres_per_degree(latitude: float) -> tuple[float, float]:
    """Along and across the parallel, on the ellipsoid of WGS 84 (series of its arcs)."""
    phi = radians(latitude)
    along = 111_412.84 * cos(phi) - 93.5 * cos(3 * phi) + 0.118 * cos(5 * phi)
    up = 111_132.92 - 559.82 * cos(2 * phi) + 1.175 * cos(4 * phi)
    return along, up


def _rms(values: Sequence[float]) -> float:
    return sqrt(sum(value * value for value in values) / len(values)) if values else 0.0

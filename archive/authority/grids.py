"""Points as papers write them, in the grid of their time, to WGS 84 and how far off they may be (domain 5.4).

Wartime maps are on Indian 1960 or Hà Nội 1972, today's on VN-2000. Read as if they were WGS 84 they misplace
a grave by some 500 m, so a point without its grid is kept as written and drawn nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import hypot

from pyproj import Transformer

_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
"""Letters of 100 km columns from 100 km east on, by zone modulo 3."""
_ROWS = ("FGHJKLMNPQRSTUVABCDE", "ABCDEFGHJKLMNPQRSTUV")
"""Letters of 100 km rows from the equator on, by zone modulo 2."""
_SQUARE = re.compile(r"(?:(4[789])\s*[NPQ])?\s*([A-HJ-NP-Z])\s*([A-HJ-NP-V])\s*([\d\s]{4,12})", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_VIETNAM_KM = (700, 2_700)
"""North of the equator, with what lies beyond the borders."""
_BETWEEN_GRIDS_M = 20.0
"""How well the change between two grids is known, where the tables do not say."""
_GPS_M = 10.0


class Grid(StrEnum):
    """The value is the EPSG code; empty: not known."""

    UNKNOWN = ""
    WGS84 = "4326"
    VN2000 = "4756"
    VN2000_48 = "3405"
    VN2000_49 = "3406"
    INDIAN1960 = "4131"
    INDIAN1960_48 = "3148"
    INDIAN1960_49 = "3149"
    HANOI1972_18 = "2044"
    HANOI1972_19 = "2045"


_GEOGRAPHIC = frozenset({Grid.WGS84, Grid.VN2000, Grid.INDIAN1960})
_WARTIME = frozenset({Grid.INDIAN1960_48, Grid.INDIAN1960_49})
_ZONES = {Grid.INDIAN1960_48: 48, Grid.INDIAN1960_49: 49, Grid.VN2000_48: 48, Grid.VN2000_49: 49}


@dataclass(frozen=True, slots=True)
class Placed:
    """WGS 84 in degrees; the true place lies within `radius_m`, as far as the writing tells."""

    latitude: float
    longitude: float
    radius_m: float


def placed(written: str, grid: Grid) -> Placed | None:
    """None where the grid is not known or the writing is no point of it inside Vietnam and around.

    Degrees `16.655, 106.73`; metres east and north `684500 1842000`; a map square `XD 850 418` or
    `48Q XD 850418`, whose number of digits says how precise it is.
    """
    if grid is Grid.UNKNOWN:
        return None
    square = _SQUARE.fullmatch(written.strip())
    found = _of_square(square, grid) if square and grid in _ZONES else _of_numbers(written, grid)
    if found is None:
        return None
    east, north, within = found
    longitude, latitude = _to_wgs84(grid).transform(east, north)
    if not (6 <= latitude <= 24 and 100 <= longitude <= 112):
        return None
    return Placed(round(latitude, 6), round(longitude, 6), round(within + _change(grid), 1))


def wartime_square(zone: str, square: str, digits: str) -> tuple[Placed, Grid] | None:
    """A map square as wartime maps have it, on Indian 1960; without a zone its first letter tells which."""
    wanted = int(zone[:2]) if zone else next((z for z in (48, 49) if square[0] in _COLUMNS[z % 3]), 0)
    grid = next((each for each, number in _ZONES.items() if number == wanted and each in _WARTIME), None)
    point = placed(f"{square} {digits}", grid) if grid else None
    return (point, grid) if point and grid else None


def _of_square(found: re.Match[str], grid: Grid) -> tuple[float, float, float] | None:
    zone = int(found[1]) if found[1] else _ZONES[grid]
    digits = "".join(found[4].split())
    column = _COLUMNS[zone % 3].find(found[2].upper())
    row = _ROWS[zone % 2].find(found[3].upper())
    if zone != _ZONES[grid] or len(digits) % 2 or min(column, row) < 0:
        return None
    half = len(digits) // 2
    cell = 10.0 ** (5 - half)
    east = (column + 1) * 100_000 + int(digits[:half]) * cell + cell / 2
    north = row * 100_000 + int(digits[half:]) * cell + cell / 2
    while north < _VIETNAM_KM[0] * 1000:
        north += 2_000_000
    return (east, north, hypot(cell / 2, cell / 2)) if north <= _VIETNAM_KM[1] * 1000 else None


def _of_numbers(written: str, grid: Grid) -> tuple[float, float, float] | None:
    numbers = [number.replace(",", ".") for number in _NUMBER.findall(written.replace(", ", " "))]
    if len(numbers) != 2:
        return None
    first, second = (float(number) for number in numbers)
    if grid in _GEOGRAPHIC:  # degrees come latitude first
        decimals = min(len(number.partition(".")[2]) for number in numbers)
        return second, first, max(111_000 / 10**decimals, _GPS_M)
    return first, second, 10.0


@lru_cache(maxsize=16)
def _to_wgs84(grid: Grid) -> Transformer:
    return Transformer.from_crs(f"EPSG:{grid.value}", "EPSG:4326", always_xy=True)


def _change(grid: Grid) -> float:
    if grid is Grid.WGS84:
        return 0.0
    accuracy = _to_wgs84(grid).accuracy
    return accuracy if accuracy is not None and accuracy > 0 else _BETWEEN_GRIDS_M

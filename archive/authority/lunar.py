"""The lunar calendar as each side printed it.

Until 31/12/1967 both sides used the calendar of UTC+8; from 1/1/1968 the North used UTC+7 and the South kept
UTC+8 until 1975. Conversion by lunar-vn (MIT) with the right zone; where the paper's side is not known, both
days stand.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from lunar_vn import convert_lunar_to_solar

CAN = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
CHI = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
_NORTH_CHANGES, _SOUTH_FOLLOWS = date(1968, 1, 1), date(1975, 5, 1)
_LIKELY = range(1925, 1985)


@lru_cache(maxsize=4096)
def solar_days(
    day: int, month: int, year: int, leap: bool = False, side: str | None = None
) -> tuple[date, ...]:
    """Solar days of a lunar date; two where the sides differ and `side` (`north`, `south`) is unknown.

    Empty if the calendar has no such day.
    """
    days = []
    for zone, printed_by in ((7.0, "north"), (8.0, "south")):
        found = _convert(day, month, year, leap, zone)
        if found is None or (side and printed_by != side and _NORTH_CHANGES <= found < _SOUTH_FOLLOWS):
            continue
        if zone == 7.0 and found < _NORTH_CHANGES:
            continue
        if zone == 8.0 and found >= _SOUTH_FOLLOWS:
            continue
        days.append(found)
    return tuple(sorted(set(days)))


def eve_of_new_year(year: int, side: str | None = None) -> tuple[date, ...]:
    """The last day before Tết of a lunar year: "30 Tết", also where the month has 29 days."""
    return tuple(day - timedelta(days=1) for day in solar_days(1, 1, year, False, side))


def _convert(day: int, month: int, year: int, leap: bool, zone: float) -> date | None:
    try:
        found: date = convert_lunar_to_solar(day, month, year, int(leap), zone)
    except ValueError:
        return None
    return found


def years_of(can: str, chi: str) -> tuple[int, ...]:
    """Solar years from 1900 to today's sixty-year cycle with these names; empty if they never meet."""
    stem, branch = CAN.index(can), CHI.index(chi)
    return tuple(y for y in range(1900, 2026) if (y - 4) % 10 == stem and (y - 4) % 12 == branch)


def likely_year(can: str, chi: str, near: int | None = None) -> int | None:
    """The year nearest to `near`, or the one between 1925 and 1984."""
    years = years_of(can, chi)
    if not years:
        return None
    if near is not None:
        return min(years, key=lambda year: abs(year - near))
    return next((year for year in years if year in _LIKELY), years[-1])

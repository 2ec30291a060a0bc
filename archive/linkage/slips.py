"""The days that paper makes of a day: another month, day and month swapped, the lunar day for the solar, and
the reverse. That of the notice for that of the death is no slip of a day: see `bits`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.authority.lunar import solar_days
from archive.linkage.registry import day_codes

Day = tuple[int, int, int]
"""(year, month, day)."""


class Slip(StrEnum):
    """The most telling last: a day that two slips explain is told as the later one."""

    MONTH = "slip_month"
    """The same day of the month before or after: 12/8 for 12/9."""
    SWAPPED = "slip_swapped"
    LUNAR = "slip_lunar"
    NOTICE = "slip_notice"
    """What the notice of death is dated stands where the death should stand."""


_FEW = 8
"""A stone or a form has few days; of the many of a diary no one is known to be the death."""


@lru_cache(maxsize=1024)
def slips_of(days: frozenset[Day]) -> Mapping[Slip, NDArray[np.int64]]:
    """Codes of the days that the same man's record may have instead of these; no slip has any twice."""
    if len(days) > _FEW:
        return {}
    found: dict[Day, Slip] = {other: slip for day in days for slip, other in _slips(day) if other not in days}
    kinds = {slip: sorted(day for day, kind in found.items() if kind is slip) for slip in Slip}
    return {slip: day_codes(np.array(others)) for slip, others in kinds.items() if others}


def _slips(day: Day) -> Iterator[tuple[Slip, Day]]:
    year, month, day_of_month = day
    for other in (month - 1, month + 1):
        if 1 <= other <= 12:
            yield Slip.MONTH, (year, other, day_of_month)
    if day_of_month <= 12 and day_of_month != month:
        yield Slip.SWAPPED, (year, day_of_month, month)
    for solar in solar_days(day_of_month, month, year):
        yield Slip.LUNAR, (solar.year, solar.month, solar.day)
    for lunar in _lunar_of(day):
        yield Slip.LUNAR, lunar


def _lunar_of(day: Day) -> Iterable[Day]:
    """The lunar date of a solar day; lunar days run some three to eight weeks behind."""
    try:
        solar = date(*day)
    except ValueError:
        return
    for lag in range(15, 60):
        near = solar - timedelta(days=lag)
        if solar in solar_days(near.day, near.month, near.year):
            yield near.year, near.month, near.day

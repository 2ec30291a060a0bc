"""The days that paper makes of a day: day and month swapped, the lunar day for the solar, and the reverse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.authority.lunar import solar_days
from archive.linkage.registry import day_codes

Day = tuple[int, int, int]
"""(year, month, day)."""


_FEW = 8
"""A stone or a form has few days; of the many of a diary no one is known to be the death."""


@lru_cache(maxsize=1024)
def slips_of(days: frozenset[Day]) -> NDArray[np.int64]:
    """Codes of the days that the same man's record may have instead of these; may be empty."""
    if len(days) > _FEW:
        return np.zeros(0, np.int64)
    found = {slip for day in days for slip in _slips(day)} - days
    return day_codes(np.array(sorted(found))) if found else np.zeros(0, np.int64)


def _slips(day: Day) -> Iterator[Day]:
    year, month, day_of_month = day
    if day_of_month <= 12 and day_of_month != month:
        yield year, day_of_month, month
    for solar in solar_days(day_of_month, month, year):
        yield solar.year, solar.month, solar.day
    yield from _lunar_of(day)


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

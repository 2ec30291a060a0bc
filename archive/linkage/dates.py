"""Dates of lists as year, month and day, each of which may be missing, and how two of them agree."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from archive.authority.lunar import solar_days


class PartialDate(NamedTuple):
    """`None` where the paper is silent."""

    year: int | None
    month: int | None
    day: int | None


_COMPACT = re.compile(r"((?:1[89]|20)\d\d)(\d\d)(\d\d)")
_ISO = re.compile(r"((?:1[89]|20)\d\d)-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_NUMBER = re.compile(r"\d+")
_SERIAL = re.compile(r"\d{5}")
_DAY_ZERO = date(1899, 12, 30)
"""Of Excel's day numbers; what a sheet shows where a date lost its format."""


@lru_cache(maxsize=1 << 18)
def parse_partial_date(written: str) -> PartialDate | None:
    """A date as lists write it: `/12/1946`, `11-1949`, `15/5/50`, `//1953`, `1966`, `19280722`, ISO, and
    a day number of Excel (`26523`).

    Always day before month, as Vietnamese papers do, unless the year stands first. None: no date in it.
    """
    text = written.strip()
    if serial := _SERIAL.fullmatch(text):
        return _of_serial(int(serial[0]))
    if match := _COMPACT.fullmatch(text) or _ISO.fullmatch(text):
        year, month, day = match.groups()
        return _checked(int(year), int(month), int(day) if day else None)
    numbers = [int(number) for number in _NUMBER.findall(text)]
    if not numbers or len(numbers) > 3:
        return None
    year_at = _full_year(numbers[-1])
    if year_at is None:
        return None
    month = numbers[-2] if len(numbers) > 1 else None
    day = numbers[-3] if len(numbers) > 2 else None
    return _checked(year_at, month, day)


def _of_serial(number: int) -> PartialDate | None:
    """26523 is 12/8/1972 None after 2100: then it is no day."""
    day = _DAY_ZERO + timedelta(days=number)
    return PartialDate(day.year, day.month, day.day) if day.year <= 2100 else None


def _full_year(number: int) -> int | None:
    if 1800 <= number <= 2100:
        return number
    return 1900 + number if 10 <= number <= 99 else None


def _checked(year: int, month: int | None, day: int | None) -> PartialDate:
    if month is not None and month > 12 and day is not None and day <= 12:
        month, day = day, month
    return PartialDate(
        year, month if month and 1 <= month <= 12 else None, day if day and day <= 31 else None
    )


_LUNAR_LAG = range(15, 60)
"""Days by which a day of the lunar calendar follows the solar day of the same number and month."""


def lunar_for_solar(one: PartialDate, other: PartialDate) -> bool:
    """Whether one of two whole dates is the other in the lunar calendar, as families keep it."""
    return _lunar_is(one, other) or _lunar_is(other, one)


def _lunar_is(lunar: PartialDate, solar: PartialDate) -> bool:
    if lunar.day is None or lunar.month is None or lunar.year is None or solar.day is None:
        return False
    days = _day(solar), _day(lunar)
    if days[0] is None or (days[1] is not None and (days[0] - days[1]).days not in _LUNAR_LAG):
        return False
    return days[0] in solar_days(lunar.day, lunar.month, lunar.year)


def _day(given: PartialDate) -> date | None:
    """None where the calendar has no such day (30/2 is a lunar day only)."""
    try:
        return date(given.year or 0, given.month or 0, given.day or 0)
    except ValueError:
        return None

"""Stretches of days as index terms, so that any engine that knows terms finds what overlaps.

An item writes a term for each day of a short stretch, for each month of a longer one, for each year of a
very long one, and coarser terms above. A query for some days asks for those days, and for the months and
years that only longer stretches write.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

_SHORT_DAYS = 62
_MIDDLE_MONTHS = 60
_EARLIEST, _LATEST = date(1800, 1, 1), date(2199, 12, 31)
"""No material speaks of days outside; open ends are cut here."""


def stretch_terms(first: date, last: date) -> set[str]:
    """Terms an item writes for a stretch: D day, M month, Y year; N and L mark what has no finer term."""
    first, last = max(first, _EARLIEST), min(last, _LATEST)
    months = list(_months(first, last))
    years = list(range(first.year, last.year + 1))
    terms = {f"Y{year:04}" for year in years}
    if len(months) > _MIDDLE_MONTHS:
        return terms | {f"L{year:04}" for year in years}
    terms |= {f"M{month}" for month in months}
    if (last - first).days >= _SHORT_DAYS:
        return terms | {f"N{month}" for month in months}
    return terms | {f"D{day.isoformat()}" for day in _days(first, last)}


def overlap_terms(first: date, last: date) -> set[str]:
    """Terms one of which every item has that speaks of a day in the stretch."""
    terms: set[str] = set()
    day, last = max(first, _EARLIEST), min(last, _LATEST)
    while day <= last:
        day = _take_year(day, last, terms) or _take_month(day, last, terms) or _take_day(day, terms)
    return terms


def _take_year(day: date, last: date, terms: set[str]) -> date | None:
    if (day.month, day.day) != (1, 1) or date(day.year, 12, 31) > last:
        return None
    terms.add(f"Y{day.year:04}")
    return _after(date(day.year, 12, 31))


def _take_month(day: date, last: date, terms: set[str]) -> date | None:
    following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    if day.day != 1 or following - timedelta(days=1) > last:
        return None
    terms |= {f"M{day:%Y-%m}", f"L{day.year:04}"}
    return following


def _take_day(day: date, terms: set[str]) -> date:
    terms |= {f"D{day.isoformat()}", f"N{day.isoformat()[:7]}", f"L{day.year:04}"}
    return _after(day)


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _months(first: date, last: date) -> Iterator[str]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)

"""Stretches of days as index terms, so that any engine that knows terms finds what overlaps.

A stretch is cut into whole years, whole months and single days. An item writes one term for each part (L for
a year, N for a month, D for a day) and one for each year (Y) and month (M) that its smaller parts touch. A
query is cut in the same way and asks, for each part, for what is as large, larger or within it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

_EARLIEST, _LATEST = date(1800, 1, 1), date(2199, 12, 31)
"""No material speaks of days outside; open ends are cut here."""


def stretch_terms(first: date, last: date) -> set[str]:
    """What an item writes for a stretch of days."""
    terms: set[str] = set()
    for size, year, month, day in _parts(first, last):
        terms |= {f"{size}{day or month or year}", f"Y{year}"}
        if size == "D":
            terms.add(f"M{month}")
    return terms


def overlap_terms(first: date, last: date) -> set[str]:
    """Terms one of which every item has that speaks of a day in the stretch."""
    terms: set[str] = set()
    for size, year, month, day in _parts(first, last):
        if size == "L":
            terms.add(f"Y{year}")
            continue
        terms |= {f"L{year}", f"N{month}", f"D{day}" if day else f"M{month}"}
    return terms


def _parts(first: date, last: date) -> Iterator[tuple[str, str, str, str]]:
    """(size, year, month, day): `L` a whole year, `N` a whole month, `D` a day; unused parts are empty."""
    day, last = max(first, _EARLIEST), min(last, _LATEST)
    while day <= last:
        year, month = f"{day.year}", f"{day:%Y-%m}"
        of_year, of_month = date(day.year, 12, 31), _end_of_month(day)
        if day.day == day.month == 1 and of_year <= last:
            yield "L", year, "", ""
            day = of_year
        elif day.day == 1 and of_month <= last:
            yield "N", year, month, ""
            day = of_month
        else:
            yield "D", year, month, day.isoformat()
        day += timedelta(days=1)


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)

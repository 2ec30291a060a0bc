"""First and last day of the EDTF forms that the archive writes (levels 0 to 1, and one-of sets of days).

Own code, because python-edtf raises on open intervals and reads seasons by the northern calendar.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

_POINT = re.compile(r"(?P<year>[\dX]{4})(?:-(?P<month>[\dX]{2})(?:-(?P<day>[\dX]{2}))?)?[~?%]?$")


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """Lower and upper day, both included; None where the date is open or the year unknown.

    Raises ValueError for a string that is none of these forms.
    """
    if edtf.startswith("[") and edtf.endswith("]"):
        members = [bounds(member) for member in edtf[1:-1].split(",")]
        lowers, uppers = [low for low, _ in members if low], [up for _, up in members if up]
        return (min(lowers) if lowers else None), (max(uppers) if uppers else None)
    if "/" in edtf:
        first, last = edtf.split("/")
        lower = None if first == ".." else bounds(first)[0]
        return lower, (None if last == ".." else bounds(last)[1])
    match = _POINT.match(edtf)
    if not match:
        raise ValueError(f"no EDTF form of ours: {edtf!r}")
    return _point(match["year"], match["month"], match["day"])


def _point(year: str, month: str | None, day: str | None) -> tuple[date | None, date | None]:
    if year.startswith("XX"):
        return None, None
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month is None or "X" in month:
        return date(first, 1, _day(first, 1, day, 1)), date(last, 12, _day(last, 12, day, 31))
    number = int(month)
    return date(first, number, _day(first, number, day, 1)), date(last, number, _day(last, number, day, 31))


def _day(year: int, month: int, day: str | None, unknown: int) -> int:
    wanted = unknown if day is None or "X" in day else int(day)
    return min(wanted, calendar.monthrange(year, month)[1])


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]

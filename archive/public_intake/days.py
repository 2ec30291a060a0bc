"""Working days of Vietnam: Monday to Friday without public holidays, Tết among them. Pure."""

from __future__ import annotations

from datetime import date, timedelta

import holidays

_FREE = holidays.country_holidays("VN")
_SATURDAY = 5


def working_days_after(day: date, count: int) -> date:
    """The working day that many working days after `day`."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in _FREE:
            count -= 1
    return day

"""A date as it was said: EDTF, calendar, and the first and last day it may mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Calendar(StrEnum):
    SOLAR = "dương"
    LUNAR = "âm"
    UNKNOWN = "không rõ"


@dataclass(frozen=True, slots=True)
class DateValue:
    """`edtf` is empty for a date that hangs on another event; bounds are None where open or unknown."""

    edtf: str
    calendar: Calendar = Calendar.SOLAR
    lower: date | None = None
    upper: date | None = None

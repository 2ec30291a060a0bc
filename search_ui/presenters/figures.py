"""Numbers, dates, sizes and time codes as Vietnamese readers write them: 1.234,5 · 30/4/1975 · 1:02:33."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
_UNITS = ("B", "KB", "MB", "GB", "TB")


def number(value: float, language: str = "vi", digits: int = 0) -> str:
    """1234.5 → `1.234,5` in Vietnamese, `1,234.5` in English; zeros at the end are dropped."""
    text = f"{value:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    if language != "vi":
        return text
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def size(count: int, language: str = "vi") -> str:
    """Bytes in the largest unit that keeps a whole number before the comma."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{number(value, language, 1 if unit else 0)} {_UNITS[unit]}"


def time_code(seconds: float) -> str:
    """Seconds as `2:05` or `1:02:33`, never rounded up past the moment."""
    whole = max(int(seconds), 0)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def day(value: date | datetime | None) -> str:
    """30/4/1975, in Vietnam's time where a moment is given."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = local(value)
    return f"{value.day}/{value.month}/{value.year}"


_EDTF_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")


def edtf_words(value: str) -> str:
    """`1972-07-20` → 20/7/1972, `1972-07` → 7/1972; what is not a plain day, month or year stays as it is."""
    found = _EDTF_DAY.fullmatch(value)
    if found is None:
        return value
    year, month, day_of_month, doubt = found.groups()
    parts = [str(int(part)) for part in (day_of_month, month) if part]
    return "/".join([*parts, year]) + (f" ({doubt})" if doubt else "")


def moment(value: datetime | None) -> str:
    """14:05 ngày 30/4/1975, without the word: `14:05 30/4/1975`."""
    if value is None:
        return ""
    here = local(value)
    return f"{here.hour}:{here.minute:02} {day(here)}"


def local(value: datetime) -> datetime:
    """A moment in Vietnam's time; a naive one is taken as UTC, which is how records keep it."""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(VIETNAM)


def sureness(confidence: float) -> str:
    """How sure a machine is, as a word: `sure` (chắc), `fair` (khá chắc), `check` (cần xem lại)."""
    if confidence >= 0.9:
        return "sure"
    return "fair" if confidence >= 0.7 else "check"

"""Dates in running text: what stands around them (about, before, from … to, lunar), and their EDTF."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from archive.authority import lunar
from archive.authority.date_parts import word_is
from archive.authority.date_reading import FIRST_FORMS, FIRST_WORDS, Core, core_at
from archive.authority.edtf_bounds import bounds, last_day
from archive.authority.scan import Scan, Triggers
from schemas.dates import Calendar, DateValue

_TRIGGERS = Triggers(
    lambda word, folded: (
        word[0].isdigit()
        or word in {"?", "x", "xx"}
        or (folded in FIRST_WORDS and (word.isascii() or word in FIRST_FORMS))
    )
)


@dataclass
class DateReading:
    start: int
    end: int
    value: DateValue
    relative: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)
    whole: bool = False
    """Day, month and year are all there."""


def find_dates(scan: Scan, *, side: str | None = None) -> list[DateReading]:
    """Every date of the text in order. `side` (`north`, `south`) is whose paper it is, where known."""
    cores = list(_cores(scan))
    near = _years_said(cores)
    merged: list[DateReading] = []
    at = 0
    while at < len(cores):
        reading, taken = _with_surroundings(scan, cores, at, near, side)
        merged.append(reading)
        at += taken
    found = sorted([*merged, *_relative(scan, merged)], key=lambda reading: reading.start)
    _compare_calendars(scan, found)
    return found


def _cores(scan: Scan) -> Iterator[Core]:
    done = 0
    for at in scan.tokens_where(_TRIGGERS):
        if at >= done:
            core = core_at(scan, at)
            if core:
                core = _day_of_death(scan, _lunar_mark(scan, core))
                done = core.last
                yield core


def _lunar_mark(scan: Scan, core: Core) -> Core:
    """`âm lịch`, `(ÂL)` behind a date; the mark becomes part of it."""
    at = core.last + (1 if scan.words[core.last : core.last + 1] == ["("] else 0)
    if word_is(scan, at, "âm") and word_is(scan, at + 1, "lịch"):
        core.lunar, core.last = True, at + 2
    elif scan.words[at : at + 1] in (["ÂL"], ["AL"], ["âl"], ["ÂL."]):
        core.lunar, core.last = True, at + 1
    elif word_is(scan, at, "dương") and word_is(scan, at + 1, "lịch"):
        core.lunar, core.maybe_lunar, core.last = False, False, at + 2
    else:
        return core
    if scan.words[at - 1 : at] == ["("] and scan.words[core.last : core.last + 1] == [")"]:
        core.last += 1
    return core


def _day_of_death(scan: Scan, core: Core) -> Core:
    """ "giỗ mùng 10 tháng 6": the day of the yearly rite is lunar, and of no year."""
    rite = any(word_is(scan, at, "giỗ") for at in range(max(0, core.first - 3), core.first))
    if rite and core.month and core.year is None and core.names is None:
        core.lunar, core.maybe_lunar = True, False
    return core


def _years_said(cores: list[Core]) -> int | None:
    years = sorted(core.year for core in cores if core.year)
    return years[len(years) // 2] if years else None


def _with_surroundings(
    scan: Scan, cores: list[Core], at: int, near: int | None, side: str | None
) -> tuple[DateReading, int]:
    core = cores[at]
    first, qualifier, opening, part = _words_before(scan, core)
    following = cores[at + 1] if at + 1 < len(cores) else None
    if opening == "from" and following and _joined_to(scan, core, following):
        return _interval(scan, core, following, first, near, side), 2
    values = _values(core, near, side, part)
    if opening in {"before", "after"} and len(values) > 1:
        values = values[:1] if opening == "before" else values[-1:]
    edtf = values[0] if len(values) == 1 else "[" + ",".join(values) + "]" if values else ""
    if edtf and "[" not in edtf and "XXXX" not in edtf:  # EDTF has no "about May" without a year
        edtf += qualifier if "/" not in edtf else ""
        edtf = _opened(edtf, opening) if opening else edtf
    return _reading(scan, core, first, edtf), 1


_APPROXIMATE = {"khoảng": "~", "chừng": "~", "độ": "~"}
_UNSURE = (("hình", "như"), ("có", "lẽ"), ("nghe", "nói"), ("nghe", "đâu"), ("có", "thể"))


def _words_before(scan: Scan, core: Core) -> tuple[int, str, str, str]:
    """First token; qualifier `~ ? %`; opening `from before after`; part of year or month."""
    first, qualifier, opening, part = core.first, "", "", ""
    part, first = _part_before(scan, core, first)
    if core.eve and word_is(scan, first - 1, "đêm", "tối"):
        first -= 1
    if first >= 2 and word_is(scan, first - 2, "hôm") and word_is(scan, first - 1, "nay"):
        first -= 2
    if first and word_is(scan, first - 1, *_APPROXIMATE):
        first, qualifier = first - 1, "~"
        if word_is(scan, first - 1, "vào"):
            first -= 1
    for words in _UNSURE:
        if first >= 2 and word_is(scan, first - 2, words[0]) and word_is(scan, first - 1, words[1]):
            first, qualifier = first - 2, "%" if qualifier else "?"
    if first and core.interval in {"", "tết"} and word_is(scan, first - 1, "từ", "trước", "sau"):
        opening = {"tu": "from", "truoc": "before", "sau": "after"}[scan.folds[first - 1]]
        first -= 1
    elif first and word_is(scan, first - 1, "từ"):
        first, opening = first - 1, "from"
    return first, qualifier, opening, part


_PARTS = {"đầu": "early", "giữa": "middle", "cuối": "late"}
_THIRDS = {"thượng": "early", "trung": "middle", "hạ": "late"}


def _part_before(scan: Scan, core: Core, first: int) -> tuple[str, int]:
    fits = core.day is None and not core.interval and (core.month or core.year or core.names)
    if not fits or not first:
        return "", first
    for word, part in _PARTS.items():
        if word_is(scan, first - 1, word):
            return part, first - 1
    if core.month and first >= 2 and word_is(scan, first - 1, "tuần"):
        for word, part in _THIRDS.items():
            if word_is(scan, first - 2, word):
                return part, first - 2
    return "", first


def _joined_to(scan: Scan, core: Core, following: Core) -> bool:
    between = [word.lower() for word in scan.words[core.last : following.first]]
    return between in (["đến"], ["den"], ["tới"], ["toi"], ["-"], ["–"], ["cho", "đến"], ["đến", "hết"])


def _interval(
    scan: Scan, core: Core, end: Core, first: int, near: int | None, side: str | None
) -> DateReading:
    """từ 28-6 đến 16-9-1972: what the first lacks, it takes from the second."""
    if core.year is None and core.names is None:
        core.year, core.names = end.year, end.names
    lows, highs = _values(core, near, side, ""), _values(end, near, side, "")
    edtf = f"{_plain(lows[0], 0)}/{_plain(highs[-1], 1)}" if lows and highs else ""
    if edtf and bounds(edtf)[0] and bounds(edtf)[1] and bounds(edtf)[0] > bounds(edtf)[1]:  # type: ignore[operator]
        edtf = ""
    joined = Core(core.first, end.last)
    return _reading(scan, joined, first, edtf)


def _plain(edtf: str, side: int) -> str:
    return edtf.split("/")[side] if "/" in edtf else edtf


_DECADE = re.compile(r"^(\d{3})X")


def _opened(edtf: str, opening: str) -> str:
    """An interval open on one side; a decade opens with its first year."""
    if opening == "before":
        return "../" + _plain(edtf, 0)
    return _DECADE.sub(r"\g<1>0", _plain(edtf, 1 if opening == "after" else 0)) + "/.."


def _reading(scan: Scan, core: Core, first: int, edtf: str) -> DateReading:
    calendar = Calendar.LUNAR if core.lunar else Calendar.UNKNOWN if core.maybe_lunar else Calendar.SOLAR
    lower, upper = bounds(edtf) if edtf else (None, None)
    attributes: dict[str, Any] = {"calendar": str(calendar)}
    if core.lunar and core.day and core.month:
        attributes["lunar"] = {"day": core.day, "month": core.month, "leap": core.leap}
    start, end = scan.starts[first], scan.ends[core.last - 1]
    whole = core.whole and bool(edtf)
    return DateReading(start, end, DateValue(edtf, calendar, lower, upper), not edtf, attributes, whole)


def _values(core: Core, near: int | None, side: str | None, part: str) -> list[str]:
    """EDTF of a date, one for each day it may mean; empty where no year can be known for a lunar day."""
    if core.interval and core.interval != "tết":
        return [core.interval]
    if core.lunar:
        return _lunar_values(core, near, side)
    if core.names and core.year is None:
        year = lunar.likely_year(*core.names, near)
        core.year = year
    return [_solar(core, part)] if core.year or core.month else []


def _solar(core: Core, part: str) -> str:
    year = f"{core.year:04d}" if core.year else "XXXX"
    if core.month_unread:
        return f"{year}-XX-{core.day:02d}" if core.day else year
    if core.month is None:
        return _part_of_year(year, part) if part else year
    month = f"{year}-{core.month:02d}"
    if core.day is not None:
        return f"{month}-{core.day:02d}"
    if core.day_unread:
        return f"{month}-XX"
    return _part_of_month(month, core, part) if part else month


def _part_of_year(year: str, part: str) -> str:
    first, last = {"early": (1, 3), "middle": (5, 8), "late": (10, 12)}[part]
    return f"{year}-{first:02d}~/{year}-{last:02d}~"


def _part_of_month(month: str, core: Core, part: str) -> str:
    end = last_day(core.year, core.month) if core.year and core.month else 30
    first, last = {"early": (1, 10), "middle": (11, 20), "late": (21, end)}[part]
    about = "~" if core.year else ""
    return f"{month}-{first:02d}{about}/{month}-{last:02d}{about}"


def _lunar_values(core: Core, near: int | None, side: str | None) -> list[str]:
    if core.names and core.year is None and core.day is None and core.interval != "tết":
        years = lunar.years_of(*core.names)
        if near is not None:
            years = tuple(year for year in years if abs(year - near) <= 25) or years
        if core.month is None:
            return [str(year) for year in years]
    year = _lunar_year(core, near)
    if year is None:
        return []
    if core.interval == "tết" and core.day is None:
        days = lunar.solar_days(1, 1, year, False, side)
    elif core.eve:
        days = lunar.eve_of_new_year(year, side)
    elif core.month and core.day:
        tet_before = core.month == 12 and core.interval == "tết"
        days = lunar.solar_days(core.day, core.month, year - (1 if tet_before else 0), core.leap, side)
    elif core.month:
        return _lunar_month(core.month, year, core.leap)
    else:
        return [str(year)]
    return [day.isoformat() for day in days]


def _lunar_month(month: int, year: int, leap: bool) -> list[str]:
    first = lunar.solar_days(1, month, year, leap)
    last = lunar.solar_days(30, month, year, leap) or lunar.solar_days(29, month, year, leap)
    return [f"{first[0].isoformat()}/{last[-1].isoformat()}"] if first and last else []


def _lunar_year(core: Core, near: int | None) -> int | None:
    """The lunar year meant. A year that contradicts its two names gives way to the names."""
    if not core.names:
        return core.year
    years = lunar.years_of(*core.names)
    if core.year in years:
        return core.year
    return lunar.likely_year(*core.names, core.year or near)


_RELATIVE = re.compile(
    r"(?<![^\W_])(?:(?:sang|toi|dem|chieu|ngay)\s+)?(?:hom\s+(?:sau|truoc|qua|kia|nay)"
    r"|(?:ngay|thang|nam|tuan)\s+(?:sau|truoc|ke)"
    r"|(?:truoc|sau)\s+do\s+(?:\d{1,2}|[a-z]{2,5})\s+(?:ngay|thang|nam|tuan)"
    r"|(?:\d{1,2}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|vai|may)\s+(?:ngay|thang|nam|tuan)"
    r"\s+(?:sau|truoc|nua))(?![^\W_])"
)
_RELATIVE_FIRST = frozenset(
    "sang toi dem chieu ngay hom thang nam tuan truoc sau mot hai ba bon bay tam chin muoi vai may".split()
)
_ONE_OR_TWO_DIGITS = re.compile(r"\d{1,2}")
_RELATIVE_TRIGGERS = Triggers(
    lambda _, folded: folded in _RELATIVE_FIRST or _ONE_OR_TWO_DIGITS.fullmatch(folded) is not None
)
_LIBERATION_TRIGGERS = Triggers(lambda _, folded: folded in {"truoc", "sau", "tu"})
_LIBERATION = re.compile(
    r"(?<![^\W_])(?P<when>truoc|sau|tu)\s+(?:ngay\s+)?giai\s+phong"
    r"(?!\s+[a-z]*\s*\d)(?![^\W_])"
)
_RELATIVE_FORMS = frozenset(
    "sáng tối đêm chiều ngày hôm sau trước qua kia nay tháng năm tuần kế đó một hai ba bốn sáu bảy tám chín"
    " mười vài mấy nữa giải phóng từ".split()
)


def _relative(scan: Scan, found: list[DateReading]) -> Iterator[DateReading]:
    """What hangs on another event ("hôm sau", "ba ngày sau"), and before or after the liberation."""
    taken = [(reading.start, reading.end) for reading in found]
    for pattern, triggers in ((_RELATIVE, _RELATIVE_TRIGGERS), (_LIBERATION, _LIBERATION_TRIGGERS)):
        for match in scan.matches(pattern, triggers):
            start, end = match.span()
            words = scan.text[start:end].lower().split()
            marked = not "".join(words).isascii()
            if any(left < end and start < right for left, right in taken):
                continue
            if any(
                word not in _RELATIVE_FORMS and not word.isdigit() and not word.isascii() for word in words
            ):
                continue
            if words[-1] == "sáu":
                continue
            if pattern is _LIBERATION and (marked or "phong" in words):
                yield _of_liberation(start, end, match["when"])
            elif pattern is _RELATIVE and marked | ("hom" in words):
                attributes = {"words": scan.text[start:end], "calendar": str(Calendar.UNKNOWN)}
                yield DateReading(start, end, DateValue("", Calendar.UNKNOWN), True, attributes)


def _of_liberation(start: int, end: int, when: str) -> DateReading:
    edtf = "../1975-04-30" if when == "truoc" else "1975-04-30/.."
    lower, upper = bounds(edtf)
    return DateReading(start, end, DateValue(edtf, Calendar.SOLAR, lower, upper))


_SAME_DAY = re.compile(r"[\s,;(–—-]*(?:(?:tuc|nham|la)\s+)*(?:la\s+)?(?:vao\s+)?[\s(]*$")


def _compare_calendars(scan: Scan, found: list[DateReading]) -> None:
    """A lunar and a solar day given together must agree; where they do not, both say so."""
    for one, other in itertools.pairwise(found):
        lunar_first = one.value.calendar is Calendar.LUNAR
        if lunar_first == (other.value.calendar is Calendar.LUNAR) or not (one.whole and other.whole):
            continue
        if not _SAME_DAY.fullmatch(scan.folded[one.end : other.start]):
            continue
        agree = _overlap(one.value, other.value)
        for reading, partner in ((one, other), (other, one)):
            reading.attributes["agrees" if agree else "contradicts"] = partner.value.edtf


def _overlap(one: DateValue, other: DateValue) -> bool:
    days: list[date | None] = [one.lower, one.upper, other.lower, other.upper]
    if None in days:
        return True
    return max(one.lower or date.min, other.lower or date.min) <= min(
        one.upper or date.max, other.upper or date.max
    )

"""One date from the token where it begins: every order and manner of section 6 of the domain notes."""

from __future__ import annotations

from dataclasses import dataclass

from archive.authority import lunar
from archive.authority.date_parts import (
    counted_behind,
    full_year,
    lunar_year_at,
    month_at,
    number_at,
    unread,
    word_is,
    year_at,
)
from archive.authority.edtf_bounds import last_day
from archive.authority.orthography import fold
from archive.authority.scan import Scan

_SEPARATORS = {"/", "-", ".", "–", "—"}


@dataclass
class Core:
    """Parts of a date in tokens first..last-1, before its surroundings are read. None is unknown."""

    first: int
    last: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    lunar: bool = False
    leap: bool = False
    eve: bool = False
    names: tuple[str, str] | None = None
    day_unread: bool = False
    month_unread: bool = False
    interval: str = ""
    """A finished EDTF where the words name a span ("mùa khô 67-68")."""
    maybe_lunar: bool = False

    @property
    def whole(self) -> bool:
        return (
            self.day is not None
            and self.month is not None
            and (self.year is not None or self.names is not None)
        )


def core_at(scan: Scan, at: int) -> Core | None:
    """The date whose own words begin at token `at` (words before it, like "khoảng", are read elsewhere)."""
    word = scan.folds[at]
    if word[0].isdigit() or word in {"?", "x", "xx"}:
        return (
            _numeric(scan, at)
            or _siege(scan, at)
            or _day_range(scan, at, at)
            or _day_month_in_words(scan, at, at)
            or _tet(scan, at, at)
            or _bare_year(scan, at)
        )
    reader = _READERS.get(word)
    return reader(scan, at) if reader else None


def _numeric(scan: Scan, at: int, first: int | None = None) -> Core | None:
    """12/3/1968, 12-3-68, 16-?-1972, 4/1975."""
    first = at if first is None else first
    words = scan.words
    if at + 2 >= len(words) or words[at + 1] not in _SEPARATORS or _far(scan, at):
        return None
    two = words[at + 2]
    if at + 4 < len(words) and words[at + 3] in _SEPARATORS and not _far(scan, at + 2) and _part(two):
        year = full_year(int(words[at + 4]), len(words[at + 4])) if words[at + 4].isdigit() else None
        loose = len(words[at + 4]) == 2 and first == at and scan.ends[at] != scan.starts[at + 1]
        if year and _part(words[at]) and not loose:
            day, month = _value(words[at]), _value(two)
            if (day or 1) <= 31 and (month or 1) <= 12 and day != 0 and month != 0:
                core = Core(
                    first, at + 5, year, month, day, day_unread=day is None, month_unread=month is None
                )
                return core if _possible(core) else None
    short = _month_of_short_year(scan, at, first)
    if short:
        return short
    named = _day_month(scan, at, first)
    if named and (names := lunar_year_at(scan, named.last)):
        named.names, named.last, named.lunar = names[:2], names[2], True
        return named
    if named and at and word_is(scan, at - 1, "từ", "đến", "nay", "sáng", "tối", "đêm", "chiều", "trưa"):
        return named
    if two.isdigit() and len(two) == 4 and words[at].isdigit() and len(words[at]) <= 2:
        year, month = full_year(int(two), 4), int(words[at])
        if (
            year
            and 1 <= month <= 12
            and words[at + 1] != "."
            and not (at > 1 and words[at - 1] == "/" and words[at - 2].isalnum())
        ):
            return Core(first, at + 3, year, month)
    return None


def _month_of_short_year(scan: Scan, at: int, first: int) -> Core | None:
    """4/75: no day of a month is so late."""
    month, year = scan.words[at], scan.words[at + 2]
    if not (month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12 and scan.words[at + 1] == "/"):
        return None
    if not (year.isdigit() and len(year) == 2 and int(year) >= 40) or counted_behind(scan, at + 3):
        return None
    before, behind = scan.words[at - 1 : at], scan.words[at + 3 : at + 4]
    if before in (["/"], ["-"], ["."]) or behind in (["/"], ["-"]) or (before and before[0][-1].isdigit()):
        return None
    if at and (scan.folds[at - 1] in _NOT_YEARS or scan.folds[at - 1] in _SHARES):
        return None
    return Core(first, at + 3, full_year(int(year), 2), int(month))


def _day_range(scan: Scan, at: int, first: int) -> Core | None:
    """14–18 tháng 11 năm 1965, 14-18/11/1965, 12 rạng 13-5: from the first day to the last."""
    words = scan.words
    if at + 3 >= len(words) or not (words[at].isdigit() and len(words[at]) <= 2):
        return None
    if words[at + 1] not in {"-", "–", "—"} and not word_is(scan, at + 1, "rạng"):
        return None
    last = at + 2
    end = _numeric(scan, last) or _day_month(scan, last, last) or _day_month_in_words(scan, last, last)
    if end is None or end.day is None or end.month is None or not 1 <= int(words[at]) < end.day:
        return None
    month = f"{end.year:04d}-{end.month:02d}" if end.year else f"XXXX-{end.month:02d}"
    return Core(first, end.last, end.year, interval=f"{month}-{int(words[at]):02d}/{month}-{end.day:02d}")


def _far(scan: Scan, at: int) -> bool:
    """More than a space around the sign behind token `at`: "30 - 4 - 1975" is near enough."""
    return scan.starts[at + 1] - scan.ends[at] > 1 or scan.starts[at + 2] - scan.ends[at + 1] > 1


def _part(word: str) -> bool:
    return (word.isdigit() and len(word) <= 2) or unread(word)


def _value(word: str) -> int | None:
    return int(word) if word.isdigit() else None


def _possible(core: Core) -> bool:
    if core.day is None or core.month is None or core.year is None:
        return True
    return core.day <= (30 if core.lunar else last_day(core.year, core.month))


def _day(scan: Scan, at: int) -> Core | None:
    """Behind "ngày", "mùng", "mồng", "hôm"."""
    if not word_is(scan, at, "ngày", "mùng", "mồng", "hôm"):
        return None
    after = at + 1
    early = word_is(scan, at, "mùng", "mồng")
    if word_is(scan, after, "mùng", "mồng"):
        after, early = after + 1, True
    if word_is(scan, after, "rằm"):
        found = _full_moon(scan, after)
    else:
        found = (
            _numeric(scan, after, at) or _day_month(scan, after, at) or _day_month_in_words(scan, after, at)
        )
        found = found or _tet(scan, after, at) or _blank_day(scan, after, at)
    if found:
        found.first = at
        found.maybe_lunar = found.maybe_lunar or early
    return found


def _day_month(scan: Scan, at: int, first: int) -> Core | None:
    """`27/7` behind "ngày": no year."""
    words = scan.words
    if at + 2 < len(words) and words[at].isdigit() and words[at + 1] in {"/", "-"} and not _far(scan, at):
        day, month = number_at(scan, at, 31), number_at(scan, at + 2, 12)
        if day and month and day[0] and month[0] and words[at + 2].isdigit():
            return Core(first, at + 3, None, month[0], day[0])
    return None


def _day_month_in_words(scan: Scan, at: int, first: int) -> Core | None:
    """30 tháng 4 [năm 1975], ba mươi tháng tư năm bảy lăm."""
    month_word = next(
        (i for i in range(at + 1, min(at + 6, len(scan.words))) if word_is(scan, i, "tháng")), None
    )
    if month_word is None:
        return None
    day = number_at(scan, at, 31, last=month_word)
    if (
        day is None
        or not day[0]
        or any(scan.words[i] not in {",", "-", "/"} for i in range(day[1], month_word))
    ):
        return None
    core = _month(scan, month_word)
    if core is None or core.day or core.interval:
        return None
    core.first, core.day = first, day[0]
    core.maybe_lunar = core.maybe_lunar or core.names is not None
    return core if _possible(core) or core.lunar else None


def _blank_day(scan: Scan, at: int, first: int) -> Core | None:
    """ "ngày … tháng 7 năm 1972": the day was left open or cannot be read."""
    after = at
    while after < min(at + 8, len(scan.words)) and (
        unread(scan.words[after]) or scan.words[after] in {"(", ")"}
    ):
        after += 1
    core = _month(scan, after) if word_is(scan, after, "tháng") else None
    if core is None or core.year is None:
        return None
    core.first, core.day_unread = first, True
    return core


def _month(scan: Scan, at: int) -> Core | None:
    """tháng 4 năm 1975, tháng 4-1975, tháng 4/75, tháng chạp Đinh Mùi, tháng 7."""
    if not word_is(scan, at, "tháng"):
        return None
    read = month_at(scan, at + 1)
    if read is None:
        return None
    month, after = read
    core = Core(at, after, month=month, lunar=word_is(scan, at + 1, "giêng", "chạp"))
    if word_is(scan, after, "nhuận"):
        core.leap = core.lunar = True
        core.last = after = after + 1
    _add_year(scan, core, after)
    spoken_alone = (
        core.year is None and core.names is None and not scan.words[at + 1].isdigit() and not core.lunar
    )
    return None if spoken_alone and word_is(scan, after, "năm", "nay", "trời", "sinh") else core


def _add_year(scan: Scan, core: Core, after: int) -> None:
    """Reads the year that belongs to a month or day, if one follows."""
    at = after
    if at < len(scan.words) and scan.words[at] in {",", "/", "-", ".", "–"}:
        at += 1
    named = word_is(scan, at, "năm")
    if named:
        at += 1
    names = lunar_year_at(scan, at)
    if names:
        core.names, core.last, core.lunar = names[:2], names[2], True
        _year_in_brackets(scan, core)
        return
    read = year_at(scan, at)
    if read and (named or at > after or (read[0] >= 1800 and len(scan.words[at]) == 4)):
        core.year, core.last = read
        names = lunar_year_at(scan, core.last)


def _year_in_brackets(scan: Scan, core: Core) -> None:
    """Mậu Thân (1968), Mậu Thân 1968, Mậu Thân - 1968."""
    at = core.last
    bracket = scan.words[at : at + 1] in (["("], ["-"], ["/"], [","])
    if bracket:
        at += 1
    if at < len(scan.words) and scan.words[at].isdigit() and len(scan.words[at]) == 4:
        closing = bracket and scan.words[at - 1] == "("
        core.year = int(scan.words[at])
        core.last = at + 2 if closing and scan.words[at + 1 : at + 2] == [")"] else at + 1


def _year(scan: Scan, at: int) -> Core | None:
    """năm 1972, năm 72, năm bảy hai, năm Đinh Mùi."""
    if not word_is(scan, at, "năm"):
        return None
    names = lunar_year_at(scan, at + 1)
    if names:
        core = Core(at, names[2], names=names[:2], lunar=True)
        _year_in_brackets(scan, core)
        return core
    read = year_at(scan, at + 1)
    if read is None or (len(scan.words[at + 1]) == 2 and read[0] >= 2000 and scan.words[at + 1][0] != "0"):
        return None
    core = Core(at, read[1], year=read[0])
    return _to_year(scan, core)


def _to_year(scan: Scan, core: Core) -> Core:
    """1965-1972 as one span."""
    at = core.last
    if (at + 1 < len(scan.words) and scan.words[at] in {"-", "–", "—", "/"}) or scan.words[at : at + 2] == [
        ".",
        ".",
    ]:
        behind = at + (2 if scan.words[at] == "." else 1)
        end = scan.words[behind] if behind < len(scan.words) else ""
        if end.isdigit() and len(end) == 4 and core.year and core.year < int(end) <= 2040:
            core.interval, core.last = f"{core.year:04d}/{end}", behind + 1
    return core


def _bare_year(scan: Scan, at: int) -> Core | None:
    word = scan.words[at]
    if not (word.isdigit() and len(word) == 4 and ("1870" <= word <= "2035")):
        return None
    before, behind = scan.words[at - 1 : at], scan.words[at + 1 : at + 2]
    tied = before and before[0] in {"/", "."} and scan.starts[at] == scan.ends[at - 1]
    if tied and scan.words[max(0, at - 2) : at] != ["/", "/"]:
        return None
    if at and (scan.folds[at - 1] in _NOT_YEARS or _is_unit(scan, at - 1)):
        return None
    if behind and (
        scan.words[at + 1].lower() in _MEASURES or (behind[0] in {".", ","} and _digits_follow(scan, at))
    ):
        return None
    return _to_year(scan, Core(at, at + 1, year=int(word)))


def _is_unit(scan: Scan, at: int) -> bool:
    """ "Đoàn 1968" is no year; "giai đoạn 1968" is."""
    return scan.folds[at] == "doan" and not (at and scan.folds[at - 1] == "giai")


_SHARES = frozenset("mo hang khu ti ty le dat con chiem".split())
"""Words before "4/75" that make it a place in a row or a share."""
_NOT_YEARS = frozenset("so cao diem doi ma sdt dt hem nha gan hon binh tren qd ct lo k km phong".split())
_MEASURES = frozenset(
    "m mét km người đồng ha kg tấn mm cm usd lần cuộc đô tỷ triệu hộ em học quả chiếc con mộ".split()
)


def _digits_follow(scan: Scan, at: int) -> bool:
    near = (
        at + 2 < len(scan.words)
        and scan.starts[at + 2] == scan.ends[at + 1]
        and scan.starts[at + 1] == scan.ends[at]
    )
    return (
        near
        and scan.words[at + 2].isdigit()
        and not (len(scan.words[at + 2]) == 1 and scan.words[at + 1] == ".")
    )


def _full_moon(scan: Scan, at: int) -> Core | None:
    """rằm tháng bảy Nhâm Tý."""
    if not word_is(scan, at, "rằm"):
        return None
    core = _month(scan, at + 1)
    if core:
        core.first, core.day, core.lunar = at, 15, True
    return core


def _tet(scan: Scan, at: int, first: int) -> Core | None:
    """[mùng] 5 Tết 68, 30 Tết Mậu Thân."""
    day = number_at(scan, at, 30)
    if day is None or not day[0] or not word_is(scan, day[1], "tết"):
        return None
    core = _new_year(scan, day[1])
    if core is None:
        core = Core(day[1], day[1] + 1, lunar=True, month=1)
    core.first, core.lunar = first, True
    core.interval = ""
    if day[0] >= 23:
        core.eve = day[0] >= 29
        core.day, core.month = day[0], 12
    else:
        core.day, core.month = day[0], 1
    return core


def _new_year(scan: Scan, at: int) -> Core | None:
    """Tết Mậu Thân [1968], Tết 68, tết năm sáu tám, Tết Nguyên đán 1968."""
    if not word_is(scan, at, "tết"):
        return None
    after = at + 1
    if word_is(scan, after, "nguyên") and word_is(scan, after + 1, "đán"):
        after += 2
    if word_is(scan, after, "năm"):
        after += 1
    core = Core(at, after, lunar=True)
    names = lunar_year_at(scan, after)
    if names:
        core.names, core.last = names[:2], names[2]
        _year_in_brackets(scan, core)
    else:
        read = year_at(scan, after)
        if read is None:
            return None
        core.year, core.last = read
    core.interval = "tết"
    return core


_SEASONS = {
    ("mùa", "khô"): (-11, 4), ("mùa", "mưa"): (5, 10), ("mùa", "hè"): (4, 8), ("mùa", "hạ"): (4, 8),
    ("mùa", "xuân"): (1, 3), ("mùa", "thu"): (7, 9), ("mùa", "đông"): (10, 12), ("đông", "xuân"): (-10, 3),
    ("thu", "đông"): (7, 12), ("xuân", "hè"): (1, 8), ("xuân",): (1, 3), ("hè",): (4, 8), ("hạ",): (4, 8),
    ("thu",): (7, 9), ("đông",): (10, 12),
}  # fmt: skip


_SEASONS_BY_FIRST = {
    fold(first): [(words, months) for words, months in _SEASONS.items() if words[0] == first]
    for first in {words[0] for words in _SEASONS}
}


def _season(scan: Scan, at: int) -> Core | None:
    """mùa khô 67-68, hè 72, Xuân 1968, đông xuân 1953-1954, hè đỏ lửa."""
    if word_is(scan, at, "hè") and word_is(scan, at + 1, "đỏ") and word_is(scan, at + 2, "lửa"):
        core = Core(at, at + 3, year=1972, interval="1972-04~/1972-08~")
        return _swallow_year(scan, core)
    for words, (first_month, last_month) in _SEASONS_BY_FIRST.get(scan.folds[at], ()):
        gap = 1 if scan.words[at + 1 : at + 2] == ["-"] and len(words) == 2 and words[0] != "mùa" else 0
        places = [at] if len(words) == 1 else [at, at + 1 + gap]
        if all(word_is(scan, place, word) for place, word in zip(places, words, strict=True)):
            return _season_of_year(scan, at, places[-1] + 1, (first_month, last_month))
    return None


def _season_of_year(scan: Scan, at: int, after: int, months: tuple[int, int]) -> Core | None:
    if scan.folds[at] == "mua" and scan.words[after - 1][0].islower() and word_is(scan, after, "hè"):
        after += 1
    if word_is(scan, after, "năm"):
        after += 1
    names = lunar_year_at(scan, after)
    read = (lunar.likely_year(*names[:2]) or 0, names[2]) if names else year_at(scan, after)
    if read is None or (read[0] >= 2000 and len(scan.words[after]) == 2):
        return None
    year, last = read
    core = Core(at, last, year=year)
    if names:
        _year_in_brackets(scan, core)
    first_year, last_year = year - (1 if months[0] < 0 else 0), year
    if core.last + 1 < len(scan.words) and scan.words[core.last] in {"-", "–", "/"}:
        end = scan.words[core.last + 1]
        second = full_year(int(end), len(end)) if end.isdigit() and len(end) in {2, 4} else None
        if second == year + 1:
            first_year, last_year, core.last = year, second, core.last + 2
    core.interval = f"{first_year:04d}-{abs(months[0]):02d}~/{last_year:04d}-{months[1]:02d}~"
    return core


def _swallow_year(scan: Scan, core: Core) -> Core:
    at = core.last + (1 if word_is(scan, core.last, "năm") else 0)
    if scan.words[at : at + 1] == ["1972"] or (
        word_is(scan, core.last, "năm") and scan.words[at : at + 1] == ["72"]
    ):
        core.last = at + 1
    return core


def _decade(scan: Scan, at: int) -> Core | None:
    """những năm 70, thập niên 60, thập kỷ 1970."""
    named = (word_is(scan, at, "những") and word_is(scan, at + 1, "năm")) or (
        word_is(scan, at, "thập") and word_is(scan, at + 1, "niên", "kỷ", "kỉ")
    )
    read = number_at(scan, at + 2, 2020) if named else None
    if read is None or read[0] % 10 or not (30 <= read[0] <= 90 or 1900 <= read[0] <= 2020):
        return None
    century = read[0] // 10 if read[0] > 100 else 190 + read[0] // 10
    return Core(at, read[1], interval=f"{century}X")


def _named_lunar_year(scan: Scan, at: int) -> Core | None:
    """Xuân Mậu Thân is a season; a bare "Mậu Thân 1968" is the year."""
    names = lunar_year_at(scan, at)
    if names is None or not scan.words[at][0].isupper() or not scan.words[at + 1][0].isupper():
        return None
    core = Core(at, names[2], names=names[:2], lunar=True)
    _year_in_brackets(scan, core)
    return core if core.year in lunar.years_of(*names[:2]) or names[:2] == ("mậu", "thân") else None


def _siege(scan: Scan, at: int) -> Core | None:
    """ "81 ngày đêm" of Quảng Trị."""
    if scan.words[at : at + 1] == ["81"] and word_is(scan, at + 1, "ngày") and word_is(scan, at + 2, "đêm"):
        return Core(at, at + 3, interval="1972-06-28/1972-09-16")
    return None


_READERS = {
    "ngay": _day, "mung": _day, "mong": _day, "hom": _day, "thang": _month, "nam": _year, "ram": _full_moon,
    "tet": _new_year, "mua": _season, "xuan": _season, "he": _season, "ha": _season, "thu": _season,
    "dong": _season, "nhung": _decade, "thap": _decade,
    "giap": _named_lunar_year, "at": _named_lunar_year, "binh": _named_lunar_year, "dinh": _named_lunar_year,
    "mau": _named_lunar_year, "ky": _named_lunar_year, "canh": _named_lunar_year, "tan": _named_lunar_year,
    "nham": _named_lunar_year, "quy": _named_lunar_year,
}  # fmt: skip
FIRST_WORDS = frozenset(_READERS)
FIRST_FORMS = {*lunar.CAN, "kỉ", "quí"} | set(
    "ngày mùng mồng hôm tháng năm rằm tết mùa xuân hè hạ đông những thập".split()
)

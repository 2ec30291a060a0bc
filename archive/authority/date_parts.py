"""Reading the parts of a date from tokens: days, months, years, years by their lunar names."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.authority.lunar import CAN, CHI
from archive.authority.orthography import fold
from archive.authority.scan import Scan
from archive.authority.spoken_numbers import FOLDED_WORDS, longest_number

_MONTH_NAMES = {"giêng": 1, "chạp": 12, "tư": 4, "mốt": 11}
_CAN = {fold(name): name for name in CAN} | {"ki": "kỷ", "qui": "quý"}
_CHI = {fold(name): name for name in CHI} | {"ty": "tý", "ti": "tý", "meo": "mão"}
# tý and tỵ fold alike: their marks decide, and without marks the parity of the stem.
_SNAKE = {"tỵ", "tị"}
COUNTED = frozenset(
    "tuổi người đứa con cái chiếc lần ngày tháng giờ phút km m kg đồng anh chị em ông bà bữa chục trăm"
    " nghìn ngàn triệu khẩu quả xe cây mét tấn đô cuốn bài suất căn hộ điểm mẫu ha học sinh thanh niên"
    " tỉnh huyện xã năm nước lá ván"
    " dân cán bộ chiến sĩ giáo viên mộ hài cốt liệt nhà".split()
)
_FOLDED_COUNTED = frozenset(fold(word) for word in COUNTED)


def word_is(scan: Scan, at: int, *forms: str) -> bool:
    """Whether token `at` is one of these words, with its marks or with none."""
    if not 0 <= at < len(scan.words):
        return False
    word = scan.lowers[at]
    return word in forms or (word.isascii() and word in _folded(forms))


@lru_cache(maxsize=512)
def _folded(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(form) for form in forms)


def number_at(scan: Scan, at: int, most: int, *, last: int | None = None) -> tuple[int, int] | None:
    """A number up to `most` from token `at` and the token behind it; digits or words, before token `last`."""
    if at >= len(scan.words):
        return None
    word = scan.words[at]
    if word.isdigit() and word.isascii():
        value = int(word) if len(word) <= 4 else most + 1
        return (value, at + 1) if value <= most and len(word) <= len(str(most)) else None
    end = _words_end(scan, at, last)
    while end > at:
        read = longest_number(scan.words[at:end], most_digits=len(str(most)))
        if read is None:
            return None
        number, taken = read
        if int(number) <= most:
            return int(number), at + taken
        end = at + taken - 1
    return None


def _words_end(scan: Scan, at: int, last: int | None) -> int:
    """Where number words stop; "năm" that opens a year ("ba mươi tháng tư năm bảy lăm") stops them too."""
    end = at
    while end < len(scan.words) and (last is None or end < last) and scan.folds[end] in FOLDED_WORDS:
        if end > at and scan.folds[end] == "nam" and year_at(scan, end + 1):
            break
        end += 1
    return end


def month_at(scan: Scan, at: int) -> tuple[int, int] | None:
    for name, number in _MONTH_NAMES.items():
        if word_is(scan, at, name):
            return number, at + 1
    read = number_at(scan, at, 12)
    return read if read and read[0] >= 1 else None


def full_year(value: int, digits: int) -> int | None:
    """A year of four digits, or of two: 40 to 99 and 27 to 39 are of the last century."""
    if digits == 4:
        return value if 1800 <= value <= 2040 else None
    if digits == 2:
        return 1900 + value if value > 26 else 2000 + value
    return None


def year_at(scan: Scan, at: int) -> tuple[int, int] | None:
    """A year in digits or words, and the token behind it; what is counted ("72 tuổi") is no year."""
    if at >= len(scan.words):
        return None
    word = scan.words[at]
    if word.isdigit() and word.isascii():
        year = full_year(int(word), len(word)) if len(word) in {2, 4} else None
        behind = at + 1
        if len(word) == 2 and counted_behind(scan, behind):
            return None
    else:
        said = _said_year(scan, at)
        if said is None:
            return None
        year, behind = said
        if counted_behind(scan, behind) and year is not None:
            return None
    return (year, behind) if year else None


def _said_year(scan: Scan, at: int) -> tuple[int | None, int] | None:
    end = at
    while end < len(scan.words) and end < at + 8 and scan.folds[end] in FOLDED_WORDS:
        end += 1
    read = longest_number(scan.words[at:end])
    if read is None or read[1] < 2 or len(read[0]) not in {2, 4}:
        return None
    year = full_year(int(read[0]), len(read[0]))
    if len(read[0]) == 2 and int(read[0]) < 30:
        return None
    return year, at + read[1]


def counted_behind(scan: Scan, at: int) -> bool:
    if at >= len(scan.words):
        return False
    word = scan.words[at].lower()
    return word in COUNTED or (word.isascii() and word in _FOLDED_COUNTED and word not in {"nam", "la", "mo"})


def lunar_year_at(scan: Scan, at: int) -> tuple[str, str, int] | None:
    """The two names of a lunar year ("Mậu Thân") and the token behind them."""
    if at + 1 >= len(scan.words):
        return None
    can, chi = _CAN.get(scan.folds[at]), _CHI.get(scan.folds[at + 1])
    if can is None or chi is None:
        return None
    written = scan.words[at + 1].lower()
    if chi == "tý" and (written in _SNAKE or CAN.index(can) % 2):
        chi = "tỵ"
    if (CAN.index(can) - CHI.index(chi)) % 2:
        return None
    marked = not (scan.words[at].isascii() and written.isascii())
    if marked and (
        not word_is(scan, at, can, "kỉ", "quí", "kỷ") or not word_is(scan, at + 1, chi, "tí", "tị", "mẹo")
    ):
        return None
    return can, chi, at + 2


_UNREAD = re.compile(r"[?xX.…_]+$")


def unread(word: str) -> bool:
    """A blank in a date: `?`, `??`, `x`, dots."""
    return bool(_UNREAD.match(word))

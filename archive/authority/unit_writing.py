"""A unit in the ways people write and say it: for suggestions, and to prove that each way reads back."""

from __future__ import annotations

from enum import StrEnum

from archive.authority.spoken_numbers import say, say_digits
from schemas.units import UnitName


class Style(StrEnum):
    LETTERS = "c3 d7 e66"
    CAPITALS = "C3, D7, E66"
    DASHES = "C3-D7-E66"
    SLASHES = "c3/d7/e66"
    GLUED = "c3d7e66"
    DOTTED = "c.3 d.7 e.66"
    SPACED = "C 3 D 7 E 66"
    WORDS = "đại đội 3, tiểu đoàn 7, trung đoàn 66"
    CAPITAL_WORDS = "ĐẠI ĐỘI 3 - TIỂU ĐOÀN 7 - TRUNG ĐOÀN 66"
    LARGE_FIRST = "Trung đoàn 66, Tiểu đoàn 7, Đại đội 3"
    UNMARKED = "dai doi 3 tieu doan 7 trung doan 66"
    SPOKEN_WORDS = "đại đội ba tiểu đoàn bảy trung đoàn sáu mươi sáu"
    SPOKEN_LETTERS = "xê ba dê bảy e sáu sáu"


WORDS = {
    "a": "tiểu đội", "b": "trung đội", "c": "đại đội", "d": "tiểu đoàn", "e": "trung đoàn", "f": "sư đoàn",
    "LĐ": "lữ đoàn", "QĐ": "quân đoàn", "BT": "binh trạm", "CT": "công trường", "Đoàn": "đoàn",
    "NT": "nông trường",
}  # fmt: skip
_SPOKEN = {"a": "a", "b": "bê", "c": "xê", "d": "dê", "e": "e", "f": "ép"}
_JOINS = {
    Style.LETTERS: " ", Style.CAPITALS: ", ", Style.DASHES: "-", Style.SLASHES: "/", Style.GLUED: "",
    Style.DOTTED: " ", Style.SPACED: " ", Style.WORDS: ", ", Style.CAPITAL_WORDS: " - ",
    Style.LARGE_FIRST: ", ",
    Style.UNMARKED: " ", Style.SPOKEN_WORDS: " ", Style.SPOKEN_LETTERS: " ",
}  # fmt: skip
_BARE = {
    "a": "tieu doi",
    "b": "trung doi",
    "c": "dai doi",
    "d": "tieu doan",
    "e": "trung doan",
    "f": "su doan",
}
SPOKEN = frozenset({Style.SPOKEN_WORDS, Style.SPOKEN_LETTERS})


def write(unit: UnitName, style: Style) -> str:
    """The levels and theatre of a unit in one style (spoken styles need numbers without letters)."""
    levels = reversed(unit.levels) if style is Style.LARGE_FIRST else unit.levels
    parts = [_level(letter, number, style) for letter, number in levels]
    theatre = f" {unit.theatre}" if unit.theatre else ""
    return _JOINS[style].join(parts) + theatre


def _level(letter: str, number: str, style: Style) -> str:
    match style:
        case Style.LETTERS | Style.SLASHES | Style.GLUED:
            return letter + number
        case Style.CAPITALS | Style.DASHES:
            return letter.upper() + number
        case Style.DOTTED:
            return f"{letter}.{number}"
        case Style.SPACED:
            return f"{letter.upper()} {number}"
        case Style.CAPITAL_WORDS:
            return f"{WORDS[letter].upper()} {number}"
        case Style.LARGE_FIRST:
            return f"{WORDS[letter].capitalize()} {number}"
        case Style.UNMARKED:
            return f"{_BARE[letter]} {number}"
        case Style.SPOKEN_WORDS:
            return f"{WORDS[letter]} {say(int(number))}"
        case Style.SPOKEN_LETTERS:
            return f"{_SPOKEN[letter]} {say_digits(number) if number[0] != '0' else say(int(number))}"
        case _:
            return f"{WORDS[letter]} {number}"

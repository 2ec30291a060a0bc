"""Vietnamese numbers in words, as units, years and days are spoken: by digits or by place."""

from __future__ import annotations

from collections.abc import Sequence

from archive.authority.orthography import fold

_DIGITS = {
    "không": 0, "linh": 0, "lẻ": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5,
    "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_PLACES = {"mười": 10, "mươi": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000}
WORDS = frozenset(_DIGITS) | frozenset(_PLACES)
_FOLDED: dict[str, str] = {}
for _word in (*_DIGITS, *_PLACES):
    _FOLDED.setdefault(fold(_word), _word)
FOLDED_WORDS = frozenset(_FOLDED)
WORD_PATTERN = "(?:" + "|".join(sorted(FOLDED_WORDS, key=len, reverse=True)) + ")"
"""For folded text."""
_TENS = {"mười", "mươi"}
_ZEROS = {"linh", "lẻ", "không"}


def word_form(word: str) -> str | None:
    """The number word meant by a word as written: exactly, or without marks if it has none; else None."""
    lower = word.lower()
    if lower in WORDS:
        return lower
    return _FOLDED.get(lower) if lower.isascii() else None


def read_number(words: Sequence[str]) -> str | None:
    """Digits said by number words in canonical form, or None if they make no number.

    >>> read_number(["ba", "linh", "tư"]), read_number(["ba", "trăm", "hai", "lăm"])
    ('304', '325')
    """
    if not words or words[0] in {"linh", "lẻ", "mươi", "mốt", "lăm", "nhăm"}:
        return None
    if not any(word in _PLACES for word in words):
        return "".join(str(_DIGITS[word]) for word in words)
    if words[0] in {"một", "hai"} and len(words) == 4 and words[2] in _TENS and "trăm" not in words:
        return None
    return _by_place(words)


def _by_place(words: Sequence[str]) -> str | None:
    total, rest = 0, list(words)
    for place_words, size in (({"nghìn", "ngàn"}, 1000), ({"trăm"}, 100)):
        at = next((i for i, word in enumerate(rest) if word in place_words), None)
        if at is None:
            continue
        head = rest[:at]
        if len(head) > 1 or (head and head[0] in _PLACES):
            return None
        total += (_DIGITS[head[0]] if head else 1) * size
        rest = rest[at + 1 :]
        if any(word in place_words for word in rest):
            return None
        if size == 1000 and "trăm" not in rest and len(rest) == 1:
            return str(total + _DIGITS.get(rest[0], 0) * 100)
    low = _below_hundred(rest, after_hundred=total > 0)
    return None if low is None else str(total + low)


def _below_hundred(rest: Sequence[str], *, after_hundred: bool) -> int | None:
    if not rest:
        return 0
    if rest[0] in _ZEROS:
        return _DIGITS[rest[1]] if len(rest) == 2 and rest[1] in _DIGITS else None
    if rest[0] in _TENS:
        return (
            10 + (_DIGITS[rest[1]] if len(rest) == 2 and rest[1] in _DIGITS else 0) if len(rest) < 3 else None
        )
    if (
        not after_hundred
        and len(rest) >= 3
        and rest[0] in _DIGITS
        and rest[1] in _DIGITS
        and rest[2] == "mươi"
    ):
        low = _below_hundred(rest[1:], after_hundred=False)  # "ba hai mươi", said short for 320
        return None if low is None else _DIGITS[rest[0]] * 100 + low
    if len(rest) == 1:
        return _DIGITS[rest[0]] * (10 if after_hundred and rest[0] != "tư" else 1)
    if rest[1] in _TENS:
        ones = _DIGITS.get(rest[2]) if len(rest) == 3 else 0 if len(rest) == 2 else None
        return None if ones is None else _DIGITS[rest[0]] * 10 + ones
    return _DIGITS[rest[0]] * 10 + _DIGITS[rest[1]] if len(rest) == 2 and rest[1] in _DIGITS else None


def longest_number(words: Sequence[str], most_digits: int = 4) -> tuple[str, int] | None:
    """The number said by the longest beginning of `words` (as written), and how many words it takes."""
    forms: list[str] = []
    for word in words:
        form = word_form(word)
        if form is None:
            break
        forms.append(form)
    for taken in range(len(forms), 0, -1):
        number = read_number(forms[:taken])
        if number is not None and len(number) <= most_digits:
            return number, taken
    return None


_NAMES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def say(number: int) -> str:
    """The number as it is read out, below 10,000.

    >>> say(304), say(21), say(1972)
    ('ba trăm linh bốn', 'hai mươi mốt', 'một nghìn chín trăm bảy mươi hai')
    """
    thousands, rest = divmod(number, 1000)
    hundreds, below = divmod(rest, 100)
    parts = [f"{_NAMES[thousands]} nghìn"] if thousands else []
    if hundreds or (thousands and below):
        parts.append(f"{_NAMES[hundreds]} trăm")
    tens, ones = divmod(below, 10)
    if tens:
        last = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _NAMES[ones])
        parts.append(("mười " if tens == 1 else f"{_NAMES[tens]} mươi ") + last)
    elif ones or not parts:
        parts.append(("linh " if parts else "") + _NAMES[ones])
    return " ".join(parts).strip()


def say_digits(number: str) -> str:
    """Digit by digit, a nought inside as "linh": `304` is "ba linh bốn"."""
    return " ".join("linh" if d == "0" and at else _NAMES[int(d)] for at, d in enumerate(number))

"""Vietnamese spelling: one normal form, one canonical form for matching, one folded form.

Used wherever text enters, is compared, indexed or queried, so that all agree. What is shown to people is
always the text as written; offsets lead back to it. Sounds and shapes are in `syllables` and `distances`,
old encodings in `encodings`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache, lru_cache

_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_HAS_LOOKALIKE = re.compile("[\u00d0\u0189\u00f0\u0256]")
_WORD = re.compile(r"[^\W_]+")
_HANGUL_VOWELS_AND_FINALS = range(0x1160, 0x1200)


@dataclass(frozen=True, slots=True)
class Normalised:
    """`text` in NFC with Đ for its look-alikes; `span` leads back to the text as written."""

    text: str
    _starts: array[int] | None = None
    _ends: array[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The slice as written that text[start:end] was made from, in code points."""
        if self._starts is None or self._ends is None:
            return start, end
        written_start = self._starts[start] if start < len(self._starts) else self._ends[-1]
        return written_start, (self._ends[end - 1] if end > start else written_start)


def nfc(text: str) -> str:
    """NFC, and the letters that look like Đ made Đ."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return text.translate(_LOOKALIKES) if _HAS_LOOKALIKE.search(text) else text


def normalise(text: str) -> Normalised:
    """As `nfc`, with the way back. Free for text that is already normal."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return Normalised(text.translate(_LOOKALIKES) if _HAS_LOOKALIKE.search(text) else text)
    parts: list[str] = []
    starts, ends = array("Q"), array("Q")
    at = 0
    for match in _changeable().finditer(text):
        left, right = match.span()
        starts.extend(range(at, left))
        ends.extend(range(at + 1, left + 1))
        made = unicodedata.normalize("NFC", match.group())
        parts += text[at:left], made
        if made == match.group():
            starts.extend(range(left, right))
            ends.extend(range(left + 1, right + 1))
        else:
            starts.extend([left] * len(made))
            ends.extend([right] * len(made))
        at = right
    parts.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Normalised("".join(parts).translate(_LOOKALIKES), starts, ends)


@cache
def _changeable() -> re.Pattern[str]:
    """Matches every stretch that NFC may change: a letter with marks, or one that NFC spells otherwise."""
    extenders, singles = [], []
    for code in itertools.chain(range(0x80, 0x30000), range(0xE0000, 0xF0000)):  # beyond: only ideographs
        if 0xAC00 <= code < 0xD7A4 or 0x3400 <= code < 0xA000 or 0x20000 <= code < 0x2F800:
            continue
        letter = chr(code)
        if unicodedata.category(letter)[0] == "M" or code in _HANGUL_VOWELS_AND_FINALS:
            extenders.append(letter)
        elif unicodedata.decomposition(letter) and unicodedata.normalize("NFC", letter) != letter:
            singles.append(letter)
    extending = "[" + _ranges(extenders) + "]"
    return re.compile(rf"[\s\S]{extending}+|[{_ranges(singles)}]")


def _ranges(letters: list[str]) -> str:
    ranges: list[list[int]] = []
    for code in map(ord, letters):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def tokens(text: str) -> list[str]:
    """Words in lower case, NFC: what both search engines index."""
    return _WORD.findall(nfc(text).lower())


# "hòa" and "hoà" are one spelling rule apart: only oa, oe, uy without a final consonant.
_TONE_MOVES = {
    **dict(zip("òa óa ỏa õa ọa".split(), "oà oá oả oã oạ".split(), strict=True)),
    **dict(zip("òe óe ỏe õe ọe".split(), "oè oé oẻ oẽ oẹ".split(), strict=True)),
    **dict(zip("ùy úy ủy ũy ụy".split(), "uỳ uý uỷ uỹ uỵ".split(), strict=True)),
}
_I_FOR_Y = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
_Y_IS_I_AFTER = frozenset({"h", "k", "l", "m", "s", "t", "v", "qu"})


@lru_cache(maxsize=1 << 18)
def canon(word: str) -> str:
    """One spelling for words that differ only in tone placement or in a final i or y: for matching only.

    >>> canon("Hòa"), canon("Thúy"), canon("Mỹ"), canon("quý"), canon("hoàn")
    ('hoà', 'thuý', 'mĩ', 'quí', 'hoàn')
    """
    word = nfc(word.lower())
    moved = _TONE_MOVES.get(word[-2:])
    if moved:
        word = word[:-2] + moved
    if word[-1:] in _I_FOR_Y and word[:-1] in _Y_IS_I_AFTER:
        word = word[:-1] + _I_FOR_Y[word[-1]]
    return word


@lru_cache(maxsize=1 << 18)
def fold(word: str) -> str:
    """Lower case without any mark, đ as d.

    >>> fold("Đặng"), fold("ĐƯỜNG")
    ('dang', 'duong')
    """
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFD", nfc(word).lower())
    bare = "".join(letter for letter in bare if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare.replace("đ", "d"))


class _FoldedLetters(dict[int, int]):
    """Letter to folded letter, filled as letters are met; one for one, so that offsets stay."""

    def __missing__(self, code: int) -> int:
        folded = fold(chr(code))
        if not folded:
            folded = " "  # a mark that no letter takes up: NFC would join it to the folded letter before it
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_FOLDED_LETTERS = _FoldedLetters()


def fold_text(text: str) -> str:
    """`nfc(text)` folded letter by letter and exactly as long, so that offsets fit both."""
    text = nfc(text)
    return text.lower() if text.isascii() else text.translate(_FOLDED_LETTERS)


def folded_key(word: str) -> str:
    """`fold(canon(word))`: the key under which all spellings and marks of a word meet (ky and ki are one)."""
    return fold(canon(word))


def folded_forms(word: str) -> frozenset[str]:
    """The folded spellings that a canonical word may have in a text: `sĩ` as `si` and `sy`."""
    bare = fold(word)
    y_for_i = bare.endswith("i") and bare[:-1] in _Y_IS_I_AFTER
    return frozenset({bare, bare[:-1] + "y"} if y_for_i else {bare})

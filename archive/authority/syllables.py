"""A Vietnamese syllable in its parts, and its key by sound."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from archive.authority.orthography import canon, fold, nfc

TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_INITIALS = (
    "ngh ng gh gi kh nh ph qu th tr ch b c d đ g h k l m n p q r s t v x".split()
)  # fmt: skip
_FINALS = ("ng", "nh", "ch", "c", "m", "n", "p", "t")
_VOWELS = frozenset("aăâeêioôơuưy")


@dataclass(frozen=True, slots=True)
class Syllable:
    """`initial` and `final` consonants as written, `vowels` with their marks of quality, `tone` by name."""

    initial: str
    vowels: str
    final: str
    tone: str

    @property
    def is_vietnamese(self) -> bool:
        return bool(self.vowels) and all(letter in _VOWELS for letter in self.vowels)


@lru_cache(maxsize=1 << 17)
def split(word: str) -> Syllable:
    """The parts of a syllable; what is no syllable ends up in `vowels`, unchanged.

    >>> split("Nguyễn")
    Syllable(initial='ng', vowels='uyê', final='n', tone='ngã')
    """
    marked = unicodedata.normalize("NFD", nfc(word).lower())
    tone = next((TONES[letter] for letter in marked if letter in TONES), "ngang")
    bare = nfc("".join(letter for letter in marked if letter not in TONES))
    initial = next((part for part in _INITIALS if bare.startswith(part)), "")
    i_is_the_vowel = initial == "gi" and bare[2:3] not in _VOWELS  # "gì", "gìn"
    rest = bare[1:] if i_is_the_vowel else bare[len(initial) :]
    final = next((part for part in _FINALS if rest.endswith(part) and len(rest) > len(part)), "")
    return Syllable(initial, rest[: len(rest) - len(final)], final, tone)


_SOUND_OF_INITIAL = {
    "ch": "C", "tr": "C", "s": "S", "x": "S", "d": "Z", "gi": "Z", "r": "Z", "đ": "D", "l": "N", "n": "N",
    "c": "K", "k": "K", "q": "K", "qu": "KU", "ng": "G2", "ngh": "G2", "g": "G", "gh": "G",
}  # fmt: skip
_SOUND_OF_FINAL = {"ng": "n", "nh": "n", "n": "n", "t": "t", "c": "t", "ch": "t"}


@lru_cache(maxsize=1 << 17)
def phonetic_key(word: str, *, southern: bool = False) -> str:
    """Key by sound: what any region merges is one; tone and vowel marks dropped. Merges much: re-rank only.

    `southern` also joins v with d, gi, r. Unmarked text keeps d for đ, so "dang" and "đang" differ here.
    """
    parts = split(canon(word))
    if not parts.is_vietnamese:
        return fold(word).upper()
    initial = _SOUND_OF_INITIAL.get(parts.initial, parts.initial.upper())
    if southern and parts.initial == "v":
        initial = "Z"
    vowels = fold(parts.vowels).replace("y", "i")
    return initial + vowels + _SOUND_OF_FINAL.get(parts.final, parts.final)

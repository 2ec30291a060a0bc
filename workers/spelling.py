"""Which marked spellings a toneless reading may stand for, and how likely each is before looking.

The prior is small and general: what Vietnamese spelling allows, how common a syllable is in names, the words
that stand on graves and war papers, and the words that are known from this visit.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from archive.authority.orthography import fold
from archive.authority.syllables import TONES
from workers.language import RHYMES, STOPS, is_syllable

_INITIALS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_NOT_BEFORE_FRONT = frozenset({"c", "g", "ng"})
_FRONT = frozenset("eêiy")
_STOP_TONES = ("sắc", "nặng")
_MARK_OF = {name: mark for mark, name in TONES.items()}

POSSIBLE, IMPOSSIBLE, WRITTEN, VISIT = -4.6, -9.0, -1.5, 0.5
"""Log-weights of a syllable that spelling allows, one that it does not, a word of "
"graves, one of the visit."""


@cache
def _by_skeleton() -> dict[str, tuple[str, ...]]:
    """All possible syllables in lower case, by their letters without marks."""
    found: dict[str, set[str]] = {}
    for initial in ["", *_INITIALS]:
        for rhyme in _rhymes_after(initial):
            for tone in _STOP_TONES if rhyme.endswith(STOPS) else ("ngang", *_MARK_OF):
                syllable = _toned(initial, rhyme, tone)
                found.setdefault(fold(syllable), set()).add(syllable)
    for word in _written().union(*_names().values()):  # "Đắk", "Kạn": not spelled by the rules
        found.setdefault(fold(word), set()).add(word)
    return {skeleton: tuple(sorted(forms | {skeleton})) for skeleton, forms in found.items()}


def _rhymes_after(initial: str) -> set[str]:
    if initial == "gi":
        return {
            rhyme[1:] if rhyme.startswith("iê") else rhyme
            for rhyme in RHYMES
            if rhyme[0] != "i" or "ê" in rhyme
        }
    if initial != "qu":
        return {rhyme for rhyme in RHYMES if _fits(initial, rhyme)}
    joined = {rhyme[1:] for rhyme in RHYMES if len(rhyme) > 1 and rhyme[0] == "u" and rhyme[1] in "yêâơ"}
    return joined | {rhyme for rhyme in RHYMES if rhyme[0] in "aăâeêiy"} | {"ôc"}


def _fits(initial: str, rhyme: str) -> bool:
    front = rhyme[0] in _FRONT
    if initial in _BEFORE_FRONT:
        return front
    return not (initial in _NOT_BEFORE_FRONT and front and not (initial == "g" and rhyme[0] == "i"))


def _toned(initial: str, rhyme: str, tone: str) -> str:
    """The tone on the vowel where today's and the older spelling mostly agree."""
    if tone == "ngang":
        return initial + rhyme
    at = _bearer(rhyme)
    marked = unicodedata.normalize("NFC", rhyme[at] + _MARK_OF[tone])
    return initial + rhyme[:at] + marked + rhyme[at + 1 :]


def _bearer(rhyme: str) -> int:
    """Index of the vowel that carries the tone."""
    vowels = [index for index, letter in enumerate(rhyme) if letter in "aăâeêioôơuưy"]
    marked = [index for index in vowels if rhyme[index] in "ăâêôơư"]
    if marked:
        return marked[-1]
    closed = vowels[-1] < len(rhyme) - 1
    if len(vowels) == 1:
        return vowels[0]
    if closed or len(vowels) == 3:
        return vowels[1]
    return vowels[0]


def forms_of(skeleton: str) -> tuple[str, ...]:
    """The marked spellings (lower case) of toneless letters; empty when no syllable is spelled so."""
    return _by_skeleton().get(skeleton, ())


@lru_cache(maxsize=1 << 14)
def near_skeletons(skeleton: str) -> tuple[str, ...]:
    """Syllables one letter away: for a reading that is no syllable, or that readers disagree about."""
    near = process.extract(
        skeleton, list(_by_skeleton()), scorer=Levenshtein.distance, score_cutoff=1, limit=None
    )
    return tuple(other for other, distance, _ in near if distance)


@cache
def _names() -> dict[str, dict[str, float]]:
    """Log-weight of syllables by their place in a name."""
    table: dict[str, dict[str, float]] = {"surname": {}, "middle": {}, "given": {}}
    for line in _rows("name_syllables.tsv")[1:]:
        place, weight, syllables = line.split("\t")
        for syllable in syllables.lower().split():
            value = (float(weight) - 5) * 1.1
            table[place][syllable] = max(value, table[place].get(syllable, -math.inf))
    return table


@cache
def _written() -> frozenset[str]:
    return frozenset(word for line in _rows("stone_words.txt") for word in line.lower().split())


def _rows(name: str) -> list[str]:
    text = files("workers").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def prior(word: str, at: int, of: int, known: frozenset[str] = frozenset()) -> float:
    """Log-weight of a lower-case word that stands at place `at` among `of` words of its line."""
    if word in known:
        return VISIT
    base = WRITTEN if word in _written() else POSSIBLE if is_syllable(word) else IMPOSSIBLE
    if not 2 <= of <= 5:
        return base
    names = _names()
    if at == 0:
        as_name = names["surname"].get(word, -9.0)
    elif at == of - 1:
        as_name = names["given"].get(word, -4.6)
    else:
        as_name = max(names["middle"].get(word, -9.0), names["given"].get(word, -6.0) - 1)
    return max(base, as_name)


def cased_like(word: str, pattern: str) -> str:
    """`word` in capitals, with a capital, or small, as `pattern` is written."""
    letters = [letter for letter in pattern if letter.isalpha()]
    if len(letters) > 1 and sum(letter.isupper() for letter in letters) * 2 > len(letters):
        return word.upper()
    return word.capitalize() if letters and letters[0].isupper() else word


def known_words(phrases: Sequence[str]) -> frozenset[str]:
    """The lower-case words of names, units and places known from a visit."""
    return frozenset(word for phrase in phrases for word in phrase.lower().split() if word.isalpha())

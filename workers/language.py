"""How Vietnamese a text looks: the prior that judges readings and text layers.

A syllable is possible when its initial, its vowels, its final and its tone may stand together (the rhymes of
the standard orthography; a stop at the end takes only sắc or nặng). Writing without marks is common in old
papers, so a syllable without marks counts when some marked form of it is possible.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from archive.authority.orthography import fold
from archive.authority.syllables import split

_SPELLED = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu "
    "ây e ec em en eng eo ep et "
    "ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu "
    "o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm "
    "oăn oăng oăt oe oen oeo oet "
    "oong ooc ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut "
    "uâ uân uâng uât uây uê uêch "
    "uênh uêu uơ uôc uôi uôm uôn uông uôt uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư "
    "ưa ưc ưi ưm ưn ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu y"
)
STOPS = ("c", "ch", "p", "t")
_AFTER_STOP = frozenset({"sắc", "nặng"})
_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\S+")
_ALLOWED = re.compile(r"^[\w\s.,;:!?'\"“”‘’()\[\]/\\+\-–—…%°&*•«»=<>@#№+]*$")


RHYMES = frozenset(_SPELLED.split())
"""Vowels with their final consonant, as spelled, without tones."""


@cache
def _bare_rhymes() -> frozenset[str]:
    return frozenset(fold(rhyme) for rhyme in RHYMES)


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """A syllable that Vietnamese spelling allows, with all its marks or with none.

    >>> is_syllable("Nguyễn"), is_syllable("Nguyen"), is_syllable("Ngưyễn"), is_syllable("hpá")
    (True, True, False, False)
    """
    parts = split(word)
    rhyme = parts.vowels + parts.final
    if parts.initial == "qu":
        rhyme = rhyme if rhyme in RHYMES else "u" + rhyme
    elif parts.initial == "gi" and rhyme.startswith("ê"):
        rhyme = "i" + rhyme  # "giếng": the i is written once
    if parts.final in STOPS and parts.tone not in _AFTER_STOP:
        return word.isascii() and rhyme in _bare_rhymes()
    if rhyme in RHYMES:
        return True
    return word.isascii() and rhyme in _bare_rhymes()


def share_of_syllables(text: str) -> float:
    """The share of a text's letters that stand in possible syllables; 0 for a text without letters."""
    words = _LETTERS.findall(text)
    letters = sum(map(len, words))
    return sum(len(word) for word in words if is_syllable(word)) / letters if letters else 0.0


def marks(text: str) -> int:
    """How many letters carry a Vietnamese mark."""
    return sum(1 for letter in text if letter.isalpha() and fold(letter) != letter.lower())


def looks_written(text: str) -> bool:
    """Ordinary letters, digits and punctuation: not the rubbish of a broken font table."""
    tokens = _TOKEN.findall(text)
    return bool(tokens) and sum(1 for token in tokens if _ALLOWED.match(token)) >= 0.9 * len(tokens)

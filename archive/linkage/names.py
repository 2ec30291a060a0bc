"""Vietnamese personal names side by side: họ, đệm, tên, syllable by syllable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from archive.authority.distances import syllable_distance
from archive.authority.lexicons import surnames
from archive.authority.orthography import canon, fold, fold_text

_SLIP = 0.5
"""Two syllables nearer than this are one syllable misread or misheard (distance 0 to 1)."""


_PLACEHOLDER = re.compile(
    r"(liet si |ls |mo )*(chua|khong|ko) (xac dinh|biet|ro|co)\b.*|vo danh.*|khong ten|unknown.*"
)


@lru_cache(maxsize=1 << 16)
def is_placeholder(written: str) -> bool:
    """What stands where the name of an unidentified soldier would stand; slips of the pen allowed."""
    plain = " ".join(fold_text(written).split())
    return bool(_PLACEHOLDER.fullmatch(plain)) or ratio(plain, "chua xac dinh danh tinh") >= 88


@lru_cache(maxsize=1 << 18)
def name_syllables(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Canonical and folded syllables of a name, without what stands in brackets or after "tức"."""
    bare = written.split("(")[0].replace(".", ". ")
    words = [word.strip(",;-") for word in bare.split()]
    kept = []
    for word in words:
        if fold(word) in ("tuc", "bi", "bd"):
            break
        if word.strip("."):
            kept.append(word)
    return tuple(canon(word.lower()) for word in kept), tuple(fold(canon(word.lower())) for word in kept)


def too_little(written: str) -> bool:
    """One syllable, or a surname with Văn or Thị: half of the country is called so. What was read without
    spaces may be a whole name."""
    plain = name_syllables(written)[1]
    if len(plain) < 2:
        return len("".join(plain)) <= _LONGEST_SYLLABLE
    return len(plain) == 2 and plain[0] in _plain_surnames() and plain[1] in ("van", "thi")


@cache
def _plain_surnames() -> frozenset[str]:
    return frozenset(fold(canon(name)) for name in surnames())


_LONGEST_SYLLABLE = 7


def compare_full_names(left: Sequence[str], right: Sequence[str]) -> NDArray[np.int8]:
    """Levels of `FieldKind.NAME` for two equally long sequences of names as written."""
    return np.fromiter(map(full_name_level, left, right), np.int8, len(left))


@lru_cache(maxsize=1 << 18)
def full_name_level(left: str, right: str) -> int:
    """1 same, 2 same without marks, 3 one syllable misread, 4 other or missing middle, 5 initials,
    6 same given name only, 7 differs."""
    (a, plain_a), (b, plain_b) = name_syllables(left), name_syllables(right)
    if not a or not b:
        return 7
    if a == b:
        return 1
    if plain_a == plain_b:
        return 2
    if _one_slip(a, b) or OSA.distance("".join(plain_a), "".join(plain_b)) <= 1:
        return 3
    if _initials(plain_a, plain_b):
        return 5
    same_given = _near(a[-1], b[-1])
    same_family = _near(a[0], b[0])
    if same_given and same_family and (len(a) > 1 and len(b) > 1):
        return 4
    if sorted(plain_a) == sorted(plain_b):
        return 4
    return 6 if plain_a[-1] == plain_b[-1] else 7


def _near(a: str, b: str) -> bool:
    return a == b or syllable_distance(a, b) < _SLIP


def _one_slip(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if len(a) != len(b):
        return False
    apart = [(x, y) for x, y in zip(a, b, strict=True) if fold(x) != fold(y)]
    return len(apart) == 1 and syllable_distance(*apart[0]) < _SLIP


def _initials(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """ "N. V. Hùng", "Ng. v. Hùng" against the whole name."""
    if len(a) != len(b) or len(a) < 2 or a[-1] != b[-1]:
        return False
    return all(x.startswith(y.rstrip(".")) or y.startswith(x.rstrip(".")) for x, y in zip(a, b, strict=True))

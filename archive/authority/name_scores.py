"""Points of a row of syllables towards being a person or a place, from word lists alone.

Additive points against a threshold, as measured on news and memories (see the weights' source in
`names`): surnames by frequency, middle and given names, length, gazetteer, dictionary words.
"""

from __future__ import annotations

import itertools
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from archive.authority.gazetteer import canon_highland
from archive.authority.lexicons import (
    JOINING_MIDDLES,
    compounds,
    data_lines,
    folded_compounds,
    given_names,
    middle_names,
    surnames,
)
from archive.authority.orthography import fold
from archive.authority.places import gazetteer_weight, name_ids
from archive.authority.syllables import split

THRESHOLD = 1.6
BIRTH_ORDER = frozenset("hai ba tư năm sáu bảy tám chín mười út".split())
HIGHLAND = frozenset(
    "y a h ama kpă siu rơ ksor rmah nay niê rơmah rcom puih alăng bling zơrâm kbuôr êban".split()
)
LENGTH_POINTS = {1: -0.3, 2: 0.2, 3: 1.0, 4: 0.8, 5: 0.2}
WEAK_COUNTRIES = {
    "anh": 0.6,
    "đức": 0.3,
    "nga": 0.5,
    "thái": 0.3,
    "í": 0.2,
    "ý": 0.2,
    "áo": 0.2,
    "bỉ": 0.8,
    "úc": 1.2,
    "cuba": 2.0,
}
WEAK_COUNTRIES |= {"mĩ": 1.75, "pháp": 1.75, "lào": 1.75, "nhật": 1.7, "huế": 3.0}


_WEAK_FOLDED = {fold(name): points for name, points in WEAK_COUNTRIES.items()}


@lru_cache(maxsize=1 << 17)
def person_points(syllables: tuple[str, ...]) -> float:
    """Points from the name itself; syllables are canonical, lower case."""
    count = len(syllables)
    if count > 5:
        return -9.0
    points = LENGTH_POINTS[count]
    first = syllables[0]
    if count == 2 and first in BIRTH_ORDER and syllables[1] in given_names():
        return points + 1.5
    if count > 1 and first in HIGHLAND:
        return points + 1.6
    surname = surnames().get(first, -0.3) if count > 1 else 0.0
    if surname < 0 and count in {3, 4} and syllables[1] in JOINING_MIDDLES and syllables[-1] in given_names():
        surname = 0.0  # a surname that no list has: "Viên Đình Thơ"
    if surname < 0 and count > 1:
        return _foreign_points(syllables, points)
    points += surname
    if count > 2 and syllables[1] in middle_names():
        points += 0.35
    if count > 3 and syllables[2] in middle_names():
        points += 0.35
    if syllables[-1] in given_names():
        points += 0.5
    elif count > 1 and not split(syllables[-1]).is_vietnamese:
        points -= 1.0
    if count > 1 and any(" ".join(pair) in compounds() for pair in itertools.pairwise(syllables)):
        points -= 0.3
    return points


@lru_cache(maxsize=1 << 15)
def is_full_name(syllables: tuple[str, ...]) -> bool:
    """A name of three or four syllables whose every part is known as such, with a common surname."""
    if len(syllables) not in {3, 4} or surnames().get(syllables[0], 0.0) < 0.8:
        return False
    return syllables[1] in middle_names() and syllables[-1] in given_names()


def _foreign_points(syllables: tuple[str, ...], points: float) -> float:
    known = sum(word in given_names() or word in middle_names() for word in syllables)
    if syllables[0] in foreign_first_names() and len(syllables) in {2, 3}:
        alien = any(not is_syllable(word) for word in syllables)
        return 2.0 if alien else points
    return (points if len(syllables) < 4 else 0.0) * (0.3 if len(syllables) > 2 else 1.0) - 0.3 + 0.2 * known


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable."""
    parts = split(word)
    return parts.is_vietnamese and len(parts.vowels) <= 3


@lru_cache(maxsize=1 << 17)
def place_points(syllables: tuple[str, ...], unmarked: bool) -> float:
    """Points from the gazetteer."""
    if unmarked and len(syllables) == 1 and syllables[0] in _WEAK_FOLDED:
        return _WEAK_FOLDED[syllables[0]]
    if len(syllables) == 1 and syllables[0] in WEAK_COUNTRIES:
        return WEAK_COUNTRIES[syllables[0]]
    weight = gazetteer_weight(" ".join(map(canon_highland, syllables)), unmarked)
    if weight and len(syllables) == 1:
        return weight if weight == 3.0 and len(syllables[0]) > 2 else 0.6
    if not weight and len(syllables) <= 3 and any(not is_syllable(word) for word in syllables):
        return 2.2 if " ".join(syllables) in foreign_cities() else 0.0
    return weight


@lru_cache(maxsize=1 << 12)
def is_country(syllables: tuple[str, ...]) -> bool:
    """Whether the name is a country's: its people are called by it ("lính Mỹ")."""
    return any(place_id.startswith("c:") for place_id in name_ids(" ".join(syllables)))


def is_compound(one: str, other: str, unmarked: bool) -> bool:
    """Whether two canonical syllables make a dictionary word."""
    pair = f"{one} {other}"
    return pair in compounds() or (unmarked and pair in folded_compounds())


@cache
def foreign_first_names() -> frozenset[str]:
    """First names of the United States census, from `names` (MIT); not those that are Vietnamese words."""
    spec = find_spec("names")
    if spec is None or not spec.submodule_search_locations:
        return frozenset()
    folder = Path(spec.submodule_search_locations[0])
    lines = [
        line
        for part in ("female", "male")
        for line in (folder / f"dist.{part}.first").read_text().splitlines()
    ]
    frequent = (line.split()[0].lower() for line in lines if line.strip())
    return frozenset(name for name in frequent if name not in given_names() and not is_syllable(name))


@cache
def foreign_cities() -> frozenset[str]:
    """Cities of more than 200,000 people outside Vietnam, folded; the file names its source."""
    return frozenset(map(fold, data_lines("foreign_cities.txt")))

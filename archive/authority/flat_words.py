"""What each word may begin or spoil where capitals tell nothing: one look-up for a word seen before."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from archive.authority.gazetteer import canon_highland, gazetteer
from archive.authority.lexicons import BREAKERS, data_lines, given_names, middle_names, part_counts, surnames
from archive.authority.name_context import BEFORE_NAMES
from archive.authority.name_scores import BIRTH_ORDER, HIGHLAND, WEAK_COUNTRIES
from archive.authority.orthography import canon, fold
from archive.authority.place_words import begins_kind
from archive.authority.places import gazetteer_weight

_RARE, _RARE_FOLDED, _RARE_BREAKER = 5, 9, 25
"""A plain word that as many people bear as a name stays possible in a name; without marks, where words of
grammar are the commonest of all, it takes more."""
_LIKELY_SURNAME = 0.8
_COMMON_MIDDLE = 20
_KIN = frozenset("anh em chị cô chú bác ông bà con cậu cháu dì mẹ bố cha tôi".split())

(
    PLAIN, SURNAME, GIVEN, MIDDLE, RARE_FIRST, PLACE_FIRST, LONE_PLACE, KIND_FIRST, KIN, LIKELY,
    COMMON_MIDDLE, TITLE,
) = (1 << bit for bit in range(12))  # fmt: skip
PERSON_FIRST = SURNAME | LIKELY | RARE_FIRST
PLACE_LIKE = PLACE_FIRST | LONE_PLACE | KIND_FIRST
"""PLAIN: in no name. SURNAME, of them LIKELY: common. RARE_FIRST: first only of a name of the highlands, or a
rank of birth. PLACE_FIRST: some place begins with it; LONE_PLACE: is one. TITLE: a person may follow."""


class FlatWords(dict[str, int]):
    """Canonical word to its roles, for text with marks or without."""

    def __init__(self, unmarked: bool) -> None:
        super().__init__()
        self.unmarked = unmarked
        self._plain = _plain_folded() if unmarked else _plain()
        names = _place_names(unmarked)
        self._seconds: dict[str, dict[str, float]] = {}
        for name in names:
            if len(name) > 1:
                weights = self._seconds.setdefault(name[0], {})
                weight = gazetteer_weight(" ".join(name), unmarked)
                weights[name[1]] = max(weight, weights.get(name[1], 0.0))
        self._lone = frozenset(name[0] for name in names if len(name) == 1)
        common = {part for part, count in part_counts("name_middle.tsv").items() if count >= _COMMON_MIDDLE}
        self._common_middles = common | set(map(fold, common))

    def __missing__(self, word: str) -> int:
        roles = sum(
            role
            for role, holds in (
                (PLAIN, word in self._plain),
                (SURNAME, surnames().get(word, 0.0) >= 0.4),
                (LIKELY, surnames().get(word, 0.0) >= _LIKELY_SURNAME),
                (GIVEN, word in given_names()),
                (MIDDLE, word in middle_names()),
                (COMMON_MIDDLE, word in self._common_middles),
                (RARE_FIRST, word in BIRTH_ORDER or word in HIGHLAND),
                (PLACE_FIRST, canon_highland(word) in self._seconds),
                (LONE_PLACE, word in self._lone or word in WEAK_COUNTRIES),
                (KIND_FIRST, begins_kind(word)),
                (TITLE, fold(word) in BEFORE_NAMES),
                (KIN, word in _KIN or (self.unmarked and word in _FOLDED_KIN)),
            )
            if holds
        )
        if len(self) < 1 << 19:
            self[word] = roles
        return roles

    def pair_weight(self, one: str, other: str) -> float:
        """Points of the largest place that begins with these two words, or 0."""
        seconds = self._seconds.get(one) or self._seconds.get(canon_highland(one))
        return (seconds.get(other) or seconds.get(canon_highland(other), 0.0)) if seconds else 0.0


_FOLDED_KIN = frozenset(map(fold, _KIN))


@cache
def flat_words(unmarked: bool) -> FlatWords:
    return FlatWords(unmarked)


_LISTS = ("name_surname.tsv", "name_middle.tsv", "name_given.tsv")


@cache
def _breakers() -> frozenset[str]:
    return frozenset(map(canon, BREAKERS))


@cache
def _listed() -> frozenset[str]:
    return _breakers().union(canon(word) for line in data_lines("plain_words.txt") for word in line.split())


@cache
def _plain() -> frozenset[str]:
    return frozenset(word for word in _listed() if _borne(word) < _RARE)


@cache
def _plain_folded() -> frozenset[str]:
    bare: dict[str, int] = {}
    for table in _LISTS:
        for part, count in part_counts(table).items():
            bare[fold(part)] = max(bare.get(fold(part), 0), count)
    folded = {word for word in map(fold, _listed()) if bare.get(word, 0) < _RARE_FOLDED}
    return frozenset(folded | {word for word in map(fold, _breakers()) if bare.get(word, 0) < _RARE_BREAKER})


def _borne(word: str) -> int:
    return max(part_counts(table).get(word, 0) for table in _LISTS)


def _place_names(unmarked: bool) -> list[list[str]]:
    table = gazetteer()
    keys: Iterable[str] = (*table.by_name, *table.by_folded) if unmarked else table.by_name
    return [key.split(" ") for key in keys if key]

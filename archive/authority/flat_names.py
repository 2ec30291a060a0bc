"""Names where capitals tell nothing: speech, careless typing, lines all in capitals.

Only words that can begin a name are looked at (`flat_words`); among the rows of words that they begin, those
are kept that together score best. Points add up as in `names`, but a name has to be whole here: a surname of
many people, or a title before it, and no plain word inside.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from archive.authority import flat_words as roles_of
from archive.authority.flat_words import FlatWords
from archive.authority.lexicons import surnames
from archive.authority.name_context import PERSON, Memory, NameReading, Surroundings, expanded
from archive.authority.name_runs import Run
from archive.authority.name_scores import THRESHOLD, is_compound, person_points, place_points
from archive.authority.orthography import canon
from archive.authority.spoken_numbers import FOLDED_WORDS

_LONGEST = 5
_LONE_NOT_BEHIND = frozenset("ba má u con bạn cha mẹ bố ma ban me bo cu".split())
"""Titles that stand before too many other words to make one single syllable a name."""
_MALE_MIDDLES = frozenset({"văn", "van"})
_FEMALE_MIDDLES = frozenset({"thị", "thi"})
_SURE_MIDDLES = _MALE_MIDDLES | _FEMALE_MIDDLES
"""Behind a surname these make a name whatever the surname, and a given name has to follow."""
_ONLY_SURNAMES = frozenset("nguyen tran pham le huynh bui ngo vo nong phung".split())
_ONLY_MIDDLES = frozenset("van thi xuan duc huu ngoc minh dinh manh kim tien bao".split())
"""Name parts that are hardly any other word when their marks are lost; others need one of these beside."""
_TRAILING = frozenset("sinh nguyên hiện viết tặng nguyen hien viet tang".split())
"""Given names that as the next word of a sentence are likelier not part of the name before them."""


@dataclass(slots=True)
class FlatRow:
    """A run of words with what each may be."""

    run: Run
    keys: list[str]
    roles: list[int]

    def is_plain(self, at: int) -> bool:
        """Whether a name would end before word `at`: a plain word or the end of the run."""
        return at >= len(self.keys) or bool(self.roles[at] & roles_of.PLAIN)

    def key(self, at: int) -> str:
        return self.keys[at] if 0 <= at < len(self.keys) else ""


class FlatPersons:
    """Persons of a row of words without capitals that tell."""

    def __init__(self, words: FlatWords, around: Surroundings, memory: Memory) -> None:
        self._words, self._around, self._memory = words, around, memory
        self._unmarked = words.unmarked

    def beginning_at(self, row: FlatRow, start: int) -> Iterator[tuple[int, int, NameReading]]:
        role, first = row.roles[start], row.run.firsts[start]
        title = self._title(row, start)
        sure = bool(role & roles_of.SURNAME) and row.key(start + 1) in _SURE_MIDDLES
        led = sure or (title and role & roles_of.LIKELY and start + 3 == len(row.keys))
        if not (title or sure or role & (roles_of.LIKELY | roles_of.RARE_FIRST)):
            return
        for end in range(start + 1, min(start + _LONGEST, len(row.keys)) + 1):
            if row.roles[end - 1] & roles_of.PLAIN and not (led and end == start + 3):
                return
            score = self._score(row, start, end, title)
            if score > THRESHOLD:
                last = row.run.lasts[end - 1]
                yield start, end, NameReading(PERSON, first, last, first, None, score, title > 0)

    def _title(self, row: FlatRow, start: int) -> float:
        """A kin word inside a line of capitals is rather part of a name: "THỤY ANH THÁI BÌNH"."""
        title = self._around.title(row.run.firsts[start])
        inside = start > 1 and row.roles[start - 1] & roles_of.KIN and row.run.words[start - 1].isupper()
        return 0.0 if inside else title

    def _score(self, row: FlatRow, start: int, end: int, title: float) -> float:
        if end - start == 1:
            return self._of_one(row, start, title) if title else 0.0
        syllables = tuple(row.keys[start:end])
        points = person_points(expanded(syllables)) - 0.6
        if not (self._whole_with_title(row, start, end) if title else self._whole_enough(row, start, end)):
            return 0.0
        points += title
        last = row.run.lasts[end - 1]
        points += self._shape(row, start, end) - self._edges(row, start, end, title)
        points += self._around.behind_person(last) + self._memory.person(syllables) * (title > 0)
        return points

    def _of_one(self, row: FlatRow, at: int, title: float) -> float:
        """A given name alone behind a title: "anh thắng ở", "thằng sơn nó"."""
        key, first = row.keys[at], row.run.firsts[at]
        before = canon(self._around.scan.words[first - 1])
        given = row.roles[at] & roles_of.GIVEN and not row.roles[at] & roles_of.KIN
        if not given or before in _LONE_NOT_BEHIND or len(key) < 2:
            return 0.0
        if is_compound(before, key, self._unmarked) or key in FOLDED_WORDS:
            return 0.0
        points = title - 1.2 + self._around.behind_person(first) + self._memory.person((key,))
        behind = row.key(at + 1)
        if row.is_plain(at + 1):
            points += 0.9
        elif is_compound(key, behind, self._unmarked):
            points -= 2.0
        return points - 0.9 * self._unmarked

    def _whole_with_title(self, row: FlatRow, start: int, end: int) -> bool:
        """Behind a title two syllables will do, if they make no dictionary word and are no province."""
        role, keys = row.roles[start], tuple(row.keys[start:end])
        before = canon(self._around.scan.words[row.run.firsts[start] - 1])
        likely = bool(role & roles_of.LIKELY) or (len(keys) > 2 and keys[1] in _SURE_MIDDLES)
        if not likely and (before in _LONE_NOT_BEHIND or is_compound(before, keys[0], self._unmarked)):
            return False
        if len(keys) > 2:
            return bool(role & (roles_of.SURNAME | roles_of.RARE_FIRST))
        if is_compound(keys[0], keys[1], self._unmarked) or place_points(keys, self._unmarked) >= 3.0:
            return False
        return likely or (not self._unmarked and bool(row.roles[start + 1] & roles_of.GIVEN))

    def _whole_enough(self, row: FlatRow, start: int, end: int) -> bool:
        """Without a title: three syllables or more of a common surname, or a whole line or field of two."""
        count, role = end - start, row.roles[start]
        alone = start == 0 and end == len(row.keys)
        capital = row.run.words[start].isupper()
        if role & roles_of.RARE_FIRST and not role & roles_of.LIKELY:
            return capital and alone
        if self._unmarked and not capital and row.keys[start] not in _ONLY_SURNAMES:
            return count >= 3 and row.keys[start + 1] in _ONLY_MIDDLES
        return count >= 3 or (capital and alone)

    def _shape(self, row: FlatRow, start: int, end: int) -> float:
        keys, count, points = row.keys, end - start, 0.0
        last = row.roles[end - 1]
        middle = keys[start + 1]
        if not last & roles_of.GIVEN:
            points -= 0.6
        if count >= 4 and middle in _MALE_MIDDLES:
            points -= 0.6
        if count >= 4 and last & roles_of.KIN:
            points -= 0.9
        elif count == 4 and middle in _FEMALE_MIDDLES and row.is_plain(end) and last & roles_of.GIVEN:
            points += 0.6
        if keys[end - 1] in _TRAILING and count >= 3:
            points -= 1.0
        if count == 2 and middle in _SURE_MIDDLES:
            points -= 2.0
        if not row.roles[start + 1] & (roles_of.MIDDLE | roles_of.GIVEN):
            points -= 1.0
        first, second = surnames().get(keys[start], 0.0), surnames().get(keys[start + 1], 0.0)
        if count >= 4 and second > first + 0.3:
            points -= 0.8
        if self._unmarked and count >= 3 and not row.roles[start + 1] & roles_of.COMMON_MIDDLE:
            points -= 0.8
        return points

    def _edges(self, row: FlatRow, start: int, end: int, title: float) -> float:
        """What a dictionary word across an edge of the name, or inside it, takes away."""
        keys, penalty = row.keys, 0.0
        behind, before = row.key(end), row.key(start - 1)
        if behind and is_compound(keys[end - 1], behind, False) and not self._place_at(row, end):
            penalty += 1.0
        if before and not title and is_compound(before, keys[start], False):
            penalty += 1.2
        known = all(role & (roles_of.GIVEN | roles_of.MIDDLE) for role in row.roles[start + 1 : end])
        sure = keys[start] in _ONLY_SURNAMES  # "nguyen van" is a word as well, but hardly ever meant
        pairs = itertools.pairwise(keys[start + sure : end])
        sharp = self._unmarked and not title
        penalty += (0.4 if known and not sharp else 0.9) * sum(
            is_compound(*pair, self._unmarked) for pair in pairs
        )
        if sharp and not sure and is_compound(keys[start], keys[start + 1], True):
            penalty += 1.0  # "do thi" is a city rather than a woman's name
        kind = self._around.kind(row.run.firsts[start])
        return penalty + (2.5 if kind and kind[0].group != "admin" else 0.0)

    def _place_at(self, row: FlatRow, at: int) -> bool:
        return at + 1 < len(row.keys) and self._words.pair_weight(row.keys[at], row.keys[at + 1]) > 0

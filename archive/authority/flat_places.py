"""Places where capitals tell nothing: by their words of kind, by the gazetteer, by what stands around."""

from __future__ import annotations

from collections.abc import Iterator

from archive.authority import flat_words as roles_of
from archive.authority.flat_names import FlatRow
from archive.authority.flat_words import FlatWords
from archive.authority.lexicons import surnames
from archive.authority.name_context import PLACE, Memory, NameReading, Surroundings
from archive.authority.name_scores import THRESHOLD, is_compound, is_full_name, place_points
from archive.authority.place_words import KindWord

_LONGEST = 4
_NEAR_PLACE = 0.8
_KNOWN_ALONE = 2.0
_OF_PEOPLE = frozenset({"người", "nguoi"})
_OPEN_GROUPS = frozenset({"admin", "water", "land", "war", "built", "road"})
"""Words of kind whose name need not be in the gazetteer."""


class FlatPlaces:
    """Places of a row of words without capitals that tell."""

    def __init__(self, words: FlatWords, around: Surroundings, memory: Memory) -> None:
        self._words, self._around, self._memory = words, around, memory
        self._unmarked = words.unmarked

    def beginning_at(self, row: FlatRow, start: int) -> Iterator[tuple[int, int, NameReading]]:
        role = row.roles[start]
        if role & roles_of.KIND_FIRST:
            kind = self._around.kind_inside(row.run.firsts[start])
            if kind and row.run.lasts[start] == row.run.firsts[start]:
                yield from self._of_kind(row, start, kind)
        lone = bool(role & roles_of.LONE_PLACE)
        weight = 0.0
        if role & roles_of.PLACE_FIRST and start + 1 < len(row.keys):
            weight = self._words.pair_weight(row.keys[start], row.keys[start + 1])
        if weight and weight < _KNOWN_ALONE and not self._led(row, start):
            weight = 0.0
        if lone or weight or (start == 0 and self._around.kind(row.run.firsts[0])):
            yield from self._bare(row, start, range(1 if lone else 2, _LONGEST + 1 if weight else 2))

    def _led(self, row: FlatRow, start: int) -> bool:
        """Whether something stands before or beside a small place that makes it one."""
        first = row.run.firsts[start]
        if self._around.preposition(first) > 0 or start < 2 or self._place_beside(row, start, start + 2):
            return True
        return row.key(start - 1) in _OF_PEOPLE

    def _of_kind(self, row: FlatRow, start: int, kind: KindWord) -> Iterator[tuple[int, int, NameReading]]:
        """ "xã hồng phong", "SÔNG THẠCH HÃN": the word of kind and one to four words of a name."""
        name = start + len(kind.syllables)
        for end in range(name + 1, min(name + _LONGEST, len(row.keys)) + 1):
            points = self._points_of_kind(row, start, name, end, kind)
            if points > THRESHOLD:
                firsts, lasts = row.run.firsts, row.run.lasts
                yield (
                    start,
                    end,
                    NameReading(PLACE, firsts[start], lasts[end - 1], firsts[name], kind, points),
                )

    def _points_of_kind(self, row: FlatRow, start: int, name: int, end: int, kind: KindWord) -> float:
        syllables = tuple(row.keys[name:end])
        known = place_points(syllables, self._unmarked)
        if known:
            points = 2.2 + known + 0.15 * (len(syllables) - 1)
        else:
            points = self._unknown(row, start, name, end, kind)
        points += self._memory.place(syllables)
        if not known and row.keys[start] in surnames() and len(kind.syllables) == 1 and end - name > 1:
            points -= 1.8  # "hồ văn lợi", "châu minh đức"
        return points

    def _unknown(self, row: FlatRow, start: int, name: int, end: int, kind: KindWord) -> float:
        """A name that no gazetteer has: bounded by plain words, led by a preposition."""
        keys = row.keys[name:end]
        plain = any(role & roles_of.PLAIN for role in row.roles[name:end])
        if plain or kind.group not in _OPEN_GROUPS or len(keys) > (4 if kind.group == "road" else 2):
            return 0.0
        if kind.group == "road" and is_full_name(tuple(keys)):
            return 3.0
        led = self._around.preposition(row.run.firsts[start]) > 0
        bounded = self._bounded(row, end)
        if len(keys) == 2:
            if is_compound(keys[0], keys[1], self._unmarked):
                return 0.0
            return (1.9 if kind.group == "admin" else 1.0 + 0.8 * led) + 0.4 * bounded
        if (
            len(keys) != 1
            or self._unmarked
            or len(keys[0]) < 2
            or is_compound(row.keys[name - 1], keys[0], False)
        ):
            return 0.0
        return 0.7 + 0.8 * led + 0.5 * bounded if kind.group in {"admin", "water"} else 0.0

    def _bounded(self, row: FlatRow, end: int) -> bool:
        return (
            row.is_plain(end)
            or bool(row.roles[end] & roles_of.KIND_FIRST)
            or self._place_beside(row, end, end)
        )

    def _bare(self, row: FlatRow, start: int, counts: range) -> Iterator[tuple[int, int, NameReading]]:
        first = row.run.firsts[start]
        for count in counts:
            end = start + count
            if end > len(row.keys):
                return
            points, before = self._points_bare(row, start, end)
            if points > THRESHOLD:
                begin = before[1] if before else first
                kind = before[0] if before else None
                last = row.run.lasts[end - 1]
                yield start, end, NameReading(PLACE, begin, last, first, kind, points)

    def _points_bare(self, row: FlatRow, start: int, end: int) -> tuple[float, tuple[KindWord, int] | None]:
        first, last = row.run.firsts[start], row.run.lasts[end - 1]
        syllables = tuple(row.keys[start:end])
        known = place_points(syllables, self._unmarked)
        before = None if start else self._around.kind(first)
        if before and known:
            return 2.2 + known, before
        if not known:
            return 0.0, None
        plain = any(role & roles_of.PLAIN for role in row.roles[start:end])
        if plain and known < 2:
            return 0.0, None
        points = known + 0.8 * max(0, len(syllables) - 2) + self._memory.place(syllables)
        points += self._around.preposition(first) + self._around.beside_place(first, last, self._unmarked)
        points += _NEAR_PLACE * self._place_beside(row, start, end)
        points -= 2.5 * (self._around.title(first) > 0)
        points += self._around.of_people(first, syllables)
        return points - self._penalty(row, start, end, known), None

    def _penalty(self, row: FlatRow, start: int, end: int, known: float) -> float:
        keys = row.keys
        penalty = 0.0 if known >= 2 and end - start > 1 else 1.5
        if end - start == 1:
            penalty += 2.0
        alone = start == 0 and end == len(keys)
        if (
            end - start == 2
            and known < 3
            and not alone
            and is_compound(keys[start], keys[start + 1], self._unmarked)
        ):
            penalty += 1.5
        behind = row.key(end)
        if behind and is_compound(keys[end - 1], behind, False) and not self._place_beside(row, end, end):
            penalty += 2.0
        return penalty

    def _place_beside(self, row: FlatRow, start: int, end: int) -> bool:
        """Whether a place of two words ends right before `start` or begins right at `end`."""
        keys = row.keys
        behind = end + 1 < len(keys) and self._words.pair_weight(keys[end], keys[end + 1]) > 0
        return behind or (start >= 2 and self._words.pair_weight(keys[start - 2], keys[start - 1]) > 0)

"""Persons and places in running text, in lists, on stones, without capitals or without marks.

Each run of words is cut by dynamic programming into segments of up to five syllables: person, place or
neither, each scored in points. What the text itself tells elsewhere (a title, a word of kind) lends points to
repeats. Method and points: the project's measurements on news and memories.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.authority import name_context
from archive.authority.lexicons import surnames
from archive.authority.name_context import Memory, Surroundings
from archive.authority.name_runs import Run, classes_of, is_breaker, runs
from archive.authority.name_scores import (
    THRESHOLD,
    is_compound,
    is_full_name,
    is_syllable,
    person_points,
    place_points,
)
from archive.authority.orthography import canon
from archive.authority.place_words import KindWord, houses, kind_before, numbered_places
from archive.authority.scan import Scan

_LONGEST = 5
_MOST_BONUS = 0.51
"""A little over what the place in its run can add to a person."""
PERSON, PLACE = "person", "place"


@dataclass(slots=True)
class NameReading:
    """A person or place in tokens first..last (inclusive). `name_first` is where the bare name begins."""

    kind: str
    first: int
    last: int
    name_first: int
    kind_word: KindWord | None = None
    score: float = 0.0
    titled: bool = False
    nested: bool = False


@dataclass(slots=True)
class _Cut:
    """Best reading of a run up to a word."""

    gain: float = 0.0
    found: NameReading | None = None
    back: int = 0


@dataclass
class NameFinder:
    """Finds names in one text; `blocked` tokens belong to units, dates and the like."""

    scan: Scan
    blocked: bytearray
    unmarked: bool
    memory: Memory = field(default_factory=Memory)

    def find(self) -> list[NameReading]:
        found: list[NameReading] = []
        for first, last, kind in numbered_places(self.scan, unmarked=self.unmarked):
            if not any(self.blocked[first : last + 1]):
                whole = self._house_before(first)
                if not any(self.blocked[whole:first]):
                    found.append(NameReading(PLACE, whole, last, first, kind, 9.0))
                self.blocked[first : last + 1] = b"\1" * (last + 1 - first)
        classes = classes_of(self.scan)
        for first, name, last, kind in houses(self.scan, classes, self.blocked, unmarked=self.unmarked):
            house = NameReading(PLACE, first, last, name, kind, 9.0)
            found.append(house)
            self.blocked[house.first : house.last + 1] = b"\1" * (house.last + 1 - house.first)
        self.surroundings = Surroundings(self.scan, classes, self.unmarked)
        cut = [(run, self._cut(run)) for run in runs(self.scan, classes, self.blocked)]
        for _, readings in cut:
            for reading in readings:
                self.memory.learn(self.scan, reading)
        for run, readings in cut:
            if self.memory.may_help(run, readings):
                readings = self._cut(run)
            found.extend(readings)
        return found

    def _house_before(self, first: int) -> int:
        """Where the cemetery or hospital named after the place begins: "nghĩa trang liệt sĩ Đường 9"."""
        before = kind_before(self.scan, first, unmarked=self.unmarked)
        return before[1] if before and before[0].group == "org" else first

    def _cut(self, run: Run) -> list[NameReading]:
        keys = [canon(word) for word in run.words]
        if run.cased and len(keys) == 1 and not self._worth_a_look(run, keys):
            return []
        best = [_Cut() for _ in range(len(keys) + 1)]
        broken_until = 0
        for end in range(1, len(keys) + 1):
            best[end] = _Cut(best[end - 1].gain, None, end - 1)
            if not run.cased and is_breaker(keys[end - 1]):
                broken_until = end
            for start in range(max(0, end - _LONGEST), end):
                if start < broken_until and self.surroundings.kind_inside(run.firsts[start]) is None:
                    continue
                for reading in self._segments(run, tuple(keys[start:end]), start, end):
                    gain = best[start].gain + reading.score - THRESHOLD
                    if gain > best[end].gain + 1e-9:
                        best[end] = _Cut(gain, reading, start)
        return _backwards(best)

    def _worth_a_look(self, run: Run, keys: list[str]) -> bool:
        """A single capitalised word needs something beside it, or a place in the gazetteer."""
        if place_points((keys[0],), self.unmarked) >= 0.2 or self.memory.knows(keys[0]):
            return True
        return self.surroundings.has_cue(run.firsts[0])

    def _segments(self, run: Run, syllables: tuple[str, ...], start: int, end: int) -> Iterator[NameReading]:
        person = self._person(run, syllables, start, end)
        if person and person.score > THRESHOLD:
            yield person
        place = self._place(run, syllables, start, end)
        if place and place.score > THRESHOLD:
            yield place

    def _person(self, run: Run, syllables: tuple[str, ...], start: int, end: int) -> NameReading | None:
        points = person_points(name_context.expanded(syllables))
        if points < THRESHOLD - 5.0:
            return None
        first, last = run.firsts[start], run.lasts[end - 1]
        if len(syllables) == 1 and len(run.words[start]) == 1:
            return None
        around = self.surroundings
        title = around.title(first)
        if points + title < -1.5 and not self.memory.persons:
            return None
        points += title + around.behind_person(last) + self.memory.person(syllables)
        if points + _MOST_BONUS <= THRESHOLD:
            return None  # what follows adds no more than that: most rows of words end here
        if self._kind_before(run, start) is not None and not is_full_name(syllables):
            points -= 2.5
        if len(syllables) == 2 and place_points(syllables, self.unmarked) >= 3.0:
            points -= 2.5
        points -= self._word_penalty(run, syllables, last)
        if not run.cased:
            points -= self._flat_person_penalty(run, syllables, start, end, title)
        if run.cased:
            points += 0.5 if end == len(run.words) and len(syllables) > 2 else 0.0
            points -= 4.0 * any(map(_is_acronym, run.words[start:end], syllables))
            points -= 4.0 * (len(syllables) == 1 and len(run.words[start]) > 1 and run.words[start].isupper())
        return NameReading(PERSON, first, last, first, None, points, title > 0)

    def _word_penalty(self, run: Run, syllables: tuple[str, ...], last: int) -> float:
        behind = self.surroundings.small_word_behind(last)
        return 4.0 if behind and is_compound(syllables[-1], behind, self.unmarked) else 0.0

    def _flat_person_penalty(
        self, run: Run, syllables: tuple[str, ...], start: int, end: int, title: float
    ) -> float:
        """Without capitals a name must be whole: a known surname, and no dictionary word across its edges."""
        penalty = 0.6
        left = canon(run.words[start - 1]) if start else ""
        right = canon(run.words[end]) if end < len(run.words) else ""
        if right and is_compound(syllables[-1], right, False):
            penalty += 1.0
        if left and is_compound(left, syllables[0], False) and not title:
            penalty += 1.2
        pairs = itertools.pairwise(syllables)
        penalty += 0.9 * sum(is_compound(one, other, self.unmarked) for one, other in pairs)
        if len(syllables) < 3 and not title:
            penalty += 1.5
        if len(syllables) == 1:
            penalty += 1.0
        return penalty

    def _place(self, run: Run, syllables: tuple[str, ...], start: int, end: int) -> NameReading | None:
        first, last = run.firsts[start], run.lasts[end - 1]
        around = self.surroundings
        inside = around.kind_inside(first)
        before = self._kind_before(run, start)
        known = place_points(syllables, self.unmarked)
        memory = self.memory.place(syllables)
        if not (known or memory or before or inside):
            return None
        full = bool(known) and (
            before is not None or known >= 2 or (inside is not None and not inside.second)
        )
        if inside and not full and self._kind_inside_allowed(run, inside, start, end):
            return self._kind_inside(run, inside, start, end)
        if before:
            kind, kind_first = before
            points = self._kind_points(run, kind, syllables, known)
            points -= 1.0 * (not known and run.cased and len(syllables) == 1 and end < len(run.words))
            return NameReading(PLACE, self._house_before(kind_first), last, first, kind, points)
        if not known and not memory:
            return None
        points = (
            known
            + 0.8 * max(0, len(syllables) - 2)
            + memory
            + around.preposition(first)
            + around.beside_place(first, last, self.unmarked)
        )
        if around.title(first):
            points -= 2.5
        if around.nation(first):
            points -= 3.0
        points -= self._word_penalty(run, syllables, last)
        if not run.cased:
            points -= self._flat_place_penalty(run, syllables, start, end, known)
        return NameReading(PLACE, first, last, first, None, points)

    def _kind_before(self, run: Run, start: int) -> tuple[KindWord, int] | None:
        """The word of kind before a run; one inside the run begins a segment of its own."""
        return None if start else self.surroundings.kind(run.firsts[start])

    def _flat_place_penalty(
        self, run: Run, syllables: tuple[str, ...], start: int, end: int, known: float
    ) -> float:
        penalty = 0.0 if known >= 2 and len(syllables) > 1 else 1.5
        if len(syllables) == 2 and is_compound(syllables[0], syllables[1], self.unmarked) and known < 3:
            penalty += 1.5
        if len(syllables) == 1:
            penalty += 2.0
        return penalty

    def _kind_points(self, run: Run, kind: KindWord, syllables: tuple[str, ...], known: float) -> float:
        points = 3.0 + known + 0.15 * (len(syllables) - 1)
        if len(syllables) > 3 and not known:
            points -= 1.0
        if not known and kind.group == "admin" and not kind.numbered and is_full_name(syllables):
            points -= 2.5  # "Đảng ủy xã Nguyễn Văn Tuấn": the commune ends before the name
        if run.cased:
            return points
        if known:
            return points - 0.8
        plain = len(syllables) != 2 or is_compound(syllables[0], syllables[1], self.unmarked)
        return 0.0 if plain or kind.group not in {"admin"} or any(is_breaker(s) for s in syllables) else 1.7

    def _kind_inside_allowed(self, run: Run, kind: KindWord, start: int, end: int) -> bool:
        count = len(kind.syllables)
        if count == 1 and kind.group not in {"admin", "war"} and (start or not run.cased):
            return kind.word in {"sông", "núi", "đồi", "đường", "đèo"} and end - start > 1 and not start
        if end - start <= count or end - start - count > 4:
            return False
        return all(run.lasts[start + i] == run.firsts[start] + i for i in range(count))

    def _kind_inside(self, run: Run, kind: KindWord, start: int, end: int) -> NameReading:
        """The word of kind is capitalised as well: "Huyện Hướng Hóa", "SÔNG THẠCH HÃN"."""
        name = start + len(kind.syllables)
        syllables = tuple(canon(word) for word in run.words[name:end])
        known = place_points(syllables, self.unmarked)
        points = self._kind_points(run, kind, syllables, known) + self.memory.place(syllables)
        if start and run.cased:
            points -= 1.0
        if not known and canon(run.words[start]) in surnames() and len(kind.syllables) == 1:
            points -= 1.8  # "Hồ Văn Lợi", "Châu Minh Đức"
        return NameReading(PLACE, run.firsts[start], run.lasts[end - 1], run.firsts[name], kind, points)


def _is_acronym(word: str, syllable: str) -> bool:
    return len(word) > 1 and word.isupper() and not is_syllable(syllable)


def _backwards(best: list[_Cut]) -> list[NameReading]:
    found: list[NameReading] = []
    at = len(best) - 1
    while at > 0:
        reading = best[at].found
        if reading is not None:
            found.append(reading)
        at = best[at].back
    return found[::-1]

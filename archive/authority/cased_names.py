"""Names where capitals tell: runs of capitalised words, each cut into persons and places.

Each run is cut by dynamic programming into segments of up to five syllables: person, place or neither, each
scored in points against a threshold. Points: the project's measurements on news and memories.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.authority.lexicons import TITLES, surnames
from archive.authority.name_context import (
    PERSON,
    PLACE,
    Memory,
    NameReading,
    Surroundings,
    best_readings,
    expanded,
    house_before,
)
from archive.authority.name_runs import Run
from archive.authority.name_scores import (
    BIRTH_ORDER,
    THRESHOLD,
    is_compound,
    is_full_name,
    is_syllable,
    person_points,
    place_points,
)
from archive.authority.orthography import canon
from archive.authority.place_words import KindWord

_LONGEST = 5
_LISTED = 2.0
_BEHIND_BIRTH = frozenset("nam ngay thang : -".split())
_MOST_BONUS = 0.51
"""A little over what the place in its run can add to a person."""


class CasedNames:
    """Reads runs of capitalised words of one text."""

    def __init__(self, around: Surroundings, memory: Memory) -> None:
        self._around, self._memory = around, memory
        self._unmarked = around.unmarked

    def read(self, run: Run) -> list[NameReading]:
        keys = [canon(word) for word in run.words]
        if len(keys) == 1 and not self._worth_a_look(run, keys):
            return []
        found = [
            (start, end, reading)
            for end in range(1, len(keys) + 1)
            for start in range(max(0, end - _LONGEST), end)
            for reading in self._segments(run, tuple(keys[start:end]), start, end)
        ]
        return best_readings(len(keys), found)

    def _worth_a_look(self, run: Run, keys: list[str]) -> bool:
        """A single capitalised word needs something beside it, or a place in the gazetteer."""
        if place_points((keys[0],), self._unmarked) >= 0.2 or self._memory.knows(keys[0]):
            return True
        return self._around.has_cue(run.firsts[0]) or self._around.listed(run.firsts[0])

    def _segments(self, run: Run, syllables: tuple[str, ...], start: int, end: int) -> Iterator[NameReading]:
        person = self._person(run, syllables, start, end)
        if person and person.score > THRESHOLD:
            yield person
        place = self._place(run, syllables, start, end)
        if place and place.score > THRESHOLD:
            yield place

    def _person(self, run: Run, syllables: tuple[str, ...], start: int, end: int) -> NameReading | None:
        points = person_points(expanded(syllables))
        if points < THRESHOLD - 5.0:
            return None
        first, last = run.firsts[start], run.lasts[end - 1]
        if len(syllables) == 1 and len(run.words[start]) == 1:
            return None
        around = self._around
        title = 0.0 if start and self._kind_before(run, 0) else around.title(first)  # "cầu Bà Đạt"
        only_a_title = len(syllables) == 1 and not title and syllables[0] in TITLES
        if only_a_title or around.fellow_of(first, syllables):
            return None
        if not title and end == len(run.words) and len(syllables) < 3 and around.listed(first):
            title = self._listed(syllables)
        if points + title < -1.5 and not self._memory.persons:
            return None
        points += title + around.behind_person(last) + self._memory.person(syllables)
        if points + _MOST_BONUS <= THRESHOLD:
            return None  # what follows adds no more than that: most rows of words end here
        if self._kind_before(run, start) is not None and not is_full_name(syllables):
            points -= 2.5
        if len(syllables) == 2 and place_points(syllables, self._unmarked) >= 3.0:
            points -= 2.5
        points -= self._word_penalty(run, syllables, last)
        if syllables[-1] == "sinh" and self._around.scan.folds[last + 1 : last + 2]:
            points -= 3.0 * (self._around.scan.folds[last + 1] in _BEHIND_BIRTH)
        points += 0.5 if end == len(run.words) and len(syllables) > 2 else 0.0
        points -= 4.0 * any(map(_is_acronym, run.words[start:end], syllables))
        points -= 4.0 * (len(syllables) == 1 and len(run.words[start]) > 1 and run.words[start].isupper())
        return NameReading(PERSON, first, last, first, None, points, title > 0)

    def _listed(self, syllables: tuple[str, ...]) -> float:
        """Points of a short name in a list behind a person, or in brackets behind its full form."""
        alone = len(syllables) == 1 or syllables[0] in BIRTH_ORDER
        return _LISTED if alone and place_points(syllables, self._unmarked) < 1.0 else 0.0

    def _word_penalty(self, run: Run, syllables: tuple[str, ...], last: int) -> float:
        behind = self._around.small_word_behind(last)
        return 4.0 if behind and is_compound(syllables[-1], behind, self._unmarked) else 0.0

    def _place(self, run: Run, syllables: tuple[str, ...], start: int, end: int) -> NameReading | None:
        first, last = run.firsts[start], run.lasts[end - 1]
        around = self._around
        inside = around.kind_inside(first)
        before = self._kind_before(run, start)
        known = place_points(syllables, self._unmarked)
        memory = self._memory.place(syllables)
        if not (known or memory or before or inside):
            return None
        full = bool(known) and (
            before is not None or known >= 2 or (inside is not None and not inside.second)
        )
        if inside and not full and not before and self._kind_inside_allowed(run, inside, start, end):
            return self._kind_inside(run, inside, start, end)
        if before:
            kind, kind_first = before
            points = self._kind_points(kind, syllables, known)
            points -= 1.0 * (not known and len(syllables) == 1 and end < len(run.words))
            return NameReading(
                PLACE,
                house_before(around.scan, kind_first, unmarked=self._unmarked),
                last,
                first,
                kind,
                points,
            )
        if not known and not memory:
            return None
        points = (
            known
            + 0.8 * max(0, len(syllables) - 2)
            + memory
            + around.preposition(first)
            + around.beside_place(first, last, self._unmarked)
        )
        if around.title(first):
            points -= 2.5
        points += around.of_people(first, syllables)
        if known < 2 or len(syllables) < 2:
            points -= self._word_penalty(run, syllables, last)
        return NameReading(PLACE, first, last, first, None, points)

    def _kind_before(self, run: Run, start: int) -> tuple[KindWord, int] | None:
        """The word of kind before a run; one inside the run begins a segment of its own."""
        return None if start else self._around.kind(run.firsts[start])

    def _kind_points(self, kind: KindWord, syllables: tuple[str, ...], known: float) -> float:
        if len(syllables) == 1 and known < 1.0:
            known = 0.0  # "xã Đức …" is no Germany
        points = 3.0 + known + 0.15 * (len(syllables) - 1)
        if len(syllables) > 3 and not known:
            points -= 1.0
        if not known and kind.group == "admin" and not kind.numbered and is_full_name(syllables):
            points -= 2.5  # "Đảng ủy xã Nguyễn Văn Tuấn": the commune ends before the name
        return points

    def _kind_inside_allowed(self, run: Run, kind: KindWord, start: int, end: int) -> bool:
        count = len(kind.syllables)
        if count == 1 and kind.group not in {"admin", "war"} and start:
            return False
        if end - start <= count or end - start - count > 4:
            return False
        return all(run.lasts[start + i] == run.firsts[start] + i for i in range(count))

    def _kind_inside(self, run: Run, kind: KindWord, start: int, end: int) -> NameReading:
        """The word of kind is capitalised as well: "Huyện Hướng Hóa", "SÔNG THẠCH HÃN"."""
        name = start + len(kind.syllables)
        syllables = tuple(canon(word) for word in run.words[name:end])
        known = place_points(syllables, self._unmarked)
        points = self._kind_points(kind, syllables, known) + self._memory.place(syllables)
        if start:
            points -= 1.0
        if not known and canon(run.words[start]) in surnames() and len(kind.syllables) == 1:
            points -= 1.8  # "Hồ Văn Lợi", "Châu Minh Đức"
        return NameReading(PLACE, run.firsts[start], run.lasts[end - 1], run.firsts[name], kind, points)


def _is_acronym(word: str, syllable: str) -> bool:
    return len(word) > 1 and word.isupper() and not is_syllable(syllable)

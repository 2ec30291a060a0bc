"""Persons and places in running text, in lists, on stones, without capitals or without marks.

Where capitals tell, runs of capitalised words are read (`cased_names`); elsewhere every word that can begin a
name is looked at (`flat_names`, `flat_places`). What the text itself tells elsewhere (a title, a word of
kind) lends points to repeats.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.authority import flat_words
from archive.authority.cased_names import CasedNames
from archive.authority.flat_names import FlatPersons, FlatRow
from archive.authority.flat_places import FlatPlaces
from archive.authority.name_context import (
    PERSON,
    PLACE,
    Memory,
    NameReading,
    Surroundings,
    best_readings,
    house_before,
)
from archive.authority.name_runs import Run, classes_of, runs
from archive.authority.orthography import canon
from archive.authority.place_words import houses, numbered_places
from archive.authority.scan import Scan


@dataclass
class NameFinder:
    """Finds names in one text; `blocked` tokens belong to units, dates and the like."""

    scan: Scan
    blocked: bytearray
    unmarked: bool
    memory: Memory = field(default_factory=Memory)

    def find(self) -> list[NameReading]:
        classes = classes_of(self.scan)
        found = [*self._numbered(), *self._houses(classes)]
        around = Surroundings(self.scan, classes, self.unmarked)
        self._cased = CasedNames(around, self.memory)
        self._words = flat_words.flat_words(self.unmarked)
        self._persons = FlatPersons(self._words, around, self.memory)
        self._places = FlatPlaces(self._words, around, self.memory)
        read = []
        for run in runs(self.scan, classes, self.blocked):
            readings = self._read(run)
            around.persons.update(reading.last for reading in readings if reading.kind == PERSON)
            read.append((run, readings))
        for _, readings in read:
            for reading in readings:
                self.memory.learn(self.scan, reading)
        for run, readings in read:
            again = self.memory.may_help(run, readings)
            found.extend(self._read(run) if again else readings)
        return found

    def _numbered(self) -> list[NameReading]:
        """`thôn 5`, `đường 9`, with the house that is named after them."""
        found = []
        for first, last, kind in numbered_places(self.scan, unmarked=self.unmarked):
            if any(self.blocked[first : last + 1]):
                continue
            whole = house_before(self.scan, first, unmarked=self.unmarked)
            if not any(self.blocked[whole:first]):
                found.append(NameReading(PLACE, whole, last, first, kind, 9.0))
            self._block(first, last)
        return found

    def _houses(self, classes: str) -> list[NameReading]:
        found = []
        for first, name, last, kind in houses(self.scan, classes, self.blocked, unmarked=self.unmarked):
            found.append(NameReading(PLACE, first, last, name, kind, 9.0))
            self._block(first, last)
        return found

    def _block(self, first: int, last: int) -> None:
        self.blocked[first : last + 1] = b"\1" * (last + 1 - first)

    def _read(self, run: Run) -> list[NameReading]:
        return self._cased.read(run) if run.cased else self._read_flat(run)

    def _read_flat(self, run: Run) -> list[NameReading]:
        keys = list(map(canon, run.words))
        row = FlatRow(run, keys, list(map(self._words.__getitem__, keys)))
        found: list[tuple[int, int, NameReading]] = []
        before = flat_words.TITLE
        for start, role in enumerate(row.roles):
            if (role & flat_words.PERSON_FIRST or before & flat_words.TITLE) and not role & flat_words.PLAIN:
                found.extend(self._persons.beginning_at(row, start))
            if role & flat_words.PLACE_LIKE or not start:
                found.extend(self._places.beginning_at(row, start))
            before = role
        return best_readings(len(keys), found) if found else []

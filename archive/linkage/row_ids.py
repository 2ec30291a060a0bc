"""Ids for the rows of a list that gives none: a row is known again by what it says, wherever it stands now.

A newer edition with one row more at its top shifts every row below it; by their numbers each would become its
neighbour. So a row keeps the id of the earlier row with the same words, else of one with the same name, birth
and origin; only what is new gets a new number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from archive.authority.orthography import fold_text
from archive.linkage.missing import missing_value
from archive.ports import Catalogue

_TELLING = ("name", "birth", "hometown", "native")


@dataclass
class RowIds:
    by_words: dict[str, list[str]] = field(default_factory=dict)
    """Hash of a row to the ids that it had."""
    by_person: dict[str, list[str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    moved: int = 0
    """Rows that were found again elsewhere in the list."""

    @classmethod
    def of(cls, catalogue: Catalogue, source: str) -> RowIds:
        """From the newest row of each record of the source."""
        words: dict[str, list[str]] = defaultdict(list)
        persons: dict[str, list[str]] = defaultdict(list)
        mappings = {one.id: one.mapping for one in catalogue.source_lists()}
        for _, external_id, row in catalogue.newest_rows(source):
            words[row.row_hash].append(external_id)
            if key := person_key(mappings[row.list_id], row.cells):
                persons[key].append(external_id)
        taken = {one for ids in words.values() for one in ids}
        return cls(words, persons, taken)

    def id_of(self, number: int, row_hash: str, person: str) -> str:
        """Each id is given once in an edition."""
        earlier = (*self.by_words.get(row_hash, ()), *self.by_person.get(person, ()))
        found = next((one for one in earlier if one not in self.given), None)
        self.moved += found is not None and found != str(number)
        if found is None:
            found = next(one for one in _numbers(number, len(self.taken)) if one not in self.taken)
            self.taken.add(found)
        self.given.add(found)
        return found


def person_key(mapping: Mapping[str, str], cells: Mapping[str, str]) -> str:
    """Who a row tells of, as far as that can be told; empty where it has no name."""
    said = [cells.get(mapping.get(name, ""), "") for name in _TELLING]
    if missing_value("name", said[0]):
        return ""
    return "|".join(" ".join(fold_text(one).split()) for one in said)


def _numbers(first: int, after: int) -> Iterator[str]:
    """The row's own number, else the ones after all that were ever given."""
    yield str(first)
    number = after
    while True:
        number += 1
        yield str(number)

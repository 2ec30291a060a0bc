"""Martyr records by what a person types, and by another record: for linking by hand."""

from __future__ import annotations

from dataclasses import dataclass

from archive.authority.extraction import find_mentions
from archive.authority.orthography import fold_text, nfc
from archive.authority.places import query_places
from archive.linkage.clues import Clues, NameClue, clues_of_lines, clues_of_mentions
from archive.linkage.dates import parse_partial_date
from archive.linkage.names import is_placeholder, name_syllables, too_little
from archive.linkage.parameters import Parameters
from archive.linkage.registry import Registry, code_keys, lies_in, origins
from archive.linkage.suggest import Suggested, suggest
from archive.linkage.units import unit_parts
from schemas.errors import InvalidInput
from schemas.linkage import Evidence
from schemas.martyrs import MartyrRow
from schemas.transcripts import Author, Segment, Transcript

_LIKE_ENOUGH = 0.7
_OTHERS_FROM = 0.05


@dataclass(frozen=True, slots=True)
class Named:
    row: MartyrRow
    likeness: float
    """Of the letters, marks apart, 0 to 1."""
    evidence: tuple[Evidence, ...] = ()
    """Where more than a name was typed."""
    contradictions: tuple[Evidence, ...] = ()


def records_told(registry: Registry, words: str, believed: Parameters, limit: int = 40) -> list[Named]:
    """By a name alone, or by all that the words tell: name, years, unit, places. Raises InvalidInput."""
    clues = _clues_of_words(nfc(words))
    if not (clues.years or clues.units or clues.places):
        return _records_named(registry, words, limit)
    if all(too_little(text) for clue in clues.names for text, _ in clue.readings):
        raise _too_little()
    return [_named(one) for one in suggest(registry, clues, limit, believed=believed)]


def other_records(registry: Registry, record_id: str, believed: Parameters) -> list[Suggested]:
    """Records of this and other lists that may tell of the same man; the strongest first."""
    number = registry.number_of(record_id)
    if number is None or is_placeholder(registry.rows[number].name):
        return []
    clues = _clues_of_row(registry.rows[number])
    return suggest(registry, clues, shown_from=_OTHERS_FROM, believed=believed, without=frozenset({number}))


def _records_named(registry: Registry, name: str, limit: int) -> list[Named]:
    """The most alike first, those with the very marks before those without. Raises InvalidInput."""
    exact, _ = name_syllables(nfc(name))
    if too_little(nfc(name)) or len(exact) < 2:
        raise _too_little()
    numbers, likeness = registry.names_like(name)
    found: list[Named] = []
    for number, alike in zip(numbers, likeness, strict=True):
        if alike < _LIKE_ENOUGH or len(found) >= 5 * limit:
            break
        holders = registry.holders.of_key(registry.names[int(number)])
        found.extend(Named(registry.rows[int(at)], float(alike)) for at in holders[: 5 * limit])
    found.sort(key=lambda one: (-round(one.likeness, 3), name_syllables(one.row.name)[0] != exact))
    return found[:limit]


def _named(one: Suggested) -> Named:
    return Named(one.row, one.likeness, one.evidence, one.contradictions)


def _too_little() -> InvalidInput:
    return InvalidInput(
        "too little of a name",
        vi="Tên như vậy là quá ít để tìm. Hãy gõ cả họ, đệm và tên, ví dụ: Nguyễn Văn Hùng.",
        en="That is too little of a name. Type all of it, for example: Nguyễn Văn Hùng.",
    )


def _clues_of_words(words: str) -> Clues:
    """Persons, units, places and dates found in the words; the first of them are a name in any case."""
    transcript = Transcript("", Author("person", "words"), (Segment(words),))
    parts = [Segment(part.strip()) for part in words.split(",")]
    lines = clues_of_lines(parts[:1])
    found = clues_of_mentions(transcript, find_mentions(words))
    years = found.years | clues_of_lines(parts).years
    return Clues(found.names or lines.names, years, found.days, found.units, found.places, text=found.text)


def _clues_of_row(row: MartyrRow) -> Clues:
    """What a record tells, as if it stood on a paper."""
    dates = [date for cell in (row.birth, row.death) if (date := parse_partial_date(cell)) is not None]
    days = [(one.year, one.month, one.day) for one in dates if one.year and one.month and one.day]
    refs = [ref for written in origins(row) for ref in lies_in(written)[:1]]
    return Clues(
        (NameClue(tuple((name, 1.0) for name in (row.name, *row.other_names))),),
        frozenset(one.year for one in dates if one.year),
        frozenset(days),
        unit_parts(row.unit),
        frozenset(place for ref in refs for place in query_places(ref)),
        frozenset(code_keys(row.certificate)),
        text=fold_text(" | ".join(origins(row))),
    )

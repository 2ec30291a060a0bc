"""What an item tells about a person: lines that may be a name, days, units, places, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.authority.orthography import fold_text
from archive.authority.places import query_places
from archive.linkage.registry import code_keys
from archive.transcription.forms import Field
from schemas.mentions import Mention, MentionKind
from schemas.transcripts import Locator, Segment, Transcript

_HEADS = re.compile(
    r"^\W*((anh hung )?liet s[iy]|ls|dong chi|d/?c|ho (va )?ten|ten|mo|bia|chien s[iy]|ong|anh)\b[\s.:\-]*"
)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20[0-2]\d)(?!\d)")
_FULL_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(1[89]\d\d|20[0-2]\d|\d\d)(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class NameClue:
    """One line or mention that may be a name; `readings` are all that the engines made of it."""

    readings: tuple[tuple[str, float], ...]
    """(text, confidence 0 to 1)."""
    where: Locator | None = None


@dataclass(frozen=True, slots=True)
class Clues:
    names: tuple[NameClue, ...] = ()
    years: frozenset[int] = frozenset()
    days: frozenset[tuple[int, int, int]] = frozenset()
    """(year, month, day)."""
    units: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    """Ids of the places named, with what each became and was made of."""
    codes: frozenset[str] = frozenset()
    """Numbers of certificates and notices, as `registry.code_keys` makes them."""
    notice_years: frozenset[int] = frozenset()
    """Later years on a form that says when he died: those of the notice itself."""
    text: str = ""
    """All of it folded: places of a record are looked for in it."""
    where: dict[str, Locator] = field(default_factory=dict)
    """Where a year, day or unit stands, by its words."""
    one_person: bool = True
    """A stone tells of one man, so all records are rivals; a list or a story tells of many."""

    @property
    def written_codes(self) -> str:
        """The numbers of certificates as the form writes them."""
        return ", ".join(words for words in self.where if code_keys(words) & self.codes)

    def __or__(self, other: Clues) -> Clues:
        return Clues(
            self.names + other.names,
            self.years | other.years,
            self.days | other.days,
            self.units | other.units,
            self.places | other.places,
            self.codes | other.codes,
            self.notice_years | other.notice_years,
            f"{self.text} | {other.text}" if self.text and other.text else self.text or other.text,
            {**self.where, **other.where},
            self.one_person and other.one_person,
        )


def clues_of_lines(segments: Sequence[Segment], asset_id: str = "") -> Clues:
    """Of a stone or another short paper: any line may be the name."""
    names: list[NameClue] = []
    years: set[int] = set()
    days: set[tuple[int, int, int]] = set()
    where: dict[str, Locator] = {}
    for segment in segments:
        locator = Locator(asset_id, segment.page, segment.box, segment.start, segment.end)
        readings = _readings(segment)
        names.extend(_name_clue(readings, locator))
        for text, _ in readings:
            for year in _YEAR.findall(text):
                years.add(int(year))
                where.setdefault(year, locator)
            for day in _days(text):
                days.add(day)
                where.setdefault(f"{day[2]}/{day[1]}/{day[0]}", locator)
    words = " | ".join(fold_text(text) for segment in segments for text, _ in _readings(segment))
    whole_years = frozenset(years | {day[0] for day in days})
    return Clues(tuple(names), whole_years, frozenset(days), text=words, where=where)


def clues_of_form(transcript: Transcript, fields: Sequence[Field]) -> Clues:
    """Of a filled-in form: its own places say who it is about, when he was born and when he died.

    Kin, signers and the day of the notice stand on the same paper and are not his.
    """
    named = [field for field in fields if field.name in _NAMES]
    dated = [_lines_of(transcript, field) for field in fields if field.name in _DAYS]
    days = clues_of_lines([line for lines in dated for line in lines], transcript.asset_id)
    whole = clues_of_lines(transcript.segments, transcript.asset_id)
    names = [clue for field in named for clue in _name_clue(_field_readings(transcript, field), field.where)]
    codes = [field for field in fields if field.name == "certificate" and field.value]
    return replace(
        days,
        names=tuple(names),
        text=whole.text,
        codes=frozenset(key for field in codes for key in code_keys(field.value)),
        notice_years=_of_the_notice(days.years, whole.years),
        where={**days.where, **{field.value: field.where for field in codes if field.where}},
    )


def _of_the_notice(his: frozenset[int], on_paper: frozenset[int]) -> frozenset[int]:
    """A form is dated later than the death that it tells of; without his own years nothing can be told."""
    return frozenset(year for year in on_paper if his and max(his) < year)


_NAMES = frozenset({"name", "alias"})
_DAYS = frozenset({"birth", "died"})


def _lines_of(transcript: Transcript, field: Field) -> list[Segment]:
    """The value as a line of its own, with the line's other readings where it stands alone."""
    line = transcript.segments[field.line]
    box = field.where.box if field.where else None
    readings = line.readings if field.alone else ()
    return [replace(line, text=field.value, box=box, readings=readings)] if field.value else []


def _field_readings(transcript: Transcript, field: Field) -> tuple[tuple[str, float], ...]:
    return tuple(reading for line in _lines_of(transcript, field) for reading in _readings(line))


def clues_of_mentions(transcript: Transcript, mentions: Iterable[Mention]) -> Clues:
    """Of running text or speech: the persons found in it, with what stands in the same item."""
    names: list[NameClue] = []
    years: set[int] = set()
    days: set[tuple[int, int, int]] = set()
    units: set[str] = set()
    places: set[str] = set()
    where: dict[str, Locator] = {}
    for mention in mentions:
        located = transcript.locate(mention.start, mention.end)
        locator = located[0] if located else None
        if mention.kind is MentionKind.PERSON:
            readings = (
                (mention.value, 1.0),
                *((alias, 1.0) for alias in mention.attributes.get("aliases", ())),
            )
            names.append(NameClue(readings, locator))
        elif mention.kind is MentionKind.DATE:
            _add_date(mention, years, days)
        elif mention.kind is MentionKind.UNIT:
            units.update(part for part in re.split(r"[.#@]", mention.value) if part)
        elif mention.kind is MentionKind.PLACE and mention.candidates and mention.candidates[0].ref:
            places.update(query_places(mention.candidates[0].ref))
        if locator is not None:
            where.setdefault(mention.text, locator)
    return Clues(
        tuple(names),
        frozenset(years),
        frozenset(days),
        frozenset(units),
        frozenset(places),
        text=fold_text(transcript.text),
        where=where,
        one_person=len(names) < 2,
    )


def _add_date(mention: Mention, years: set[int], days: set[tuple[int, int, int]]) -> None:
    if match := re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$", mention.value):
        years.add(int(match[1]))
        if match[2] and match[3]:
            days.add((int(match[1]), int(match[2]), int(match[3])))


def _readings(segment: Segment) -> tuple[tuple[str, float], ...]:
    return ((segment.text, segment.confidence), *((r.text, r.confidence) for r in segment.readings))


def _name_clue(readings: Sequence[tuple[str, float]], locator: Locator | None) -> Iterable[NameClue]:
    kept: dict[str, float] = {}
    for text, confidence in readings:
        plain = fold_text(text)
        head = _HEADS.match(plain)
        bare = text[head.end() :] if head else text
        if 4 <= len(_LETTERS.findall(bare)) <= 32:
            kept.setdefault(bare.strip(), confidence)
    if kept:
        yield NameClue(tuple(kept.items()), locator)


def _days(text: str) -> Iterable[tuple[int, int, int]]:
    for day, month, year in _FULL_DAY.findall(text):
        if 1 <= int(day) <= 31 and 1 <= int(month) <= 12:
            yield (int(year) if len(year) == 4 else 1900 + int(year), int(month), int(day))

"""What a person may type: words, "phrases", +must, -must-not, and fields. Every string is a valid query.

What is not one of these forms is words. Engine syntax means nothing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.authority.orthography import fold_text, nfc
from archive.authority.places import name_ids
from archive.authority.scan import Scan
from archive.authority.units import find_units

LONGEST_QUERY = 10_000
"""Code points that are looked at; what follows is left out."""
_FIELDS = {
    "don vi": "unit", "unit": "unit", "noi": "place", "place": "place", "nam": "year", "year": "year",
    "loai": "kind", "kind": "kind",
}  # fmt: skip
_QUOTES = str.maketrans("“”„«»", '"""""')
_PART = re.compile(
    r"""(?P<sign>(?<!\S)[+-](?=["\w]))?
        (?:(?P<field>don\ vi|unit|noi|place|nam|year|loai|kind)\s?:\s?)?
        (?:"(?P<phrase>[^"]*)"|(?P<words>[^\s"]+))""",
    re.VERBOSE,
)

_PLAIN_WORD = re.compile(
    r"""\s+(?!(?:don\ vi|unit|noi|place|nam|year|loai|kind)\s?:)[^\s"+-][^\s"]*""", re.VERBOSE
)
_MOST_MORE = 5
"""Words that may belong to a value without quotes, behind its first."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together (`required`), or must not."""

    text: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class FieldValue:
    """`field` is unit, place, year or kind; `text` as written after the colon."""

    field: str
    text: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """`words` is the free text, phrases and required words included: they rank as well."""

    words: str
    phrases: tuple[Phrase, ...] = ()
    fields: tuple[FieldValue, ...] = ()


def parse(text: str) -> Request:
    """Never raises. Quotes without an end are words."""
    return _parsed(text[:LONGEST_QUERY])


@lru_cache(64)
def _parsed(text: str) -> Request:
    """Remembered, since each part of a search asks anew."""
    text = nfc(text).translate(_QUOTES)
    folded = fold_text(text)
    words: list[str] = []
    phrases: list[Phrase] = []
    fields: list[FieldValue] = []
    at = 0
    while part := _PART.search(folded, at):
        at = part.end()
        group = "phrase" if part["phrase"] is not None else "words"
        value = text[part.start(group) : part.end(group)].strip()
        required = part["sign"] != "-"
        if not any(letter.isalnum() for letter in value):
            continue
        if part["field"]:
            if group == "words":
                at = _value_end(text, folded, part)
                value = text[part.start(group) : at].strip()
            fields.append(FieldValue(_FIELDS[part["field"]], value, required))
            continue
        if part["sign"] or group == "phrase":
            phrases.append(Phrase(value, required))
        if required:
            words.append(value)
    return Request(" ".join(words), tuple(phrases), tuple(fields))


def _value_end(text: str, folded: str, part: re.Match[str]) -> int:
    """Where a value without quotes ends: "nơi:hà bắc" takes both words."""
    ends = [part.end()]
    while len(ends) <= _MOST_MORE and (word := _PLAIN_WORD.match(folded, ends[-1])):
        ends.append(word.end())
    belongs = _BELONGS.get(_FIELDS[part["field"]])
    start = part.start("words")
    return next((end for end in ends[:0:-1] if belongs and belongs(text[start:end])), ends[0])


def _is_place(written: str) -> bool:
    return bool(name_ids(written, unmarked=True))


def _is_unit(written: str) -> bool:
    return any(reading.end - reading.start == len(written) for reading in find_units(Scan(written)))


_BELONGS = {"place": _is_place, "unit": _is_unit}

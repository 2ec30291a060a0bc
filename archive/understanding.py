"""What a query speaks of: units, places, days, people, found in it as they are found in the material."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from archive.authority.extraction import find_mentions
from archive.authority.orthography import fold_text
from archive.authority.places import candidates, query_places
from archive.authority.units import unit_tails
from archive.indexing import mentioned_days
from archive.search_analysis.language import FieldValue, parse
from schemas.holdings import ItemKind
from schemas.mentions import Mention, MentionKind
from schemas.queries import SearchQuery, Understood

_LONGEST = 400
"""Code points of a query that are looked through for names, units, places, days."""
_YEARS = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:\s?(?:\.\.|–|-|\s)\s?(1[89]\d\d|20\d\d))?(?!\d)")
_RANGE = re.compile(r"\d{4}\.\.\d{4}")
"""Years typed like this demand a date between them; any other date only lifts what matches."""
_LEAST_WEIGHT = 0.2
_KIND_NAMES = {
    "nhat ky": ItemKind.DIARY, "nhat ky chien truong": ItemKind.DIARY, "thu": ItemKind.LETTER,
    "giay bao tu": ItemKind.DEATH_NOTICE, "bao tu": ItemKind.DEATH_NOTICE,
    "bang to quoc ghi cong": ItemKind.HONOUR_CERTIFICATE, "giay to": ItemKind.PAPER,
    "giay to khac": ItemKind.PAPER, "anh": ItemKind.PHOTO, "ky vat": ItemKind.KEEPSAKE,
    "di vat": ItemKind.RELIC, "ban do": ItemKind.HAND_DRAWN_MAP, "ban do ve tay": ItemKind.HAND_DRAWN_MAP,
    "so do mo": ItemKind.GRAVE_SKETCH, "so do": ItemKind.GRAVE_SKETCH, "loi ke": ItemKind.TESTIMONY,
    "bia mo": ItemKind.GRAVESTONE, "mo chi": ItemKind.GRAVESTONE, "van ban": ItemKind.TEXT,
}  # fmt: skip


def understand(query: SearchQuery) -> tuple[SearchQuery, tuple[Understood, ...]]:
    """The query with its fields as filters and what it speaks of; and the chips for the person.

    What was switched off is still among the chips, but has no effect.
    """
    request = parse(query.text)
    for given in request.fields:
        query = _with_field(query, given)
    chips = tuple(_chips(request.words[:_LONGEST]))
    active = tuple(chip for chip in chips if chip.value not in query.switched_off)
    ranges = tuple(chip.days for chip in active if chip.days and _RANGE.fullmatch(chip.text))
    query = replace(query, days=(*query.days, *ranges))
    return replace(query, understood=active), chips


def _with_field(query: SearchQuery, given: FieldValue) -> SearchQuery:
    """A field becomes a filter; a value that cannot be read stays as words."""
    if given.required:
        if given.field == "unit" and (units := _units(given.text)):
            return replace(query, units=(*query.units, *units))
        if given.field == "place" and (places := tuple(dict.fromkeys(_places_named(given.text)))):
            return replace(query, places=(*query.places, *places))
        if given.field == "kind" and (kind := _KIND_NAMES.get(fold_text(given.text).strip())):
            return replace(query, kinds=(*query.kinds, kind.value))
        if given.field == "year" and (match := _YEARS.fullmatch(given.text)):
            first, last = int(match[1]), int(match[2] or match[1])
            if first <= last:
                return replace(query, days=(*query.days, (date(first, 1, 1), date(last, 12, 31))))
    sign = "" if given.required else "-"
    return replace(query, text=f'{query.text} {sign}"{given.text}"')


def _units(text: str) -> tuple[str, ...]:
    found = [m.value for m in find_mentions(text) if m.kind is MentionKind.UNIT]
    return tuple(found)


def _chips(text: str) -> Iterator[Understood]:
    for mention in find_mentions(text):
        chip = _chip(mention)
        if chip:
            yield chip


def _chip(mention: Mention) -> Understood | None:
    made = Understood(mention.kind.value, mention.text, mention.value, mention.start, mention.end)
    if mention.kind is MentionKind.UNIT:
        return replace(made, values=unit_tails(mention.value)[:1], label=mention.value)
    if mention.kind is MentionKind.PERSON:
        return replace(made, values=(mention.value,), label=mention.value)
    if mention.kind is MentionKind.PLACE:
        best = mention.candidates[0].label if mention.candidates else mention.value
        return replace(made, values=tuple(dict.fromkeys(_place_ids([mention]))), label=best)
    if mention.kind is MentionKind.DATE and (days := mentioned_days(mention)):
        return replace(made, days=days, label=mention.value)
    return None


def _place_ids(mentions: Iterable[Mention]) -> Iterator[str]:
    """What a name means here, and what other times called it."""
    for mention in mentions:
        if mention.kind is MentionKind.PLACE:
            for candidate in mention.candidates:
                if candidate.ref and candidate.weight >= _LEAST_WEIGHT:
                    yield from query_places(candidate.ref)


def _places_named(text: str) -> Iterator[str]:
    """Typed behind `nơi:`, so that it is a place whatever else it might be."""
    for candidate in candidates(text):
        if candidate.ref:
            yield from query_places(candidate.ref)

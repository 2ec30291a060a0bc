"""From readings to mentions: values, aliases, and what a place name may mean where it stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from archive.authority.dates import DateReading
from archive.authority.lexicons import ABBREVIATED_SURNAMES
from archive.authority.name_context import NameReading
from archive.authority.numbers_of_things import NumberReading
from archive.authority.places import candidates, name_ids
from archive.authority.ranks import RankReading
from archive.authority.scan import Scan
from archive.authority.units import UnitReading
from schemas.mentions import Candidate, Mention, MentionKind

_MOST_CANDIDATES = 6
_NEAR = 160
"""Code points within which other places decide what a name means."""


@dataclass
class Found:
    """A mention to be, with offsets into the NFC text of its piece."""

    kind: MentionKind
    start: int
    end: int
    value: str
    candidates: tuple[Candidate, ...] = ()
    certainty: str = "read"
    attributes: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    kind_word: str = ""

    def mention(self, written: str, start: int, end: int) -> Mention:
        return Mention(
            self.kind,
            start,
            end,
            written[start:end],
            self.value,
            self.candidates,
            self.certainty,
            self.attributes,
        )


def unit_found(reading: UnitReading) -> Found:
    mailbox_only = all(piece.kind == "mailbox" for piece in reading.pieces)
    kind = MentionKind.CODE if mailbox_only else MentionKind.UNIT
    attributes: dict[str, Any] = {"side": "enemy"} if reading.enemy else {}
    arms = [piece.arm for piece in reading.pieces if piece.arm]
    if arms:
        attributes["arms"] = arms
    certainty = "weak" if reading.weak else "read"
    return Found(kind, reading.start, reading.end, reading.name.normal, (), certainty, attributes)


def date_found(reading: DateReading) -> Found:
    attributes: dict[str, Any] = dict(reading.attributes)
    for name, day in (("lower", reading.value.lower), ("upper", reading.value.upper)):
        if day:
            attributes[name] = day.isoformat()
    certainty = "relative" if reading.relative else "read"
    return Found(MentionKind.DATE, reading.start, reading.end, reading.value.edtf, (), certainty, attributes)


def number_found(reading: NumberReading) -> Found:
    kind = MentionKind(reading.kind)
    return Found(kind, reading.start, reading.end, reading.value, (), "read", reading.attributes)


def rank_found(scan: Scan, reading: RankReading) -> Found:
    start, end = scan.starts[reading.first], scan.ends[reading.last]
    return Found(MentionKind(reading.kind), start, end, reading.value)


def person_found(scan: Scan, reading: NameReading) -> Found:
    start, end = scan.starts[reading.first], scan.ends[reading.last]
    return Found(MentionKind.PERSON, start, end, person_value(scan.text[start:end]))


def place_found(scan: Scan, reading: NameReading) -> Found:
    start, end = scan.starts[reading.first], scan.ends[reading.last]
    name = scan.text[scan.starts[reading.name_first] : end]
    kind = reading.kind_word.word if reading.kind_word else ""
    if kind and reading.name_first == reading.first:
        name = " ".join(scan.words[reading.first + kind.count(" ") + 1 : reading.last + 1])
    value = f"{kind} {_title_case(name)}" if kind else _title_case(name)
    looked_up = value if reading.kind_word and reading.kind_word.group == "road" else _title_case(name)
    return Found(MentionKind.PLACE, start, end, value, name=looked_up, kind_word=kind)


_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=1 << 16)
def person_value(written: str) -> str:
    """The name as a record would have it: single spaces, capitals, "Ng." in full."""
    words = _SPACES.sub(" ", written.replace(". ", " ").replace(".", " ")).split(" ")
    full = ABBREVIATED_SURNAMES.get(words[0].lower()) if len(words) > 1 else None
    return " ".join([full or _capitalised(words[0]), *map(_capitalised, words[1:])]).strip()


def _capitalised(word: str) -> str:
    return word if word[1:].islower() and word[0].isupper() else word[:1].upper() + word[1:].lower()


@lru_cache(maxsize=1 << 16)
def _title_case(written: str) -> str:
    """Capitals as in running text: a name in capitals or in small letters gets one capital a syllable."""
    text = _SPACES.sub(" ", written)
    if text.isupper() or text.islower():
        return " ".join(
            word if any(c.isdigit() for c in word) else word.capitalize() for word in text.split(" ")
        )
    return text


_ALIAS = re.compile(
    r"[\s,(;–-]*(?:tuc(?:\s+la)?|bi\s+danh|biet\s+danh|bi\s+hieu|ten\s+khac|ten\s+khai\s+sinh(?:\s+la)?|ten\s+that(?:\s+la)?"
    r"|ten\s+goi\s+khac|ten\s+thuong\s+goi|con\s+goi\s+la|hay\s+con\s+goi\s+la|thuong\s+goi\s+la)[\s:]*(?:[^\W_]{1,4}\s+)?"
)


def link_aliases(scan: Scan, found: Sequence[Found]) -> None:
    """ "Nguyễn Văn Hùng (tức Ba Hùng)": two mentions, each of which knows the other."""
    persons = [each for each in found if each.kind is MentionKind.PERSON]
    for one, other in itertools.pairwise(persons):
        if other.start - one.end < 40 and _ALIAS.fullmatch(scan.folded[one.end : other.start]):
            one.attributes.setdefault("aliases", []).append(other.value)
            other.attributes["alias_of"] = one.value


def resolve_places(found: Sequence[Found], provinces: tuple[str, ...]) -> None:
    """Every candidate of each place, ranked by the places and dates around it."""
    places = [each for each in found if each.kind is MentionKind.PLACE]
    large = [(each.start, each.end, _sure_ids(each.name, each.kind_word)) for each in places]
    years = _years(found)
    for each in places:
        around = [
            ids for start, end, ids in large if ids and start != each.start and abs(start - each.end) < _NEAR
        ]
        neighbours = frozenset(provinces).union(*around)
        each.candidates = _ranked(each.name, each.kind_word, neighbours, years)[:_MOST_CANDIDATES]


@lru_cache(maxsize=1 << 14)
def _sure_ids(name: str, kind: str) -> frozenset[str]:
    """Provinces and districts that a name can only mean as such: they rank the smaller ones beside them."""
    ids = [place_id for place_id in name_ids(name, unmarked=True) if place_id[:2] in {"p6", "d6", "p2", "h:"}]
    if kind in {"xã", "phường", "thôn", "làng", "ấp", "bản"} or len(ids) > 6:
        return frozenset()
    provinces = [place_id for place_id in ids if place_id[0] in "ph"]
    return frozenset(provinces or ids)


def _years(found: Sequence[Found]) -> tuple[int, int] | None:
    days = [each.attributes.get("lower") for each in found if each.kind is MentionKind.DATE]
    years = sorted(int(day[:4]) for day in days if day)
    return (years[0], years[-1]) if years else None


@lru_cache(maxsize=1 << 14)
def _ranked(
    name: str, kind: str, neighbours: frozenset[str], years: tuple[int, int] | None
) -> tuple[Candidate, ...]:
    return candidates(name, kind, neighbours, years)

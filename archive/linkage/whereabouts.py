"""Where and when both sides of a case speak of: places with point and radius, days with their precision.

Points are those of communes, districts and provinces, never of a grave: they place a story, not a body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from archive.authority.extraction import find_mentions
from archive.authority.gazetteer import gazetteer
from archive.linkage.dates import PartialDate, parse_partial_date
from archive.linkage.desk import Case
from archive.linkage.said import RecordSaid
from archive.ports import Catalogue
from schemas.mentions import Mention, MentionKind
from schemas.transcripts import Locator

_MOST = 12
"""Places that an item speaks of; a diary names hundreds, and a map of all of them says nothing."""


class Side(StrEnum):
    ITEM = "item"
    RECORD = "record"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as one side writes it, and what it most probably is."""

    side: Side
    feature: str
    """Field of the record, or empty."""
    written: str
    label: str
    latitude: float
    longitude: float
    radius_km: float
    where: Locator | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A day, month or year as one side writes it."""

    side: Side
    feature: str
    """`birth`, `enlisted`, `death`, or `dated` (the item itself)."""
    written: str
    date: PartialDate
    where: Locator | None = None


def spots_of(records: Catalogue, case: Case, said: RecordSaid) -> list[Spot]:
    """Of the record, of the item's texts, and where the visit was made; each place once a side."""
    found: list[Spot] = []
    for feature in ("hometown", "cemetery", "grave"):
        for value in said.field(feature).values:
            found += _written(Side.RECORD, feature, value.written)
    found += _of_item(records, case)
    found += _written(Side.VISIT, "", records.visit(case.item.visit_id).commune)
    return list({(spot.side, spot.label): spot for spot in reversed(found)}.values())[::-1]


def provinces() -> list[tuple[str, float, float]]:
    """(name, latitude, longitude) of today's provinces, to find one's way on a map without a ground."""
    known = gazetteer().places.values()
    return [
        (one.name, one.latitude, one.longitude)
        for one in known
        if one.id.startswith("p25:") and one.latitude is not None and one.longitude is not None
    ]


def days_of(case: Case, said: RecordSaid) -> list[When]:
    """In the order of time; what is no date is left out."""
    found: list[When] = []
    for feature in ("birth", "enlisted", "death"):
        for value in said.field(feature).values:
            found += _when(Side.RECORD, feature, value.written)
    suggestion = case.suggestion
    for told in (*suggestion.evidence, *suggestion.contradictions) if suggestion else ():
        if told.feature in ("birth", "enlisted", "death"):
            found += _when(Side.ITEM, told.feature, told.left, told.where)
    found += _when(Side.ITEM, "dated", case.item.dated or "")
    return sorted(dict.fromkeys(found), key=lambda one: (_ordered(one.date), one.side))


class Oddity(StrEnum):
    """What cannot be as both sides write it."""

    DEATH_BEFORE_BIRTH = "death_before_birth"
    DEATH_BEFORE_ENLISTMENT = "death_before_enlistment"
    DEATH_IS_PAPER_DATE = "death_is_paper_date"
    PAPER_BEFORE_DEATH = "paper_before_death"


def oddities(days: Sequence[When]) -> list[Oddity]:
    """Only where both dates are precise enough to say so."""
    by_feature = {
        name: [one.date for one in days if one.feature == name]
        for name in ("birth", "enlisted", "death", "dated")
    }
    deaths = by_feature["death"]
    found = []
    if _any_before(deaths, by_feature["birth"]):
        found.append(Oddity.DEATH_BEFORE_BIRTH)
    if _any_before(deaths, by_feature["enlisted"]):
        found.append(Oddity.DEATH_BEFORE_ENLISTMENT)
    if any(date in by_feature["dated"] and date.day for date in deaths):
        found.append(Oddity.DEATH_IS_PAPER_DATE)
    if _any_before(by_feature["dated"], deaths):
        found.append(Oddity.PAPER_BEFORE_DEATH)
    return found


def _any_before(earlier: Sequence[PartialDate], later: Sequence[PartialDate]) -> bool:
    return any(_surely_before(one, other) for one in earlier for other in later)


def _surely_before(one: PartialDate, other: PartialDate) -> bool:
    for left, right in zip(one, other, strict=True):
        if left is None or right is None or left > right:
            return False
        if left < right:
            return True
    return False


def _when(side: Side, feature: str, written: str, where: Locator | None = None) -> Iterator[When]:
    date = parse_partial_date(written)
    if date is not None and date.year is not None:
        yield When(side, feature, written, date, where)


def _ordered(date: PartialDate) -> tuple[int, int, int]:
    return date.year or 0, date.month or 0, date.day or 0


def _written(side: Side, feature: str, written: str) -> Iterator[Spot]:
    """The smallest place of what was written that has a point."""
    points = [point for mention in _places(written) for point in _points(mention)]
    if points:
        label, latitude, longitude, radius = min(points, key=lambda one: one[3])
        yield Spot(side, feature, written, label, latitude, longitude, radius)


def _of_item(records: Catalogue, case: Case) -> Iterator[Spot]:
    transcripts = records.current_transcripts([asset.id for asset in records.assets_of(case.item.id)])
    mentions = records.mentions_of_all([transcript.id for transcript in transcripts.values()])
    yielded = 0
    for transcript in transcripts.values():
        for mention in mentions.get(transcript.id, ()):
            point = next(_points(mention), None) if mention.kind is MentionKind.PLACE else None
            if point is None or yielded == _MOST:
                continue
            located = transcript.locate(mention.start, mention.end)
            yielded += 1
            yield Spot(Side.ITEM, "", mention.text, *point, located[0] if located else None)


def _points(mention: Mention) -> Iterator[tuple[str, float, float, float]]:
    """(label, latitude, longitude, radius in km) of the most probable meaning, where it has a point."""
    for candidate in mention.candidates[:1]:
        told = candidate.attributes
        if told.get("lat") is not None:
            yield candidate.label, told["lat"], told["lon"], float(told.get("radius_km") or 0.0)


@lru_cache(maxsize=4096)
def _places(written: str) -> Iterable[Mention]:
    return tuple(one for one in find_mentions(written) if one.kind is MentionKind.PLACE)

"""Everything found in a text: the one entrance for the worker's stage and for understanding queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.authority.dates import DateReading, find_dates
from archive.authority.orthography import Normalised, normalise
from archive.authority.scan import Scan
from archive.authority.units import UnitReading, find_units
from schemas.mentions import Mention, MentionKind


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a text beforehand."""

    side: str | None = None
    """Whose paper it is, `north` or `south`: decides lunar days between 1968 and 1975."""


def find_mentions(text: str, context: Context | None = None) -> list[Mention]:
    """Mentions in the order of the text; offsets are code points of `text` as it was given."""
    context = context or Context()
    normal = normalise(text)
    scan = Scan(normal.text)
    units = [_unit_mention(text, normal, reading) for reading in find_units(scan)]
    dates = [_date_mention(text, normal, reading) for reading in find_dates(scan, side=context.side)]
    return sorted([*units, *dates], key=lambda mention: (mention.start, -mention.end))


def _unit_mention(written: str, normal: Normalised, reading: UnitReading) -> Mention:
    start, end = normal.span(reading.start, reading.end)
    mailbox_only = all(piece.kind == "mailbox" for piece in reading.pieces)
    return Mention(
        MentionKind.CODE if mailbox_only else MentionKind.UNIT,
        start,
        end,
        written[start:end],
        reading.name.normal,
        certainty="weak" if reading.weak else "read",
        attributes={"side": "enemy"} if reading.enemy else {},
    )


def _date_mention(written: str, normal: Normalised, reading: DateReading) -> Mention:
    start, end = normal.span(reading.start, reading.end)
    attributes: dict[str, Any] = dict(reading.attributes)
    for name, day in (("lower", reading.value.lower), ("upper", reading.value.upper)):
        if day:
            attributes[name] = day.isoformat()
    certainty = "relative" if reading.relative else "read"
    return Mention(
        MentionKind.DATE, start, end, written[start:end], reading.value.edtf, (), certainty, attributes
    )

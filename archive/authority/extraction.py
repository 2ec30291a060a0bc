"""Everything found in a text: the one entrance for the worker's stage and for understanding queries."""

from __future__ import annotations

from archive.authority.orthography import Normalised, normalise
from archive.authority.scan import Scan
from archive.authority.units import UnitReading, find_units
from schemas.mentions import Mention, MentionKind


def find_mentions(text: str) -> list[Mention]:
    """Mentions in the order of the text; offsets are code points of `text` as it was given."""
    normal = normalise(text)
    scan = Scan(normal.text)
    return [_unit_mention(text, normal, reading) for reading in find_units(scan)]


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

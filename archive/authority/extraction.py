"""Everything found in a text: the one entrance for the worker's stage and for understanding queries."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from archive.authority.dates import find_dates
from archive.authority.honour_names import find_honours
from archive.authority.mention_making import (
    Found,
    date_found,
    link_aliases,
    number_found,
    person_found,
    place_found,
    rank_found,
    resolve_places,
    unit_found,
)
from archive.authority.name_context import PERSON, Memory
from archive.authority.names import NameFinder
from archive.authority.numbers_of_things import find_numbers
from archive.authority.orthography import normalise
from archive.authority.pieces import pieces
from archive.authority.ranks import find_ranks
from archive.authority.scan import Scan
from archive.authority.typed import as_meant
from archive.authority.units import find_units
from schemas.mentions import Mention

_PIECE = 20_000
"""Code points looked at together; a piece ends at a line or sentence where there is one."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a text beforehand."""

    side: str | None = None
    """Whose paper it is, `north` or `south`: decides lunar days between 1968 and 1975."""
    provinces: tuple[str, ...] = field(default=())
    """Place ids that the text is likely to speak of (the commune of the visit, for one)."""


def find_mentions(text: str, context: Context | None = None) -> list[Mention]:
    """Mentions in the order of the text; offsets are code points of `text` as it was given.

    Mentions do not overlap. Any text is taken, of any length.
    """
    context = context or Context()
    normal = as_meant(normalise(text))
    unmarked = _unmarked(normal.text)
    memory = Memory()
    mentions: list[Mention] = []
    for start, piece in pieces(normal.text, _PIECE):
        for found in _in_piece(piece, context, memory, unmarked):
            left, right = normal.span(start + found.start, start + found.end)
            mentions.append(found.mention(text, left, right))
    return mentions


_MARKED = re.compile("[à-ỹÀ-ỸđĐ]")
_LETTERS = re.compile(r"[A-Za-z]")


def _unmarked(text: str) -> bool:
    """Whether a text of some words carries (next to) no Vietnamese marks."""
    head = text[:_PIECE]
    marked = len(_MARKED.findall(head))
    return marked * 100 <= len(head) and _LETTERS.search(head) is not None


def _in_piece(text: str, context: Context, memory: Memory, unmarked: bool) -> list[Found]:
    scan = Scan(text)
    claimed = _Claims(scan)
    numbers = find_numbers(scan)
    order = [unit_found(reading) for reading in find_units(scan)]
    papers = [number_found(reading) for reading in numbers if reading.kind == "paper"]
    order += find_honours(scan)
    order = [*papers, *order, *(number_found(n) for n in numbers if n.kind in {"coordinate", "grave"})]
    order += [date_found(reading) for reading in find_dates(scan, side=context.side)]
    order += [rank_found(scan, reading) for reading in find_ranks(scan, unmarked=unmarked)]
    order += [number_found(reading) for reading in numbers if reading.kind == "code"]
    kept = [found for found in order if claimed.take(found.start, found.end)]
    finder = NameFinder(scan, claimed.tokens, unmarked, memory)
    for reading in finder.find():
        kept.append(person_found(scan, reading) if reading.kind == PERSON else place_found(scan, reading))
    kept = _without_overlap(kept)
    link_aliases(scan, kept)
    resolve_places(kept, context.provinces)
    return kept


def _without_overlap(found: list[Found]) -> list[Found]:
    """In order; of two that overlap, the longer."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
        elif each.end - each.start > kept[-1].end - kept[-1].start:
            kept[-1] = each
    return kept


class _Claims:
    """Which tokens are taken; who comes first keeps them."""

    def __init__(self, scan: Scan) -> None:
        self._starts = scan.starts
        self.tokens = bytearray(len(scan.starts) + 1)

    def take(self, start: int, end: int) -> bool:
        first, stop = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if any(self.tokens[first:stop]):
            return False
        self.tokens[first:stop] = b"\1" * (stop - first)
        return True

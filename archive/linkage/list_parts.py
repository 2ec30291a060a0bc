"""The sheets of a list: each has its own heading, its own order of columns, its own titles above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from archive.authority.orthography import fold_text
from archive.linkage.headings import guessed_mapping, id_heading
from archive.linkage.list_letters import in_unicode

Row = list[str]
_HEADING_WITHIN = 15
_NAMED = 2
"""A row that names so many fields is a heading."""


@dataclass(frozen=True)
class Part:
    """One sheet; `named` is how many fields its heading names."""

    title: str
    headings: Row
    rows: Iterator[Row]
    """All of them, the heading and what is above it first."""
    below: int
    """How many rows those are."""
    named: int
    encoding: str
    is_table: bool
    """Whether most of its rows have more than one cell: a cover page has not."""


def part_of(title: str, raw: Iterator[Row]) -> Part | None:
    """None where a sheet is empty."""
    rows = ([cell.strip() for cell in row] for row in raw)
    filled, encoding = in_unicode(row for row in rows if any(row))
    first = list(islice(filled, _HEADING_WITHIN))
    if not first:
        return None
    named, headings, below = _heading(first)
    wide = sum(sum(map(bool, row)) > 1 for row in first) * 2 >= len(first)
    return Part(title, _distinct(headings), chain(first, filled), below, named, encoding, wide)


def main_part(parts: Sequence[Part]) -> int:
    """The first sheet whose heading names fields; the first of all where none does."""
    return next((at for at, part in enumerate(parts) if part.named >= _NAMED), 0)


def together(main: Part, parts: Sequence[Part]) -> tuple[Row, Iterator[Row]]:
    """The headings of all sheets, and all rows under them, whatever order each sheet has its columns in."""
    headings = [*main.headings]
    headed = [part is main or part.named >= _NAMED for part in parts]
    places = [
        _places(headings, part) if own else list(range(len(main.headings)))
        for part, own in zip(parts, headed, strict=True)
    ]
    sheets = zip(parts, places, headed, strict=True)
    return headings, (row for part, at, own in sheets for row in _placed(part, at, headings, headed=own))


def follows(part: Part, main: Part) -> bool:
    """Whether a sheet's rows belong to the list: under a heading of their own, or as a table that goes on."""
    return part is main or part.named >= _NAMED or part.is_table


def _places(headings: Row, part: Part) -> list[int]:
    """Where each column of the sheet stands in the list; new headings are added to `headings`."""
    ours, theirs = _meanings(headings), _meanings(part.headings)
    plain = {_plain(heading): heading for heading in headings}
    meant = {heading: ours[field] for field, heading in theirs.items() if field in ours}
    at = []
    for heading in part.headings:
        known = heading if heading in headings else meant.get(heading) or plain.get(_plain(heading))
        if known is None:
            headings.append(known := heading)
        at.append(headings.index(known))
    return at


def _meanings(headings: Row) -> dict[str, str]:
    own_id = id_heading(headings)
    return {**guessed_mapping(headings), **({"id": own_id} if own_id else {})}


def _placed(part: Part, at: Sequence[int], headings: Row, *, headed: bool) -> Iterator[Row]:
    """What stands down to a sheet's own heading is no row, nor is a heading that repeats among the rows."""
    for row in islice(part.rows, part.below if headed else 0, None):
        whole = [""] * len(headings)
        for cell, place in zip(row, at, strict=False):
            whole[place] = whole[place] or cell
        repeated = headed and row[: len(part.headings)] == part.headings
        if any(whole) and not repeated and whole != headings:
            yield whole


def _plain(heading: str) -> str:
    return " ".join(fold_text(heading).split())


def _heading(first: Sequence[Row]) -> tuple[int, Row, int]:
    """(fields named, heading, rows down to below it): the row that names most, among the first few; titles
    above it are passed over."""
    one_row = [(_fields_named(row), -at, row, at + 1) for at, row in enumerate(first)]
    two_rows = [
        (_fields_named(both), -at, both, at + 2) for at, both in enumerate(map(_two_rows, first, first[1:-1]))
    ]
    named, _, headings, below = max(one_row + two_rows)
    return named, headings, below


def _fields_named(row: Row) -> int:
    return len(guessed_mapping([cell for cell in row if cell]))


def _two_rows(upper: Row, lower: Row) -> Row:
    """A merged heading ("Ngày" over "sinh", "hy sinh") read as one: the upper cell holds until the next."""
    width, held, joined = max(len(upper), len(lower)), "", []
    for at in range(width):
        above, below = (row[at] if at < len(row) else "" for row in (upper, lower))
        held = above or held
        joined.append(f"{held} {below}".strip() if below else above)
    return joined


def _distinct(headings: Row) -> Row:
    """Every column has a name of its own."""
    seen: dict[str, int] = {}
    named = []
    for at, heading in enumerate(headings, 1):
        heading = " ".join(heading.split()) or f"cột {at}"
        seen[heading] = seen.get(heading, 0) + 1
        named.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return named

"""Two lists side by side for people: who stands in one only, in both alike, in both but different."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.authority.orthography import fold_text
from archive.linkage.dates import parse_partial_date
from archive.linkage.headings import guessed_mapping
from archive.linkage.reconcile import Link, reconcile
from archive.linkage.table import PersonTable

_TOGETHER = 0.5
"""From this probability a pair is shown as one person; below it both stand alone."""


@dataclass(frozen=True, slots=True)
class Alone:
    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Two rows that are most probably one person, and where they differ: (heading, left, right)."""

    link: Link
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Everybody of both lists, once each."""

    left_headings: tuple[str, ...]
    right_headings: tuple[str, ...]
    only_left: Sequence[Alone]
    only_right: Sequence[Alone]
    alike: Sequence[Together]
    different: Sequence[Together]


def compared(left: PersonTable, right: PersonTable) -> Compared:
    """Headings that mean the same field meet, whatever each list calls it."""
    right = _named_alike(left, right)
    pairs = list(_partners(reconcile(left, right)))
    at = ({one: n for n, one in enumerate(left.ids)}, {one: n for n, one in enumerate(right.ids)})
    together = [
        Together(link, tuple(_differences(left, right, at[0][link.left], at[1][link.right])))
        for link in pairs
    ]
    taken = ({link.left for link in pairs}, {link.right for link in pairs})
    return Compared(
        tuple(column.heading for column in left.columns),
        tuple(column.heading for column in right.columns),
        _alone(left, taken[0]),
        _alone(right, taken[1]),
        [one for one in together if not one.differences],
        [one for one in together if one.differences],
    )


def _partners(links: Sequence[Link]) -> Iterator[Link]:
    """The strongest first; nobody has two."""
    left: set[str] = set()
    right: set[str] = set()
    for link in links:
        if link.probability >= _TOGETHER and link.left not in left and link.right not in right:
            left.add(link.left)
            right.add(link.right)
            yield link


def _named_alike(left: PersonTable, right: PersonTable) -> PersonTable:
    ours = guessed_mapping([column.heading for column in left.columns])
    theirs = {
        heading: field
        for field, heading in guessed_mapping([column.heading for column in right.columns]).items()
    }
    taken = {column.heading for column in left.columns}
    renamed = []
    for column in right.columns:
        heading = ours.get(theirs.get(column.heading, ""), column.heading)
        kind = next((one.kind for one in left.columns if one.heading == heading), column.kind)
        renamed.append(replace(column, heading=heading, kind=kind if heading in taken else column.kind))
    return replace(right, columns=tuple(renamed))


def _differences(left: PersonTable, right: PersonTable, a: int, b: int) -> Iterator[tuple[str, str, str]]:
    """Where both lists write something and it does not mean the same."""
    for column in left.columns:
        other = right.column(column.heading)
        if other is None:
            continue
        one, two = column.cells[a], other.cells[b]
        if one and two and _meaning(one) != _meaning(two):
            yield column.heading, one, two


def _meaning(written: str) -> object:
    return parse_partial_date(written) or " ".join(fold_text(written).split())


def _alone(table: PersonTable, taken: set[str]) -> list[Alone]:
    return [
        Alone(one, tuple(column.cells[at] for column in table.columns))
        for at, one in enumerate(table.ids)
        if one not in taken
    ]

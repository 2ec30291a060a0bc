"""A list of people in memory: columns by kind, cells as written. From CSV or XLSX as they come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.linkage.columns import FieldKind, kind_of_column
from archive.linkage.missing import given
from archive.linkage.sheets import open_list_file

_SAMPLE = 200


@dataclass(frozen=True)
class Column:
    heading: str
    kind: FieldKind
    cells: list[str]


@dataclass(frozen=True)
class PersonTable:
    """`ids[i]` names row i; `columns` hold the other cells, row by row, as written."""

    ids: list[str]
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, heading: str) -> Column | None:
        return next((column for column in self.columns if column.heading == heading), None)


def read_table(path: Path) -> PersonTable:
    """A CSV or XLSX list. Raises InvalidInput with the reason, in both languages."""
    found = open_list_file(path)
    return table_of(found.headings, [row for _, row in found.rows])


def table_of(headings: list[str], rows: list[list[str]]) -> PersonTable:
    """Cells are trimmed; short rows are filled with empty cells. The id column is told by its heading."""
    width = len(headings)
    cells = [[row[i].strip() if i < len(row) else "" for row in rows] for i in range(width)]
    kinds = [
        kind_of_column(heading, column[:_SAMPLE]) for heading, column in zip(headings, cells, strict=True)
    ]
    id_at = _id_column(kinds, cells)
    ids = cells[id_at] if id_at is not None else [str(number + 1) for number in range(len(rows))]
    columns = tuple(
        _column(heading.strip(), FieldKind.CODE if kind is FieldKind.ID else kind, column)
        for at, (heading, kind, column) in enumerate(zip(headings, kinds, cells, strict=True))
        if at != id_at
    )
    return PersonTable(ids, columns)


def _column(heading: str, kind: FieldKind, cells: list[str]) -> Column:
    """A cell that says that there is no value ("Chưa xác định được thông tin", "không rõ", "-") is empty: two
    such rows are not namesakes, nor does it contradict anybody's value."""
    field = _AS_FIELD.get(kind, "")
    return Column(heading, kind, [given(field, cell) for cell in cells])


_AS_FIELD = {FieldKind.NAME: "name", FieldKind.GRAVE: "grave"}


def _id_column(kinds: list[FieldKind], cells: list[list[str]]) -> int | None:
    for at, kind in enumerate(kinds):
        if kind is FieldKind.ID and len(set(cells[at])) == len(cells[at]) and all(cells[at]):
            return at
    return None

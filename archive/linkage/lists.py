"""The rows of a whole list as martyr rows, without any archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive.linkage.headings import guessed_mapping, martyr_row
from archive.linkage.table import PersonTable
from schemas.martyrs import MartyrRow


def martyr_rows(table: PersonTable, mapping: Mapping[str, str] | None = None) -> Iterator[MartyrRow]:
    """Each row of the list as a record; its id is the list's own until the archive gives another."""
    mapping = mapping or guessed_mapping([column.heading for column in table.columns])
    cells = {field: column.cells for field, heading in mapping.items() if (column := table.column(heading))}
    for at, own_id in enumerate(table.ids):
        yield martyr_row(own_id, own_id, {field: column[at] for field, column in cells.items()})

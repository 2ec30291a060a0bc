"""Deleting rows with everything that hangs on them, whatever table it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Table, delete, select

from archive.adapters.records_base import Records
from archive.adapters.tables import metadata


def erase_rows(records: Records, column: Column[str], values: Sequence[str]) -> None:
    """The rows whose column has one of these values, after the rows that refer to them."""
    if not values:
        return
    for child, foreign in _referring(column):
        keys = list(child.primary_key.columns)
        if len(keys) == 1 and any(True for _ in _referring(keys[0])):
            found = records.rows(select(keys[0].label("id")).where(foreign.in_(values)))
            erase_rows(records, keys[0], [row["id"] for row in found])
        else:
            records.run(delete(child).where(foreign.in_(values)))
    records.run(delete(column.table).where(column.in_(values)))


def _referring(column: Column[str]) -> list[tuple[Table, Column[str]]]:
    """(table, its column) of each foreign key to this column."""
    return [
        (table, key.parent)
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is column
    ]

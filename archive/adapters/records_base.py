"""What the parts of the catalogue share: one connection, one transaction, foreign errors translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, Table
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from archive.adapters.sql import translated
from schemas.errors import NotFound


class Records:
    """A transaction that begins with its first statement and ends with `commit`, or is rolled back."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def commit(self) -> None:
        if self._connection is not None:
            with translated():
                self._connection.commit()

    def close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with translated():
                connection.close()

    def run(
        self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Execute one statement, or one statement for many rows."""
        with translated():
            if self._connection is None:
                self._connection = self._engine.connect()
            result = (
                self._connection.execute(statement, rows) if rows else self._connection.execute(statement)
            )
            assert isinstance(result, CursorResult)
            return result

    def rows(self, statement: Executable) -> list[dict[str, Any]]:
        result = self.run(statement)
        with translated():
            return [{**row} for row in result.mappings()]

    def first(self, statement: Executable) -> dict[str, Any] | None:
        found = self.rows(statement)
        return found[0] if found else None

    def one(self, statement: Executable, what: str) -> dict[str, Any]:
        """The only row. Raises NotFound."""
        found = self.first(statement)
        if found is None:
            raise NotFound(what)
        return found

    def insert_or_update(self, table: Table, values: Mapping[str, Any]) -> None:
        """Insert, or replace the row with the same primary key."""
        make = postgres_insert if self._engine.dialect.name == "postgresql" else sqlite_insert
        keys = [column.name for column in table.primary_key]
        statement = make(table).values(**values)
        changes = {name: statement.excluded[name] for name in values if name not in keys}
        self.run(statement.on_conflict_do_update(index_elements=keys, set_=changes))

    def insert_if_new(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert the rows whose primary key is not there yet."""
        make = postgres_insert if self._engine.dialect.name == "postgresql" else sqlite_insert
        if rows:
            keys = [column.name for column in table.primary_key]
            self.run(make(table).on_conflict_do_nothing(index_elements=keys), rows)

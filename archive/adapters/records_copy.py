"""The records as one SQLite file and back: SQLite's online backup, or PostgreSQL's rows of one moment."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Integer, Table, func, insert, inspect, select, text

from archive.adapters.catalogue_sql import SqlDatabase
from archive.adapters.sql import current_revision, make_engine, translated, upgrade
from archive.adapters.tables import metadata
from archive.keeping.errors import DamagedBackup, NotEmpty
from archive.migrations import HEAD
from archive.migrations.revisions import known_revisions
from archive.ports.keeping import Upgrade
from archive.settings import Settings
from schemas.errors import KyucError

_ROWS = 1000
_BYTES_A_SECOND = 40_000_000
"""Copied and read through by the revisions, on a slow disk."""
_OF_A_START = frozenset({"users", "grants", "one_time_tokens", "sign_in_attempts", "keeping_runs"})
"""What a first start may have written before anybody signed in."""
_AUDIT = frozenset({"audit_head", "audit_entries", "audit_anchors"})
"""Never taken back: they go only with a whole file of records; entries in PostgreSQL stand in the way."""


class SqlCopies:
    """Port `RecordsCopies`."""

    def __init__(self, settings: Settings) -> None:
        self._url = str(settings.database_url)

    def take(self, path: Path) -> Mapping[str, int]:
        """SQLite: its own online backup; writers go on. PostgreSQL: a REPEATABLE READ transaction."""
        source = make_engine(self._url)
        upgrade(source)
        try:
            if source.dialect.name == "sqlite":
                _back_up(Path(str(source.url.database)), path)
            else:
                self._draw(source, path)
        finally:
            source.dispose()
        return _counted(path)

    def _draw(self, source: Engine, path: Path) -> None:
        with _engine_on(path) as target, translated():
            upgrade(target)
            moment = source.connect().execution_options(isolation_level="REPEATABLE READ")
            with moment as read, target.begin() as write:
                read.execute(text("SET TRANSACTION READ ONLY"))
                _all_known(read)
                _clear(write)
                _copy(read, write)

    def revision(self, path: Path) -> str:
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
                if file.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                    raise DamagedBackup("integrity_check")
                return str(file.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        except (sqlite3.DatabaseError, TypeError) as error:
            raise DamagedBackup(type(error).__name__) from error

    def knows(self, revision: str) -> bool:
        return revision in known_revisions()

    def opened(self, path: Path) -> SqlDatabase:
        return SqlDatabase(make_engine(f"sqlite:///{path}"))

    def upgrade_ahead(self) -> Upgrade | None:
        target = make_engine(self._url)
        try:
            with translated():
                standing = current_revision(target)
            if standing in (None, HEAD):
                return None
            return Upgrade(str(standing), HEAD, 2 + self._size(target) // _BYTES_A_SECOND)
        finally:
            target.dispose()

    def _size(self, target: Engine) -> int:
        if target.dialect.name == "sqlite":
            return Path(str(target.url.database)).stat().st_size
        with target.connect() as connection:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    def occupied(self) -> bool:
        target = make_engine(self._url)
        try:
            if target.dialect.name == "sqlite" and not Path(str(target.url.database)).exists():
                return False
            with translated(), target.connect() as connection:
                return _occupied(connection)
        finally:
            target.dispose()

    def put_in_place(self, path: Path) -> Mapping[str, int]:
        if self.occupied():
            raise NotEmpty()
        target = make_engine(self._url)
        try:
            if target.dialect.name == "sqlite":
                _swap_in(path, Path(str(target.url.database)))
            else:
                self._pour(path, target)
        finally:
            target.dispose()
        return _counted(path) if path.exists() else _counted(Path(str(target.url.database)))

    def _pour(self, path: Path, target: Engine) -> None:
        upgrade(target)
        with _engine_on(path) as source, translated(), source.connect() as read, target.begin() as write:
            write.execute(text("SELECT pg_advisory_xact_lock(7213544102)"))
            if _occupied(write):
                raise NotEmpty()
            _clear(write)
            _copy(read, write)
            _set_sequences(write)
            if _digests(read) != _digests(write):
                raise DamagedBackup("what stands in the database is not what was given")


@contextmanager
def _engine_on(path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{path}")
    try:
        yield engine
    finally:
        engine.dispose()


def _back_up(source: Path, target: Path) -> None:
    """All pages in one step: a read lock of WAL, for which no writer waits."""
    try:
        with closing(sqlite3.connect(source)) as living, closing(sqlite3.connect(target)) as copy:
            living.backup(copy, pages=-1)
    except sqlite3.DatabaseError as error:
        raise KyucError(f"backup of the records: {type(error).__name__}") from error


def _swap_in(path: Path, place: Path) -> None:
    """One rename; the empty records that a first start made go first, with their write-ahead log."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.execute("PRAGMA journal_mode=DELETE")
    for ending in ("", "-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    path.replace(place)


def _clear(write: Connection) -> None:
    """What the migrations, or a first start, put there themselves."""
    for table in reversed(metadata.sorted_tables):
        if write.execute(select(table).limit(1)).first() is not None:
            write.execute(table.delete())


def _copy(read: Connection, write: Connection) -> None:
    """Every table, parents before children, in batches."""
    for table in metadata.sorted_tables:
        for rows in _batches(read, table):
            write.execute(insert(table), rows)


def _batches(read: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    if any(key.column.table is table for key in table.foreign_keys):
        yield from _parents_first(read, table)
        return
    found = read.execution_options(yield_per=_ROWS).execute(select(table))
    for part in found.mappings().partitions(_ROWS):
        yield [dict(row) for row in part]


def _parents_first(read: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """A table that points at itself (the tree of organisations), one generation after the other."""
    up = next(key for key in table.foreign_keys if key.column.table is table)
    waiting = [dict(row) for row in read.execute(select(table)).mappings()]
    placed: set[Any] = {None}
    while waiting:
        ready = [row for row in waiting if row[up.parent.name] in placed]
        if not ready:
            raise DamagedBackup(f"{table.name} points at rows that are not there")
        yield ready
        placed.update(row[up.column.name] for row in ready)
        waiting = [row for row in waiting if row[up.column.name] not in placed]


def _set_sequences(write: Connection) -> None:
    """The next number that PostgreSQL gives comes after those that were copied."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None or not isinstance(column.type, Integer):
            continue
        sequence = f"pg_get_serial_sequence('\"{table.name}\"', '{column.name}')"
        highest = select(func.max(column)).scalar_subquery()
        known = (highest.isnot(None), text(f"{sequence} IS NOT NULL"))
        write.execute(select(func.setval(text(sequence), highest)).where(*known))


def _all_known(read: Connection) -> None:
    """A table that the code does not name would be left out of the copy without a word."""
    standing = set(inspect(read).get_table_names()) - {"alembic_version"}
    if unknown := standing - set(metadata.tables):
        raise KyucError(f"tables that no copy would hold: {sorted(unknown)}")


def _occupied(connection: Connection) -> bool:
    standing = set(inspect(connection).get_table_names())
    passed_over = _OF_A_START | (_AUDIT if connection.dialect.name == "sqlite" else {"audit_head"})
    telling = [t for t in metadata.sorted_tables if t.name in standing and t.name not in passed_over]
    if any(connection.execute(select(table).limit(1)).first() is not None for table in telling):
        return True
    users = metadata.tables["users"]
    with_password = select(users.c.id).where(users.c.password_hash.isnot(None)).limit(1)
    return "users" in standing and connection.execute(with_password).first() is not None


def _counted(path: Path) -> Mapping[str, int]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = [name for name in sorted(names) if not name.startswith("sqlite_")]
        return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in own}


def _digests(connection: Connection) -> dict[str, str]:
    """By table, of all rows as Python sees them: the same on either database."""
    return {table.name: _digest(connection, table) for table in metadata.sorted_tables}


def _digest(connection: Connection, table: Table) -> str:
    """Rows are hashed one by one and their hashes added, so that no order is needed."""
    total = 0
    for row in connection.execution_options(yield_per=_ROWS).execute(select(table)):
        words = json.dumps(list(row), sort_keys=True, default=str, ensure_ascii=False)
        total += int.from_bytes(hashlib.sha256(words.encode()).digest(), "big")
    return f"{total % (1 << 256):x}"


def open_copies(settings: Settings) -> SqlCopies:
    return SqlCopies(settings)

"""One way to reach SQLite and PostgreSQL: engine, pragmas, foreign errors into ours, the schema kept current.

Isolation is READ COMMITTED on both. SQLite reads without a transaction until the first write, which takes the
write lock at once (BEGIN IMMEDIATE): readers never wait, and a writer never finds out late that it lost.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from archive.adapters.before_upgrade import NewerRecords, keep_copy
from archive.migrations import HEAD
from archive.migrations.revisions import known_revisions
from schemas.errors import Conflict, InvalidInput, KyucError, RecordsUnavailable, StoreFull

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")
_BUSY_MS = 30_000
_SQLITE_FULL = 13
_DISK_FULL = "53100"


def make_engine(url: str) -> Engine:
    """An engine that behaves the same on both; nothing is opened yet."""
    if not url.startswith("sqlite"):
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.split("://", 1)[1]
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=15)
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "before_cursor_execute", _begin_before_write)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_before_write(
    connection: Any, cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    raw = connection.connection.dbapi_connection
    if not raw.in_transaction and statement.lstrip().upper().startswith(_WRITES):
        cursor.execute("BEGIN IMMEDIATE")


@contextmanager
def translated() -> Iterator[None]:
    """Foreign exceptions stop here and become ours, with their cause."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        raise _ours(error) from error
    except (UnicodeEncodeError, OverflowError) as error:  # half a letter is no text, nor 10**400 a page
        raise InvalidInput("a value that cannot be written") from error


def _ours(error: Exception) -> KyucError:
    cause = getattr(error, "orig", None)
    if (
        getattr(cause, "sqlstate", None) == _DISK_FULL
        or getattr(cause, "sqlite_errorcode", 0) == _SQLITE_FULL
    ):
        return StoreFull("the disk of the records is full")
    if isinstance(error, DataError):  # PostgreSQL holds no NUL in a text, and no number beyond its column
        return InvalidInput(type(cause).__name__)
    if isinstance(error, IntegrityError):
        return Conflict(type(cause).__name__)
    if isinstance(error, OperationalError | PoolTimeout):
        return RecordsUnavailable(type(cause).__name__)
    return KyucError(f"records: {type(cause).__name__}")


def upgrade(engine: Engine) -> None:
    """Bring the schema to HEAD, once, however many processes start; SQLite's records are copied first.

    Raises NewerRecords where a newer program has worked on them: nothing is changed then.
    """
    with translated():
        if current_revision(engine) == HEAD:
            return
        # Alembic is loaded only when there is something to migrate: it would slow every command down.
        migrate = import_module("archive.migrations.upgrade").run
        if engine.dialect.name == "sqlite" and engine.url.database:
            lock = Path(engine.url.database).with_suffix(".migrating")
            lock.parent.mkdir(parents=True, exist_ok=True)
            with lock.open("w") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                standing = _known(engine)
                if standing is not None and standing != HEAD:
                    keep_copy(Path(engine.url.database), standing)
                migrate(engine)
        else:
            _known(engine)
            migrate(engine)


def _known(engine: Engine) -> str | None:
    standing = current_revision(engine)
    if standing is not None and standing not in known_revisions():
        raise NewerRecords(f"revision {standing}")
    return standing


def current_revision(engine: Engine) -> str | None:
    """Of the tables that stand; None where there are none yet."""
    if engine.dialect.name == "sqlite" and engine.url.database and not Path(engine.url.database).exists():
        return None
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

"""Puts the archive together from its settings. The only place that names an adapter.

Parts are made when they are first asked for, and their modules are loaded only then: a command that needs no
store never loads its client.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from typing import Protocol, cast

from archive.ports import Catalogue, JobQueue, ObjectStore, Passwords, SearchIndex
from archive.ports.keeping import RecordsCopies, Sealing
from archive.ports.tiles import TileCutter
from archive.ports.uploads import PartStore
from archive.ports.watches import Post
from archive.settings import Settings, load

_OBJECTS = "archive.adapters.objects_s3"
_INCOMING = "archive.adapters.objects_incoming"
_CATALOGUE = "archive.adapters.catalogue_sql"
_PASSWORDS = "archive.adapters.passwords_argon2"
_QUEUE = "archive.adapters.queue_rq"
_COPIES = "archive.adapters.records_copy"
_TILES = "archive.adapters.tiles_vips"
_SEALING = "archive.adapters.sealing_age"
_POST = "archive.adapters.mail_smtp"
_WORKER = "archive.adapters.worker_rq"
_NO_QUEUE = "archive.adapters.queue_inline"
_INDEXES = {"tantivy": "archive.adapters.index_tantivy", "elasticsearch": "archive.adapters.index_elastic"}


class Database(Protocol):
    """Gives transactions over the records."""

    def records(self) -> Catalogue: ...
    def close(self) -> None: ...


class Archive:
    """The running archive as one value: records, objects, queue, index. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def records(self) -> Catalogue:
        """A transaction; the caller commits it. Raises RecordsUnavailable."""
        return self._database.records()

    @cached_property
    def _database(self) -> Database:
        return cast(Database, import_module(_CATALOGUE).open_database(self.settings))

    @cached_property
    def objects(self) -> ObjectStore:
        return cast(ObjectStore, import_module(_OBJECTS).open_objects(self.settings))

    @cached_property
    def second(self) -> ObjectStore | None:
        """A second store that holds every original too, where the settings name one."""
        own = self.settings
        if not own.second_endpoint:
            return None
        there = replace(
            own,
            s3_endpoint=own.second_endpoint,
            s3_access_key=own.second_access_key,
            s3_secret_key=own.second_secret_key,
            s3_secure=own.second_secure,
        )
        return cast(ObjectStore, import_module(_OBJECTS).open_objects(there))

    @cached_property
    def parts(self) -> PartStore:
        """Files that arrive in parts."""
        return cast(PartStore, import_module(_INCOMING).open_parts(self.settings))

    @cached_property
    def queue(self) -> JobQueue:
        adapter = _QUEUE if self.settings.redis_url else _NO_QUEUE
        return cast(JobQueue, import_module(adapter).open_queue(self.settings))

    @cached_property
    def index(self) -> SearchIndex:
        return cast(SearchIndex, import_module(_INDEXES[self.settings.search]).open_index(self.settings))

    @cached_property
    def passwords(self) -> Passwords:
        return cast(Passwords, import_module(_PASSWORDS).open_passwords())

    @cached_property
    def tiles(self) -> TileCutter:
        """Pieces of large pictures."""
        return cast(TileCutter, import_module(_TILES).open_tiles(self.settings))

    @cached_property
    def copies(self) -> RecordsCopies:
        """The records as one file, for backups."""
        return cast(RecordsCopies, import_module(_COPIES).open_copies(self.settings))

    @cached_property
    def sealing(self) -> Sealing:
        """Encryption of backups."""
        return cast(Sealing, import_module(_SEALING).open_sealing())

    @cached_property
    def post(self) -> Post | None:
        """Letters to people, where a mail server is set."""
        return cast(Post, import_module(_POST).open_post(self.settings)) if self.settings.smtp else None

    def serve(self, queues: Sequence[str], name: str, on_stop: Callable[[], None]) -> None:
        """Be a worker for these queues until told to end. Raises QueueUnavailable."""
        import_module(_WORKER).serve(self.settings, queues, name, on_stop)

    def close(self) -> None:
        """Give connections back. The archive can be used again afterwards."""
        if "_database" in self.__dict__:
            self._database.close()


def open_archive(settings: Settings | None = None) -> Archive:
    """The archive of these settings, or of the environment. Opens nothing yet."""
    return Archive(settings or load())

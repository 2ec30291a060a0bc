"""What backups and the long watch over originals need from the outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from schemas.holdings import Item, StoredObject
from schemas.keeping import Incident, IncidentState, KeepingRun, KeepingTask

if TYPE_CHECKING:
    from archive.ports import ByteSource, Catalogue


class ByteTarget(Protocol):
    """Anything that bytes can be written to."""

    def write(self, piece: bytes, /) -> object: ...


@dataclass(frozen=True)
class KeyPair:
    """`private` opens what was sealed for `public`; it is for the province alone."""

    public: str
    private: str


@dataclass(frozen=True)
class Upgrade:
    """From one revision of the tables to another; `seconds` is an estimate."""

    from_revision: str
    to_revision: str
    seconds: int


class Sealing(Protocol):
    """Encryption to public keys: who seals cannot open."""

    def new_key(self) -> KeyPair: ...
    def public_of(self, private: str) -> str:
        """Raises InvalidInput where it is no key."""
        ...

    def check_public(self, public: str) -> None:
        """Raises InvalidInput where it is no key."""
        ...

    def seal(self, source: ByteSource, target: ByteTarget, recipients: Sequence[str]) -> None: ...
    def unseal(self, source: ByteSource, target: ByteTarget, private: str) -> None:
        """Raises WrongKey, DamagedBackup."""
        ...


class Copy(Protocol):
    """Records in a file of their own."""

    def records(self) -> Catalogue: ...
    def close(self) -> None: ...


class RecordsCopies(Protocol):
    """The records as one file, whatever database holds them, and back into either database."""

    def take(self, path: Path) -> Mapping[str, int]:
        """All records of one moment into a new file, while people work; rows by table."""
        ...

    def revision(self, path: Path) -> str:
        """Of the tables in the file. Raises DamagedBackup where it is no whole copy."""
        ...

    def knows(self, revision: str) -> bool:
        """Whether this program can bring tables of that revision up to date."""
        ...

    def opened(self, path: Path) -> Copy:
        """The records in the file, brought up to date first."""
        ...

    def upgrade_ahead(self) -> Upgrade | None:
        """What bringing the records up to date will do; None where they are, or where there are none yet."""
        ...

    def occupied(self) -> bool:
        """Whether the archive's own records hold anything that a person put there."""
        ...

    def put_in_place(self, path: Path) -> Mapping[str, int]:
        """Make these the archive's records, all or none; rows by table, compared one by one.

        Raises Conflict where the archive is not empty, DamagedBackup where what stands is not what was given.
        """
        ...


class KeepingRecords(Protocol):
    """The part of the records about checks, incidents and what was done to keep the archive."""

    def each_object(self) -> Iterator[StoredObject]:
        """All, in the order of their hashes."""
        ...

    def objects_unchecked_since(self, before: datetime, limit: int) -> Sequence[StoredObject]:
        """Those first that were never compared with their hash, or longest ago."""
        ...

    def items_made(
        self, since: datetime, until: datetime, *, after: str, limit: int, most_level: int
    ) -> Sequence[Item]:
        """Kept ones up to that level, made from then until then, in the order of their ids."""
        ...

    def forget_derivatives(self) -> Sequence[tuple[str, str]]:
        """Nothing made for viewing stands any more; (asset id, item id) of whatever had some."""
        ...

    def add_keeping_run(self, run: KeepingRun) -> None:
        """Also the end of one that was begun."""
        ...

    def keeping_runs(self, task: KeepingTask, limit: int = 20) -> Sequence[KeepingRun]:
        """The newest first."""
        ...

    def add_incident(self, incident: Incident) -> None: ...
    def open_incident(self, sha256: str) -> Incident | None: ...
    def incidents(self, *, since: datetime | None = None, limit: int = 200) -> Sequence[Incident]:
        """Open ones first, then the newest."""
        ...

    def open_incidents(self) -> int: ...
    def end_incident(self, incident_id: str, state: IncidentState, by: str, note: str) -> None:
        """Raises Conflict where it is ended already."""
        ...

    def checks_since(self, since: datetime, until: datetime) -> Mapping[str, tuple[int, int]]:
        """By outcome: how many checks, and of how many bytes."""
        ...

    def fixity_events_of(self, sha256: str) -> Sequence[tuple[datetime, str]]:
        """When it was compared with its hash and what came of it, oldest first."""
        ...

    def unchecked_since(self, before: datetime) -> tuple[int, int]:
        """Originals (number, bytes) not compared with their hash since then."""
        ...

    def originals_held(self) -> tuple[int, int]:
        """Number and bytes."""
        ...

"""What keeps the archive for ever: backups with their manifests, checks of originals, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from schemas.ids import new_id

FORMAT = 1
"""Of the backup folder. A program that does not know it refuses the folder."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """An encrypted file of a backup: where it lies in the folder, and size and SHA-256 of what lies there."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptObject:
    """An original in a backup: its own hash and size, and the file that holds it."""

    sha256: str
    size: int
    file: SealedFile


@dataclass(frozen=True, slots=True)
class Manifest:
    """One run of a backup. `objects` are those that this run added; others stand in earlier manifests."""

    run: str
    """The moment it began, in UTC, as a name that sorts: 20261122T115614Z."""
    version: str
    """Of the program."""
    revision: str
    """Of the tables."""
    signer: str
    """Public key (Ed25519, hex) of the archive that made it."""
    previous: str
    """Name of the run before, or empty."""
    previous_sha256: str
    """Of the manifest before, or empty: a run that is taken out is missed."""
    records: SealedFile
    secrets: SealedFile
    rows: Mapping[str, int]
    """By table."""
    originals: int
    """How many originals the records of this run name."""
    originals_bytes: int
    objects: tuple[KeptObject, ...] = ()
    missing: tuple[str, ...] = ()
    """Originals that the store could not give, by SHA-256."""
    format: int = FORMAT
    erasures: int | None = None
    """How many items had been erased; the signed list beside the runs is at least that long."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        """Raises KeyError, TypeError, ValueError where it is not one."""
        given = dict(data)
        for name in ("records", "secrets"):
            given[name] = SealedFile(**given[name])
        given["objects"] = tuple(
            KeptObject(kept["sha256"], int(kept["size"]), SealedFile(**kept["file"]))
            for kept in given["objects"]
        )
        given["missing"] = tuple(given["missing"])
        return cls(**given)


class KeepingTask(StrEnum):
    """What is done to keep the archive."""

    BACKUP = "backup"
    RESTORE = "restore"
    FIXITY = "fixity"
    REPORT = "report"
    DIGEST = "digest"
    LEARNING = "learning"


@dataclass(frozen=True, slots=True)
class KeepingRun:
    """One such task done: when, how it ended, and its figures (no names, no contents)."""

    task: KeepingTask
    began_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""
    """`done`, `found` (damage), or the code of the error that ended it."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)


class IncidentState(StrEnum):
    OPEN = "open"
    MENDED = "mended"
    """A whole copy was put back, from the second store."""
    CLOSED = "closed"
    """A person looked into it and closed it, with a note."""


@dataclass(frozen=True, slots=True)
class Incident:
    """An original that was not what had been received."""

    sha256: str
    outcome: str
    """`damaged` or `missing`."""
    state: IncidentState = IncidentState.OPEN
    found_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None
    by: str = ""
    note: str = ""
    id: str = field(default_factory=new_id)

"""One run of a backup, while people work: the records of one moment, then every original not yet kept.

The records come first: each original that they name was proven stored before they named it, and originals
never change, so whatever arrives meanwhile belongs to the next run.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import zstandard

from archive.fixity import HashingReader
from archive.intake import Stores
from archive.keeping.backup_folder import BackupFolder, objects_in
from archive.keeping.erased_list import write_erased
from archive.keeping.keys import recipients
from archive.keeping.sealed import Sealer
from archive.keeping.secrets import secrets_of
from archive.keeping.signatures import signer_of
from archive.keeping.version import VERSION
from archive.ports.keeping import RecordsCopies, Sealing
from archive.settings import Settings
from schemas.audit import AuditAct, AuditEntry, Outcome
from schemas.errors import DamagedObject, KyucError, NotFound
from schemas.holdings import StoredObject
from schemas.keeping import KeepingRun, KeepingTask, KeptObject, Manifest

_LEVEL = 3


class Archive(Stores, Protocol):
    """What a backup needs (`archive.bootstrap.Archive` has it)."""

    settings: Settings

    @property
    def copies(self) -> RecordsCopies: ...
    @property
    def sealing(self) -> Sealing: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: originals (of how many), bytes of those that were copied now."""

    done: int
    of: int
    copied_bytes: int


@dataclass(frozen=True, slots=True)
class Backup:
    """What one run did."""

    manifest: Manifest
    copied: int
    copied_bytes: int
    kept_before: int


Tell = Callable[[Progress], None]


def back_up(archive: Archive, root: Path, tell: Tell = lambda progress: None) -> Backup:
    """A run into this folder; what was kept before is not copied again.

    Raises NoBackupKey, ForeignFolder, BackupRunning, DamagedBackup (an earlier run was changed, or the disk
    gives back something else), StoreFull, StoreUnavailable, RecordsUnavailable. What was finished stands.
    """
    keys = recipients(archive.settings)
    folder = BackupFolder(root)
    folder.begin()
    began = datetime.now(UTC)
    with folder.locked(), _scratch(archive.settings) as scratch:
        try:
            made = _Run(archive, folder, Sealer(folder, archive.sealing, keys), began).make(scratch, tell)
        except KyucError as error:
            _note(archive, KeepingRun(KeepingTask.BACKUP, began, outcome=error.code), Outcome.FAILED)
            raise
    facts = {"run": made.manifest.run, "originals": made.manifest.originals, "copied": made.copied}
    facts |= {"copied_bytes": made.copied_bytes, "missing": len(made.manifest.missing)}
    outcome = "found" if made.manifest.missing else "done"
    _note(archive, KeepingRun(KeepingTask.BACKUP, began, outcome=outcome, facts=facts), Outcome.DONE)
    return made


class _Run:
    def __init__(self, archive: Archive, folder: BackupFolder, sealer: Sealer, began: datetime) -> None:
        self._archive, self._folder, self._sealer = archive, folder, sealer
        self._run = folder.name_of(began)
        self._added: list[KeptObject] = []
        self._missing: list[str] = []

    def make(self, scratch: Path, tell: Tell) -> Backup:
        earlier = self._folder.manifests() if self._folder.runs() else []
        for kept in self._folder.take_over_unfinished(self._run):
            self._has(kept)
        copy = scratch / "records.sqlite"
        rows = self._archive.copies.take(copy)
        with copy.open("rb") as file:
            packed = zstandard.ZstdCompressor(level=_LEVEL).stream_reader(file)
            records = self._sealer.write(packed, self._folder.run_path(self._run, "records.age"))
        words = json.dumps(secrets_of(self._archive.settings)).encode()
        secrets = self._sealer.write(io.BytesIO(words), self._folder.run_path(self._run, "secrets.age"))
        with self._archive.records() as opened:
            erasures = opened.erasures()
        write_erased(self._folder, erasures, signer_of(self._archive.settings))
        number, size = self._objects(copy, objects_in(earlier), tell)
        last = earlier[-1].run if earlier else ""
        manifest = Manifest(
            self._run, VERSION, self._archive.copies.revision(copy), signer_of(self._archive.settings).public,
            last, self._folder.digest_of(last) if last else "", records, secrets, rows, number, size,
            tuple(self._added), tuple(self._missing), erasures=len(erasures),
        )  # fmt: skip
        self._folder.write_manifest(manifest, signer_of(self._archive.settings))
        copied = sum(kept.size for kept in self._added)
        return Backup(manifest, len(self._added), copied, number - len(self._added) - len(self._missing))

    def _objects(self, copy: Path, kept: dict[str, KeptObject], tell: Tell) -> tuple[int, int]:
        """Copies what is not kept whole yet; number and bytes of all originals that the records name."""
        wanted = list(self._named(copy))
        kept |= {one.sha256: one for one in self._added}
        copied = 0
        for done, stored in enumerate(wanted, 1):
            standing = kept.get(stored.sha256)
            if standing is None or not self._folder.stands(standing.file):
                copied += self._keep(stored)
            tell(Progress(done, len(wanted), copied))
        return len(wanted), sum(stored.size for stored in wanted)

    def _named(self, copy: Path) -> Iterator[StoredObject]:
        opened = self._archive.copies.opened(copy)
        with closing(opened), opened.records() as records:
            for stored in records.each_object():
                if stored.held_in == "objects":
                    yield stored

    def _keep(self, stored: StoredObject) -> int:
        try:
            with self._archive.objects.retrieve(stored.sha256) as stream:
                reader = HashingReader(stream)
                file = self._sealer.write(reader, self._folder.object_path(stored.sha256))
            if (reader.sha256, reader.size) != (stored.sha256, stored.size):
                (self._folder.root / file.path).unlink()
                raise DamagedObject("another hash")
        except (NotFound, DamagedObject):
            self._missing.append(stored.sha256)
            return 0
        self._has(KeptObject(stored.sha256, stored.size, file))
        return stored.size

    def _has(self, kept: KeptObject) -> None:
        self._added.append(kept)
        self._folder.note_object(self._run, kept)


@contextmanager
def _scratch(settings: Settings) -> Iterator[Path]:
    """Beside the records, on whose disk a copy of them fits; for the owner only."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="backup-", dir=settings.data) as folder:
        yield Path(folder)


def _note(archive: Archive, run: KeepingRun, outcome: Outcome) -> None:
    with archive.records() as records:
        records.add_keeping_run(replace(run, ended_at=datetime.now(UTC)))
        records.note(AuditEntry(AuditAct.BACKUP_MADE, "backup", run.id, outcome, dict(run.facts)))
        records.commit()

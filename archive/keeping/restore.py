"""From a backup to the same archive again: everything is looked at before anything is written.

The records are put in place last, in one step; until then the archive is as empty as before, and a restore
that was broken off is simply run again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Protocol

import zstandard

from archive.erasing import apply_again
from archive.indexing import rebuild_index
from archive.keeping import backup
from archive.keeping.backup_folder import BackupFolder, objects_in
from archive.keeping.erased_list import read_erased
from archive.keeping.errors import DamagedBackup, NewerBackup, NotEmpty, WrongKey
from archive.keeping.keys import HeldKey
from archive.keeping.sealed import open_into
from archive.keeping.secrets import take_over
from archive.ports import ObjectStore, SearchIndex
from archive.ports.tiles import TileCutter
from archive.settings import Settings
from schemas.audit import AuditAct, AuditEntry
from schemas.erasures import Erasure
from schemas.errors import StoreFull
from schemas.keeping import KeepingRun, KeepingTask, KeptObject, Manifest
from schemas.processing import Stage


class Archive(backup.Archive, Protocol):
    @property
    def second(self) -> ObjectStore | None: ...
    @property
    def index(self) -> SearchIndex: ...
    @property
    def tiles(self) -> TileCutter: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A backup that was looked at and is whole: the run, and where each of its originals lies."""

    folder: BackupFolder
    manifest: Manifest
    objects: Mapping[str, KeptObject]
    secrets: Mapping[str, str]
    erased: Sequence[Erasure]
    """All that families withdrew, also after this run was made."""


@dataclass(frozen=True, slots=True)
class Restored:
    run: str
    rows: Mapping[str, int]
    originals: int
    indexed: int


Tell = Callable[[str, int, int], None]
"""What is done (`check`, `originals`, `index`), how many of how many."""


def examine(
    archive: Archive, root: Path, key: HeldKey, run: str | None = None, tell: Tell = lambda *_: None
) -> Found:
    """Read all of a backup and open what the key must open; nothing is written.

    Raises NoBackup, WrongKey, DamagedBackup, NewerBackup.
    """
    folder = BackupFolder(root)
    folder.must_stand()
    manifests = folder.manifests(run)
    manifest = manifests[-1]
    if key.signer and key.signer != manifest.signer:
        raise WrongKey(
            "another archive's signature",
            vi="Bản sao lưu này không phải do kho ghi trong tệp khóa ký. Chưa có gì được khôi phục.",
            en="This backup is not signed by the archive that the key file names. Nothing was restored.",
        )
    sealed = BytesIO()
    open_into(folder, archive.sealing, manifest.secrets, key.private, sealed)
    if not archive.copies.knows(manifest.revision):
        raise NewerBackup(f"revision {manifest.revision}")
    erased = read_erased(folder, _newest(folder) or manifest)
    objects = objects_in(manifests)
    _all_whole(folder, manifest, objects, tell)
    return Found(folder, manifest, objects, json.loads(sealed.getvalue()), erased)


def _newest(folder: BackupFolder) -> Manifest | None:
    """None where a later run than the one that is wanted is damaged."""
    try:
        return folder.manifests()[-1]
    except DamagedBackup:
        return None


def _all_whole(
    folder: BackupFolder, manifest: Manifest, objects: Mapping[str, KeptObject], tell: Tell
) -> None:
    files = [manifest.records, manifest.secrets, *(kept.file for kept in objects.values())]
    broken = 0
    for done, file in enumerate(files, 1):
        broken += not folder.whole(file)
        tell("check", done, len(files))
    if broken:
        raise DamagedBackup(
            f"{broken} files of {len(files)}",
            vi=f"Bản sao lưu bị hỏng hoặc thiếu {broken} trên {len(files)} tệp. Chưa có gì được khôi phục. "
            "Hãy dùng bản sao lưu ở nơi khác.",
            en=f"{broken} of {len(files)} files of the backup are damaged or missing. Nothing was restored. "
            "Use a copy kept elsewhere.",
        )


def restore(archive: Archive, found: Found, key: HeldKey, tell: Tell = lambda *_: None) -> Restored:
    """Make this empty archive the one of the backup; its store must run.

    Raises NotEmpty, DamagedBackup, StoreUnavailable, StoreFull, RecordsUnavailable: then it is still empty.
    """
    began = datetime.now(UTC)
    if archive.copies.occupied():
        raise NotEmpty()
    with _scratch(archive.settings, found.manifest) as scratch:
        copy = scratch / "records.sqlite"
        _unpack(archive, found, key, copy)
        _originals(archive, found, key, copy, tell)
        _make_ready(archive, copy, KeepingRun(KeepingTask.RESTORE, began, datetime.now(UTC), "done"))
        rows = archive.copies.put_in_place(copy)
    take_over(archive.settings, found.secrets)
    apply_again(archive, found.erased)  # what families withdrew since does not come back
    tell("index", 0, 0)
    indexed = rebuild_index(archive.records, archive.index)
    return Restored(found.manifest.run, rows, found.manifest.originals, indexed)


@contextmanager
def _scratch(settings: Settings, manifest: Manifest) -> Iterator[Path]:
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(settings.data).free < 4 * manifest.records.size:
        raise StoreFull(
            "no room for the records",
            vi="Đĩa không đủ chỗ để khôi phục. Chưa có gì được khôi phục.",
            en="There is no room on the disk to restore. Nothing was restored.",
        )
    with TemporaryDirectory(prefix="restore-", dir=settings.data) as folder:
        yield Path(folder)


def _unpack(archive: Archive, found: Found, key: HeldKey, copy: Path) -> None:
    """Records in a file, whole and with the rows that the manifest counted."""
    try:
        with copy.open("wb") as file, zstandard.ZstdDecompressor().stream_writer(file) as unpacked:
            open_into(found.folder, archive.sealing, found.manifest.records, key.private, unpacked)
    except zstandard.ZstdError as error:
        raise DamagedBackup("records") from error
    if archive.copies.revision(copy) != found.manifest.revision:
        raise DamagedBackup("the records have another revision than the manifest says")


def _originals(archive: Archive, found: Found, key: HeldKey, copy: Path, tell: Tell) -> None:
    archive.objects.prepare()
    wanted = _wanted(archive, found, copy)
    for done, (kept, media_type) in enumerate(wanted, 1):
        with TemporaryFile(dir=archive.settings.data) as plain:
            open_into(found.folder, archive.sealing, kept.file, key.private, plain)
            plain.seek(0)
            stored = archive.objects.deposit(plain, media_type)
        if stored.sha256 != kept.sha256:
            raise DamagedBackup(kept.file.path)
        tell("originals", done, len(wanted))


def _wanted(archive: Archive, found: Found, copy: Path) -> Sequence[tuple[KeptObject, str]]:
    """Originals that the records name; those that were missing when the backup was made are known as such."""
    opened = archive.copies.opened(copy)
    with closing(opened), opened.records() as records:
        named = [(one.sha256, one.media_type) for one in records.each_object() if one.held_in == "objects"]
    gone = set(found.manifest.missing)
    absent = [sha256 for sha256, _ in named if sha256 not in found.objects and sha256 not in gone]
    if absent:
        raise DamagedBackup(f"{len(absent)} originals are in no run")
    return [(found.objects[sha256], kind) for sha256, kind in named if sha256 in found.objects]


def _make_ready(archive: Archive, copy: Path, run: KeepingRun) -> None:
    """What is made for viewing is not in a backup: it is planned anew."""
    opened = archive.copies.opened(copy)
    with closing(opened), opened.records() as records:
        lost = records.forget_derivatives()
        records.plan_stages([(asset, item, Stage.MAKE_DERIVATIVES) for asset, item in lost])
        records.end_every_session()  # some may have been ended after the backup was made
        records.add_keeping_run(run)
        records.note(AuditEntry(AuditAct.RESTORED, "backup", run.id))
        records.commit()

"""How a backup lies in its folder.

kyuc-backup.json          what this is, for people and programs
objects/ab/abcd….age      each original once, sealed
runs/20261122T115614Z/    records.age, secrets.age, manifest.json, manifest.sig
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from archive.fixity import sha256_of
from archive.keeping.errors import BackupRunning, DamagedBackup, ForeignFolder, NewerBackup, NoBackup
from archive.keeping.signatures import Signer, verify
from schemas.keeping import FORMAT, KeptObject, Manifest, SealedFile

MARK = "kyuc-backup.json"
_NOTES = "objects.jsonl"
_ABOUT = {
    "format": FORMAT,
    "vi": "Bản sao lưu của kho Ký Ức. Không sửa, không xóa tệp nào.",
    "en": "Backup of a Ký Ức archive. Change and delete nothing.",
    "restore": "./kyuc restore FOLDER --key KEY_FILE",
    "files": "age-encryption.org/v1; records: Zstandard, SQLite; manifest.sig: Ed25519 of manifest.json",
}


@dataclass(frozen=True)
class BackupFolder:
    root: Path

    def begin(self) -> None:
        """Raises ForeignFolder for one that holds other things."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (self.root / MARK).exists():
            if any(path.name != "lost+found" for path in self.root.iterdir()):
                raise ForeignFolder(str(self.root))
            (self.root / MARK).write_text(json.dumps(_ABOUT, ensure_ascii=False, indent=1), encoding="utf-8")
        self._known_format()

    def must_stand(self) -> None:
        """Raises NoBackup, NewerBackup."""
        if not (self.root / MARK).is_file():
            raise NoBackup(str(self.root))
        self._known_format()

    def _known_format(self) -> None:
        try:
            standing = int(json.loads((self.root / MARK).read_text(encoding="utf-8"))["format"])
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedBackup(MARK) from error
        if standing > FORMAT:
            raise NewerBackup(f"format {standing}")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time. Raises BackupRunning."""
        with (self.root / ".lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupRunning() from error
            yield

    def object_path(self, sha256_hex: str) -> str:
        return f"objects/{sha256_hex[:2]}/{sha256_hex}.age"

    def run_path(self, run: str, name: str) -> str:
        return f"runs/{run}/{name}"

    def runs(self) -> list[str]:
        """Those that were finished, oldest first."""
        return sorted(path.parent.name for path in (self.root / "runs").glob("*/manifest.sig"))

    def name_of(self, began: datetime) -> str:
        """A name after those of all earlier runs, whatever the clock says."""
        name, taken = f"{began:%Y%m%dT%H%M%SZ}", sorted(path.name for path in (self.root / "runs").glob("*"))
        return name if not taken or name > taken[-1] else taken[-1] + "+"

    def note_object(self, run: str, kept: KeptObject) -> None:
        """An original stands whole: known even if the run is broken off."""
        path = self.root / "runs" / run / _NOTES
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(kept)) + "\n")

    def take_over_unfinished(self, run: str) -> list[KeptObject]:
        """Originals that broken-off runs had copied, each read again; what else these left is removed."""
        found: dict[str, KeptObject] = {}
        finished = {*self.runs(), run}
        for folder in sorted((self.root / "runs").glob("*")):
            if folder.name in finished:
                continue
            for kept in _noted(folder / _NOTES):
                if self.whole(kept.file):
                    found[kept.sha256] = kept
            shutil.rmtree(folder)
        return list(found.values())

    def write_manifest(self, manifest: Manifest, signer: Signer) -> None:
        """The signature last: a run without one was never finished and counts for nothing."""
        words = json.dumps(manifest.to_json(), sort_keys=True, separators=(",", ":")).encode()
        folder = self.root / "runs" / manifest.run
        write_through(folder / "manifest.json", words)
        write_through(folder / "manifest.sig", signer.sign(words).encode())
        flush_folder(folder)
        (folder / _NOTES).unlink(missing_ok=True)

    def manifests(self, until: str | None = None) -> list[Manifest]:
        """Of all finished runs up to this one, oldest first, each signed and joined to the one before.

        Raises NoBackup, DamagedBackup, NewerBackup.
        """
        runs = [run for run in self.runs() if until is None or run <= until]
        if not runs or (until is not None and runs[-1] != until):
            raise NoBackup(until or str(self.root))
        found: list[Manifest] = []
        before = ("", "")
        for run in runs:
            manifest, digest = self._manifest(run)
            if (manifest.previous, manifest.previous_sha256) != before:
                raise DamagedBackup(f"{run}: the run before it is missing or changed")
            before = (run, digest)
            found.append(manifest)
        return found

    def _manifest(self, run: str) -> tuple[Manifest, str]:
        folder = self.root / "runs" / run
        try:
            words = (folder / "manifest.json").read_bytes()
            data = json.loads(words)
            if int(data["format"]) > FORMAT:
                raise NewerBackup(f"format {data['format']}")
            manifest = Manifest.from_json(data)
            signature = (folder / "manifest.sig").read_text(encoding="ascii")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedBackup(f"{run}: manifest") from error
        if manifest.run != run or not verify(manifest.signer, words, signature):
            raise DamagedBackup(f"{run}: signature")
        return manifest, sha256(words).hexdigest()

    def digest_of(self, run: str) -> str:
        return sha256((self.root / "runs" / run / "manifest.json").read_bytes()).hexdigest()

    def stands(self, file: SealedFile) -> bool:
        """Whether a file is there with its size: cheap, for every run."""
        try:
            return (self.root / file.path).stat().st_size == file.size
        except OSError:
            return False

    def whole(self, file: SealedFile) -> bool:
        """Whether it reads back, from the disk itself, as what was written."""
        try:
            with (self.root / file.path).open("rb") as stream:
                os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                return sha256_of(stream) == (file.sha256, file.size)
        except OSError:
            return False


def _noted(path: Path) -> Iterator[KeptObject]:
    """Whole lines only: the last may have been cut off."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            data = json.loads(line)
            yield KeptObject(data["sha256"], data["size"], SealedFile(**data["file"]))
        except (ValueError, KeyError, TypeError):
            continue


def objects_in(manifests: list[Manifest]) -> dict[str, KeptObject]:
    """By SHA-256; where one was written twice, the later file counts."""
    return {kept.sha256: kept for manifest in manifests for kept in manifest.objects}


def write_through(path: Path, words: bytes) -> None:
    """Written and seen to the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """The names in it survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Writing a stream sealed into a backup folder, read back before it counts; and opening it again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from archive.keeping.backup_folder import BackupFolder
from archive.keeping.errors import DamagedBackup
from archive.ports import ByteSource
from archive.ports.keeping import ByteTarget, Sealing
from schemas.errors import StoreFull
from schemas.keeping import SealedFile

_NO_SPACE = frozenset({28, 122})


class HashingWriter:
    """Passes bytes on to a file and knows the SHA-256 and size of what passed."""

    def __init__(self, target: ByteTarget) -> None:
        self._target = target
        self._digest = sha256()
        self.size = 0

    def write(self, piece: bytes, /) -> int:
        self._target.write(piece)
        self._digest.update(piece)
        self.size += len(piece)
        return len(piece)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Sealer:
    """Seals for one backup folder."""

    def __init__(self, folder: BackupFolder, sealing: Sealing, recipients: Sequence[str]) -> None:
        self._folder = folder
        self._sealing = sealing
        self._recipients = tuple(recipients)

    def write(self, source: ByteSource, path: str) -> SealedFile:
        """Under another name until it reads back from the disk as it was written.

        Raises StoreFull (the backup's disk), DamagedBackup (its disk gives back something else).
        """
        place = self._folder.root / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = place.with_name(f".{place.name}.part")
        try:
            with open(scratch, "wb", opener=_private) as file:
                writer = HashingWriter(file)
                self._sealing.seal(source, writer, self._recipients)
                file.flush()
                os.fsync(file.fileno())
            self._read_back(scratch, writer)
            scratch.replace(place)
        except OSError as error:
            scratch.unlink(missing_ok=True)
            if error.errno in _NO_SPACE:
                raise backup_disk_full() from error
            raise
        except BaseException:
            scratch.unlink(missing_ok=True)
            raise
        return SealedFile(path, writer.size, writer.sha256)

    def _read_back(self, scratch: Path, writer: HashingWriter) -> None:
        name = str(scratch.relative_to(self._folder.root))
        if not self._folder.whole(SealedFile(name, writer.size, writer.sha256)):
            raise DamagedBackup(
                name,
                vi="Đĩa sao lưu trả lại dữ liệu khác với dữ liệu đã ghi. Hãy thay đĩa khác.",
                en="The backup disk gives back something else than was written. Use another disk.",
            )


def backup_disk_full() -> StoreFull:
    return StoreFull(
        "backup disk full",
        vi="Đĩa sao lưu đã đầy. Các tệp đã sao lưu vẫn dùng được; hãy thêm chỗ rồi chạy lại.",
        en="The backup disk is full. What was backed up stands; make room and run it again.",
    )


def open_into(
    folder: BackupFolder, sealing: Sealing, file: SealedFile, private: str, target: ByteTarget
) -> None:
    """Raises WrongKey, DamagedBackup."""
    try:
        stream: BinaryIO = (folder.root / file.path).open("rb")
    except OSError as error:
        raise DamagedBackup(file.path) from error
    with stream:
        sealing.unseal(stream, target, private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

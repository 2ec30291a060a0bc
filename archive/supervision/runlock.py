"""One running archive a data folder: a lock that supervisord holds for as long as it lives."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import IO, Any

from schemas.errors import KyucError


class AlreadyRunning(KyucError):
    """Another `kyuc up` serves the same data folder."""

    code = "already_running"


class RunLock:
    """A lock file; the kernel frees it when its holder dies, however that happens."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self) -> IO[str]:
        """The open file that holds the lock, to be inherited by supervisord. Raises AlreadyRunning."""
        file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise self._running() from error
        file.truncate(0)  # what stands there is of a process long gone, its number perhaps another's now
        return file

    def is_held(self) -> bool:
        if not self._path.exists():
            return False
        with self._path.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def note(self, file: IO[str], **facts: str | int) -> None:
        """Write who holds it (`pid` of supervisord, `url`)."""
        file.seek(0)
        file.truncate()
        json.dump(facts, file)
        file.flush()

    def facts(self) -> dict[str, Any]:
        """What the holder noted; empty while it starts."""
        try:
            return dict(json.loads(self._path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return {}

    def _running(self) -> AlreadyRunning:
        address = self.facts().get("url", "")
        return AlreadyRunning(
            f"{self._path} is locked",
            vi=f"Kho ở {self._path.parent.parent} đang chạy rồi {address}. "
            "Xem bằng ./kyuc status, dừng bằng ./kyuc down.",
            en=f"The archive in {self._path.parent.parent} is already running {address}. "
            "See it with ./kyuc status, end it with ./kyuc down.",
        )

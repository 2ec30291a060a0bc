"""Small files that processes share: replaced whole, stamped, and locked by one at a time."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import SearchUnavailable

NO_FILE = (0, 0)


def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n") if path.exists() else []


def replace_file(path: Path, content: bytes) -> None:
    """Readers see the old or the new file, never half of one."""
    beside = path.with_name(f"{path.name}.beside")
    beside.write_bytes(content)
    beside.replace(path)


@contextmanager
def locked(path: Path, wait_s: float) -> Iterator[None]:
    """One process and thread at a time. Raises SearchUnavailable after `wait_s`."""
    with path.open("a") as lock:
        until = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= until:
                    raise SearchUnavailable(f"{path.name} is held by another process") from error
                time.sleep(0.02)
        yield


def stamp_of(path: Path) -> tuple[int, int]:
    """Changes whenever the file was replaced or written."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return NO_FILE
    return found.st_ino, found.st_mtime_ns

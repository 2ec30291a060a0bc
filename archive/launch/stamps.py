"""Remembers what was done for which sources, so that a second start does nothing and needs no network."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from archive.launch import VENV

FOLDER = VENV / "kyuc"
"""Inside the environment: thrown away with it, never carried to another machine by git."""


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """SHA-256 over names and contents; a file that is not there counts as empty."""
    digest = hashlib.sha256("\0".join(more).encode())
    for file in sorted(files):
        content = file.read_bytes() if file.is_file() else b""
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_done(name: str, mark: str) -> bool:
    stamp = FOLDER / name
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == mark


def done(name: str, mark: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(mark, encoding="utf-8")

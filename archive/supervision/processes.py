"""Processes of this data folder, found by the mark in their environment: for ending strays and for memory."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

from archive.supervision.folders import Folders


def of(folders: Folders) -> Iterator[int]:
    """Process ids that carry the mark of this data folder (only one's own processes can be seen)."""
    mark = f"KYUC_SUPERVISED={folders.marker}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue  # ended meanwhile, or another user's
        if mark in environment.split(b"\0") and int(entry.name) != os.getpid():
            yield int(entry.name)


def end_strays(folders: Folders) -> list[int]:
    """Kill what an ended archive left behind; returns what was killed."""
    killed = []
    for process in of(folders):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
        killed.append(process)
    return killed


def memory(process: int) -> int:
    """Bytes of memory as its share of what it shares (PSS); 0 where it has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) * 1024 if found else 0


def peak(process: int) -> int:
    """The most bytes of memory it has had at one time; 0 where it has ended."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) * 1024 if found else 0


def descendants(process: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{process}/task/{process}/children")
    try:
        below = [int(word) for word in children.read_text(encoding="ascii").split()]
    except OSError:
        return []
    return [process, *(found for child in below for found in descendants(child))]

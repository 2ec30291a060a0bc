"""What `kyuc doctor` asks of a machine and its archive: each answer names the next command to type."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.bootstrap import Archive
from archive.supervision import health
from archive.supervision.control import Supervisor
from archive.supervision.events import endings
from archive.supervision.folders import Folders
from archive.supervision.machine import lock_of
from schemas.errors import KyucError

LEAST_FREE_BYTES = 5_000_000_000
PROGRAMS = ("tesseract", "ffmpeg", "ffprobe", "espeak-ng", "setpriv")

UP, REBUILD, DOWN_UP = "./kyuc up", "./kyuc rebuild-index", "./kyuc down; ./kyuc up"


@dataclass(frozen=True)
class Finding:
    """One answer. `next_command` is empty where nothing is to be done."""

    name: str
    good: bool
    vi: str
    en: str
    next_command: str = ""


def machine(folders: Folders) -> Iterator[Finding]:
    """What holds whether or not the archive runs."""
    for program in PROGRAMS:
        found = shutil.which(program)
        yield Finding(
            program, bool(found), found or "chưa cài", found or "not installed", "" if found else UP
        )
    nearest = next(path for path in (folders.data, *folders.data.parents) if path.is_dir())
    free = shutil.disk_usage(nearest).free
    yield Finding(
        "disk",
        free > LEAST_FREE_BYTES,
        f"còn trống {free / 1e9:.0f} GB ở {nearest}",
        f"{free / 1e9:.0f} GB free at {nearest}",
        "" if free > LEAST_FREE_BYTES else "./kyuc up --data /đĩa/khác",
    )
    if folders.endpoints.is_file():
        private = folders.endpoints.stat().st_mode & 0o077 == 0
        command = "" if private else f"chmod 600 {folders.endpoints}"
        yield Finding("secrets", private, "chỉ chủ sở hữu đọc được", "readable by the owner only", command)


def running(folders: Folders) -> Iterator[Finding]:
    """The supervisor and its programs."""
    lock = lock_of(folders)
    if not lock.is_held():
        yield Finding("archive", False, "kho không chạy", "the archive is not running", UP)
        return
    yield Finding("archive", True, f"đang chạy: {lock.facts().get('url')}", "running")
    reasons = endings(folders)
    for state in Supervisor(folders).processes():
        reason = reasons[state.name].vi if state.name in reasons else state.state
        note = f"nhật ký: {folders.logs / (state.name + '.log')}"
        yield Finding(
            state.name,
            state.is_up,
            "đang chạy" if state.is_up else f"{reason}; {note}",
            "running" if state.is_up else f"not running ({state.state}); {note}",
            "" if state.is_up else DOWN_UP,
        )


def parts(archive: Archive) -> Iterator[Finding]:
    """Records, store, queue and index, as the settings name them."""
    yield _asked("records", lambda: _records(archive), UP)
    yield _asked("store", lambda: _store(archive), UP)
    yield _asked("queue", lambda: _queue(archive), UP)
    yield _asked("index", lambda: _index(archive), REBUILD)


def _asked(name: str, ask: Callable[[], Finding], command: str) -> Finding:
    try:
        return ask()
    except KyucError as error:
        return Finding(name, False, error.message_vi, error.message_en, command)


def _records(archive: Archive) -> Finding:
    with archive.records() as records:
        count = records.item_count()
        left = sum(records.work_left().values())
    return Finding(
        "records", True, f"{count} tư liệu, {left} việc đang chờ", f"{count} items, {left} jobs waiting"
    )


def _store(archive: Archive) -> Finding:
    archive.objects.holds("0" * 64)
    return Finding("store", True, "trả lời", "answers")


def _queue(archive: Archive) -> Finding:
    good = health.queue_answers(str(archive.settings.redis_url))
    words = ("trả lời", "answers") if good else ("không trả lời", "does not answer")
    return Finding("queue", good, *words, next_command="" if good else UP)


def _index(archive: Archive) -> Finding:
    with archive.records() as records:
        expected = records.item_count()
        busy = sum(records.work_left().values()) > 0
    found = archive.index.count()
    good = found >= expected or busy
    words = (f"{found} trên {expected} tư liệu tìm được", f"{found} of {expected} items can be found")
    return Finding("index", good, *words, next_command="" if good else REBUILD)

"""What befalls an archive beside killed processes: each trouble comes and goes, and says what it did."""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from archive.bootstrap import Archive
from archive.supervision.control import Supervisor
from schemas.errors import Unavailable

_FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
"""Debian's package faketime: gives processes another clock than the machine's."""
_PIECE = bytes(1 << 20)


def processes(supervisor: Supervisor) -> list[tuple[str, int]]:
    """Name and process id of everything that is up."""
    try:
        return [(one.name, one.process) for one in supervisor.processes() if one.is_up]
    except Unavailable:
        return []


def wipe_queue(archive: Archive) -> str:
    try:
        Redis.from_url(str(archive.settings.redis_url)).flushall()
    except RedisError:
        return "queue was away when it was to be wiped"
    return "queue wiped"


def hang_store(supervisor: Supervisor, seconds: float) -> str:
    """It holds its connections and answers nothing, which is worse than being gone."""
    for name, process in processes(supervisor):
        if name == "seaweedfs":
            os.kill(process, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(process, signal.SIGCONT)
            return f"store hung for {seconds:.0f} s"
    return "store was away when it was to hang"


def break_index(archive: Archive) -> str:
    broken = list((archive.settings.data / "index").rglob("meta.json"))
    for meta in broken:
        meta.write_bytes(b"\x00 broken")
    return "index broken" if broken else "index was not there when it was to be broken"


def fill_disk(data: Path, seconds: float) -> str:
    """Not a byte is free for a while: for the records, the store, the queue, the index, the logs."""
    filler = data / "filler"
    until = time.monotonic() + seconds
    with filler.open("wb", buffering=0) as file:
        while time.monotonic() < until:
            try:
                file.write(_PIECE)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                time.sleep(0.2)  # what others free is taken too
    size = filler.stat().st_size >> 20
    filler.unlink()
    return f"disk full for {seconds:.0f} s ({size} MiB taken)"


class Clock:
    """The clock of the archive's processes, which can be set; the machine's own is left alone.

    The object store and the front are programs without the system's C library and keep the machine's time:
    steps stay within the quarter of an hour for which S3 takes a signature. The clock that counts waits steps
    with it, which is harsher than a machine's: libfaketime 0.9.10 breaks every sleep of Python otherwise.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._file.write_text("+0\n", encoding="ascii")

    @staticmethod
    def is_there() -> bool:
        return _FAKETIME.exists()

    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(_FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
        }

    def jump(self, seconds: int, stay: float) -> str:
        """Forward, back behind the true time, and true again."""
        for step in (seconds, -seconds, 0):
            beside = self._file.with_suffix(".new")
            beside.write_text(f"{step:+d}\n", encoding="ascii")
            beside.replace(self._file)
            time.sleep(stay)
        return f"clock {seconds:+d} s, then {-seconds:+d} s, each for {stay:.0f} s"

"""Wakes workers for what waits or lost its worker, as the records say: a wiped queue loses nothing."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from archive import exporting, sending
from archive.bags.receiving import take_next
from archive.bootstrap import Archive
from archive.discovery import Discovery
from archive.erasing import finish
from archive.public_intake.bringing import drop_declined
from archive.public_intake.guard import forget_old_uses
from archive.signing_in import sessions
from archive.signing_in.attempts import forget_old_attempts
from archive.uploads import drop_stale
from schemas.errors import Unavailable
from workers.runner import BATCHES

log = logging.getLogger(__name__)

_TOO_OLD_SECONDS = 24 * 3600
_TIDY_SECONDS = 600


def sweep(archive: Archive, limit: int = 500) -> int:
    """Wake once for each waiting work (once a stage where it is done in batches); how many were woken.

    Raises RecordsUnavailable, QueueUnavailable.
    """
    with archive.records() as records:
        due = records.work_to_wake(limit)
    batched = {state.stage: state for state in due if state.stage in BATCHES}
    chosen = [state for state in due if state.stage not in BATCHES] + list(batched.values())
    for state in chosen:
        archive.queue.wake(state)
    return len(chosen)


def clear_leftovers(data: Path, older_than: float = _TOO_OLD_SECONDS) -> None:
    """Remove what killed processes left in the work and spool folders."""
    now = time.time()
    for folder in (data / "work", data / "spool"):
        for entry in folder.iterdir() if folder.is_dir() else ():
            if now - entry.stat().st_mtime > older_than:
                shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)


def sweep_until(archive: Archive, stopped: threading.Event, pause: float = 5.0) -> None:
    """Sweep again and again. Records, queue or store that are away for a while are waited for."""
    tidy_at = 0.0
    while not stopped.is_set():
        try:
            sweep(archive)
            if time.monotonic() >= tidy_at:
                tidy_at = time.monotonic() + _TIDY_SECONDS
                clear_leftovers(archive.settings.data)
                drop_stale(archive)
                sending.drop_stale(archive)
                forget_old_attempts(archive)
                sessions.forget_old(archive)
                finish(archive)
                forget_old_uses(archive)
                drop_declined(archive)
                exporting.drop_made_before(archive, datetime.now(UTC) - exporting.KEPT)
        except Unavailable as error:
            log.warning("sweep: %s", error.code)
        stopped.wait(pause)


def export_until(archive: Archive, stopped: threading.Event, pause: float = 2.0) -> None:
    """Make the lists that people asked for and take in the bags they gave, in turn, beside the sweeping."""
    discovery = Discovery(archive.records, archive.index)
    while not stopped.is_set():
        try:
            while not stopped.is_set() and (exporting.make_next(archive, discovery) or take_next(archive)):
                pass
        except Unavailable as error:
            log.warning("exports: %s", error.code)
        except Exception:
            log.exception("an export broke")  # its lease runs out; three such attempts end it
        stopped.wait(pause)

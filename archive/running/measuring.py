"""Measure the archive: disk, queues, fixity, backups, and whether its parts answer."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import Protocol

from archive.audit.chain import VIETNAM
from archive.intake import Stores
from archive.ports import Catalogue, SearchIndex
from archive.running.work import queues
from archive.settings import Settings
from schemas.errors import KyucError, NotFound
from schemas.keeping import KeepingTask
from schemas.running import Facts

_GROWTH = timedelta(days=14)
_CHECKED_WITHIN = timedelta(days=365)
_NO_OBJECT = "0" * 64


class Archive(Stores, Protocol):
    """What is measured (`archive.bootstrap.Archive` has it)."""

    @property
    def settings(self) -> Settings: ...
    @property
    def index(self) -> SearchIndex: ...


def measure(archive: Archive) -> Facts:
    """Raises RecordsUnavailable; any other part that is away is told in the facts."""
    now = datetime.now(UTC)
    folder = archive.settings.data
    folder.mkdir(parents=True, exist_ok=True)
    disk = shutil.disk_usage(folder)
    with archive.records() as records:
        return Facts(
            at=now,
            free_bytes=disk.free,
            total_bytes=disk.total,
            grown_bytes_a_day=records.bytes_received_since(now - _GROWTH) / _GROWTH.days,
            queues=queues(records),
            open_incidents=records.open_incidents(),
            late_requests=records.data_requests_late(now.astimezone(VIETNAM).date()),
            unchecked_originals=records.unchecked_since(now - _CHECKED_WITHIN)[0],
            last_backup=_last_backup(records),
            originals=records.originals_held()[0],
            store_answers=_store_answers(archive),
            search_answers=_search_answers(archive),
            queue_answers=archive.queue.serves() or not archive.settings.redis_url,
        )


def _last_backup(records: Catalogue) -> datetime | None:
    ended = [run.ended_at for run in records.keeping_runs(KeepingTask.BACKUP) if run.outcome == "done"]
    return max((at for at in ended if at is not None), default=None)


def _store_answers(archive: Archive) -> bool:
    try:
        archive.objects.holds(_NO_OBJECT)
    except NotFound:
        return True
    except KyucError:
        return False
    return True


def _search_answers(archive: Archive) -> bool:
    try:
        archive.index.count()
    except KyucError:
        return False
    return True

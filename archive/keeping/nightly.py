"""What is done each night without anybody: a backup, the check of some originals, once a month the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from archive.keeping.backup import Archive as BackupArchive
from archive.keeping.backup import back_up
from archive.keeping.fixity_report import make_report, month_before
from archive.keeping.rolling import Bounds, check_originals
from archive.keeping.sizes import bytes_of
from archive.linkage.learned import due, learn
from archive.linkage.suggesting import Suggester
from archive.ports import ObjectStore
from archive.ports.watches import Post
from archive.watch_digest import keep_digests
from archive.watch_mail import mail_digests
from schemas.errors import InvalidInput, KyucError
from schemas.keeping import KeepingRun, KeepingTask

PATIENCE = (10.0, 60.0, 300.0)
"""A store that is busy or being started again is waited for, some minutes in all."""


class Archive(BackupArchive, Protocol):
    @property
    def second(self) -> ObjectStore | None: ...
    @property
    def post(self) -> Post | None: ...


_COPY_KEPT = timedelta(days=14)

Complaint = tuple[KeepingTask, KyucError]


def time_of_night(written: str) -> time:
    """Raises InvalidInput for what is no time of day."""
    try:
        return time.fromisoformat(written)
    except ValueError as error:
        raise InvalidInput(
            "KYUC_NIGHT",
            vi="KYUC_NIGHT phải là giờ trong ngày, như 01:30.",
            en="KYUC_NIGHT must be a time of day, as 01:30.",
        ) from error


def last_night(now: datetime, at: time) -> datetime:
    """The latest moment at or before `now` (with its zone) when the night's work was to begin."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def keep(archive: Archive, now: datetime | None = None) -> Iterator[Complaint]:
    """Do what is due since last night and not done yet; what fails is told and hinders nothing else."""
    moment = now or datetime.now().astimezone()
    since = last_night(moment, time_of_night(archive.settings.night)).astimezone(UTC)
    _forget_old_copies(archive, moment)
    for task, work in _tasks(archive, moment):
        if _done_since(archive, task, _month_of(moment) if task is KeepingTask.REPORT else since):
            continue
        try:
            work()
        except KyucError as error:
            yield task, error


def _forget_old_copies(archive: Archive, moment: datetime) -> None:
    """Copies from before an upgrade serve for two weeks; kept longer they would outlive erasures."""
    for copy in (archive.settings.data / "before-upgrade").glob("*.sqlite"):
        if moment.timestamp() - copy.stat().st_mtime > _COPY_KEPT.total_seconds():
            copy.unlink(missing_ok=True)


def _tasks(archive: Archive, moment: datetime) -> Iterator[tuple[KeepingTask, Callable[[], object]]]:
    folder = archive.settings.backup
    if folder is not None:
        yield KeepingTask.BACKUP, lambda: back_up(archive, folder)
    bounds = Bounds(bytes_of(archive.settings.fixity_budget), patience=PATIENCE)
    yield KeepingTask.FIXITY, lambda: check_originals(archive, bounds)
    yield KeepingTask.DIGEST, lambda: send_digests(archive)
    yield KeepingTask.LEARNING, lambda: learn_again(archive)
    yield KeepingTask.REPORT, lambda: make_report(archive, month_before(moment.date()))


def send_digests(archive: Archive) -> None:
    """What came for those who watch, into the pages and by mail. Raises PostUnavailable."""
    began = datetime.now(UTC)
    made = keep_digests(archive)
    facts, outcome = {"made": made, "mailed": 0}, "done"
    try:
        facts["mailed"] = mail_digests(archive)
    except KyucError as error:
        outcome = error.code
        raise
    finally:
        _note(archive, KeepingRun(KeepingTask.DIGEST, began, datetime.now(UTC), outcome, facts))


def learn_again(archive: Archive) -> None:
    """Weights from decisions, where enough were made since the last time."""
    began = datetime.now(UTC)
    with archive.records() as records:
        enough = due(records)
    suggester = Suggester(archive.settings.data / "registry")
    made = learn(archive.records, suggester, "kyuc.nightly") if enough else None
    facts = {"learned": made is not None, "kept": made is not None and made.kept}
    _note(archive, KeepingRun(KeepingTask.LEARNING, began, datetime.now(UTC), "done", facts))


def _note(archive: Archive, run: KeepingRun) -> None:
    with archive.records() as records:
        records.add_keeping_run(run)
        records.commit()


def _month_of(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _done_since(archive: Archive, task: KeepingTask, since: datetime) -> bool:
    with archive.records() as records:
        runs = records.keeping_runs(task, limit=1)
    return bool(runs) and runs[0].began_at >= since and runs[0].outcome in ("done", "found")

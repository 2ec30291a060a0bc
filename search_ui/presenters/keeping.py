"""The condition of the archive's originals and backups, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.ports import Catalogue
from schemas.keeping import KeepingRun, KeepingTask

_RECENT = timedelta(days=90)
_OLD_BACKUP = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Condition:
    originals: int
    size: int
    unchecked: int
    """Originals not compared with their hash for 90 days."""
    open_incidents: int
    checks: tuple[KeepingRun, ...]
    backups: tuple[KeepingRun, ...]
    backup_too_old: bool
    """The last good one is more than two days old, or there is none."""

    @property
    def share_checked(self) -> float:
        return 1 - self.unchecked / self.originals if self.originals else 1.0


def condition(records: Catalogue) -> Condition:
    now = datetime.now(UTC)
    originals, size = records.originals_held()
    backups = tuple(records.keeping_runs(KeepingTask.BACKUP, 5))
    good = [run.began_at for run in backups if run.outcome in ("done", "found")]
    return Condition(
        originals,
        size,
        records.unchecked_since(now - _RECENT)[0],
        records.open_incidents(),
        tuple(records.keeping_runs(KeepingTask.FIXITY, 7)),
        backups,
        not good or now - good[0] > _OLD_BACKUP,
    )

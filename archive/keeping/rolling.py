"""The rolling check of originals: a budget of bytes, those first that were not looked at for longest.

Each outcome is written down as it comes, so that a run that is broken off is gone on with by the next. Damage
is said only of what the store gave twice as something else; a store that is away, slow to answer or mounted
empty damages nothing. What is whole is also seen to stand in the second store, where there is one, and what
is damaged is put back from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol

from archive.intake import Stores
from archive.keeping.incidents import note_damage, note_whole
from archive.ports import ObjectStore
from schemas.audit import AuditAct, AuditEntry, Outcome
from schemas.errors import KyucError, NotFound, StoreUnavailable, Unavailable
from schemas.holdings import StoredObject
from schemas.keeping import KeepingRun, KeepingTask

WHOLE, DAMAGED, MISSING = "whole", "damaged", "missing"
_BATCH = 64
_READERS = 4
_ALL_GONE = 10
"""So many originals missing one after the other: the store lost its disk, not each of them its bytes."""


class Archive(Stores, Protocol):
    @property
    def second(self) -> ObjectStore | None: ...


class EmptyStore(StoreUnavailable):
    """It answers, and holds nothing that it should: a disk not mounted, another bucket."""

    code = "store_empty"
    vi = (
        "Kho tệp trả lời nhưng không có bản gốc nào. Có thể đĩa chưa được gắn hoặc thiết lập sai kho. "
        "Chưa bản gốc nào bị coi là mất."
    )
    en = (
        "The object store answers but holds none of the originals. Its disk may not be mounted, or the "
        "settings name another store. No original is called lost."
    )


@dataclass
class FixityReport:
    """How many originals were compared with their hash, and which are not what was received."""

    whole: int = 0
    size: int = 0
    """Bytes that were read and compared."""
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    copied: int = 0
    """Originals that the second store had not, or not whole, and has now."""
    second_away: bool = False
    complete: bool = False
    """Nothing is left that was not looked at since this run began."""

    @property
    def looked_at(self) -> int:
        return self.whole + len(self.damaged) + len(self.missing)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one run may read; how long it waits (seconds, in turn) for a store that is away."""

    size: int | None = None
    number: int | None = None
    patience: tuple[float, ...] = ()


def check_originals(
    archive: Archive, bounds: Bounds = Bounds(), tell: Callable[[FixityReport], None] = lambda report: None
) -> FixityReport:
    """One run. Raises StoreUnavailable, EmptyStore, RecordsUnavailable: that damages nothing."""
    began, report = datetime.now(UTC), FixityReport()
    try:
        _Watch(archive, bounds, report, tell).run(began)
    except KyucError as error:
        if not isinstance(error, Unavailable) or report.looked_at:
            _note(archive, began, report, error.code)
        raise
    _note(archive, began, report, "found" if report.damaged or report.missing else "done")
    return report


class _Watch:
    def __init__(
        self, archive: Archive, bounds: Bounds, report: FixityReport, tell: Callable[[FixityReport], None]
    ) -> None:
        self._archive, self._bounds, self._report, self._tell = archive, bounds, report, tell
        self._waits = iter(bounds.patience)
        self._gone: list[StoredObject] = []
        self._whole: list[StoredObject] = []

    def run(self, began: datetime) -> None:
        self._prepare_second()
        with ThreadPoolExecutor(_READERS, "fixity") as readers:
            for batch in self._batches(began):
                outcomes = readers.map(self._outcome, batch)
                try:
                    for stored, outcome in zip(batch, outcomes, strict=True):
                        self._take(stored, outcome)
                    self._settle()
                finally:
                    self._flush()
                self._tell(self._report)

    def _batches(self, began: datetime) -> Iterator[Sequence[StoredObject]]:
        """Until the budget is spent; at least one original, however large it is."""
        while not self._spent():
            with self._archive.records() as records:
                due = records.objects_unchecked_since(began, self._room())
            if not due:
                self._report.complete = True
                return
            yield list(self._within(due))

    def _room(self) -> int:
        left = (self._bounds.number or 1 << 40) - self._report.looked_at
        return min(_BATCH, left)

    def _within(self, due: Sequence[StoredObject]) -> Iterator[StoredObject]:
        size = self._report.size
        for stored in due:
            if (
                size > self._report.size
                and self._bounds.size is not None
                and size + stored.size > self._bounds.size
            ):
                return
            size += stored.size
            yield stored

    def _spent(self) -> bool:
        by_size = self._bounds.size is not None and self._report.size >= self._bounds.size
        return by_size or (self._bounds.number is not None and self._report.looked_at >= self._bounds.number)

    def _outcome(self, stored: StoredObject) -> str:
        """What two readings agree on: a torn connection is no damage."""
        first = self._patiently(stored)
        if first != WHOLE and self._patiently(stored) != WHOLE:
            return first
        self._second_copy(stored)
        return WHOLE

    def _patiently(self, stored: StoredObject) -> str:
        while True:
            try:
                return _compare(self._archive, stored)
            except StoreUnavailable:
                wait = next(self._waits, None)
                if wait is None:
                    raise
                time.sleep(wait)

    def _take(self, stored: StoredObject, outcome: str) -> None:
        if outcome == MISSING:
            self._gone.append(stored)
            if len(self._gone) >= _ALL_GONE:
                raise EmptyStore()
            return
        self._settle()
        self._report.size += stored.size
        if outcome == WHOLE:
            self._report.whole += 1
            self._whole.append(stored)
        else:
            self._report.damaged.append(stored.sha256)
            self._damage(stored, DAMAGED)

    def _settle(self) -> None:
        """Those missing stood among others that are there: they are missing indeed."""
        gone, self._gone = self._gone, []
        for stored in gone:
            self._report.missing.append(stored.sha256)
            self._damage(stored, MISSING)

    def _flush(self) -> None:
        whole, self._whole = self._whole, []
        note_whole(self._archive, whole)

    def _damage(self, stored: StoredObject, outcome: str) -> None:
        if note_damage(self._archive, stored, outcome):
            self._report.mended.append(stored.sha256)

    def _prepare_second(self) -> None:
        try:
            if self._archive.second is not None:
                self._archive.second.prepare()
        except StoreUnavailable:
            self._report.second_away = True

    def _second_copy(self, stored: StoredObject) -> None:
        second = self._archive.second
        if second is None or stored.held_in != "objects" or self._report.second_away:
            return
        try:
            if second.holds(stored.sha256) and second.verify(stored.sha256, stored.size):
                return
            with self._archive.objects.retrieve(stored.sha256) as stream:
                second.deposit(stream, stored.media_type)
            self._report.copied += 1
        except StoreUnavailable:
            self._report.second_away = True


def _compare(archive: Archive, stored: StoredObject) -> str:
    try:
        if stored.held_in == "records":
            return WHOLE if _text_is_whole(archive, stored) else DAMAGED
        return WHOLE if archive.objects.verify(stored.sha256, stored.size) else DAMAGED
    except NotFound:
        return MISSING


def _text_is_whole(archive: Archive, stored: StoredObject) -> bool:
    with archive.records() as records:
        assets = records.assets_with(stored.sha256)
        versions = [text for asset in assets for text in records.transcripts(asset.id)]
    if not versions:
        raise NotFound("text")
    return any(sha256(text.text.encode()).hexdigest() == stored.sha256 for text in versions)


def _note(archive: Archive, began: datetime, report: FixityReport, outcome: str) -> None:
    numbers = {"damaged": len(report.damaged), "missing": len(report.missing), "mended": len(report.mended)}
    facts = {**asdict(report), **numbers}
    run = KeepingRun(KeepingTask.FIXITY, began, datetime.now(UTC), outcome, facts)
    ended = Outcome.DONE if outcome in ("done", "found") else Outcome.FAILED
    counted = {"whole": report.whole, **numbers}
    with archive.records() as records:
        records.add_keeping_run(run)
        records.note(AuditEntry(AuditAct.FIXITY_CHECKED, "fixity", run.id, ended, counted))
        records.commit()

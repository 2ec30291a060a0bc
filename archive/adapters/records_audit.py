"""The audit in SQL: entries wait in memory until the commit and are chained there.

The row of the head is the lock: it is taken last, just before the commit, so that acts wait for each other
only while an entry is written, and two acts can never follow the same hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Select, func, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_audit import audit_anchors, audit_entries, audit_head
from archive.audit.actor import actor
from archive.audit.chain import Head, day_of, written
from schemas.audit import ActCount, Anchor, AuditEntry, AuditFilter, WrittenEntry

_PAGE = 10_000
_COLUMNS = tuple(field.name for field in fields(WrittenEntry))


class AuditingRecords(Records):
    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._noted: list[AuditEntry] = []

    def note(self, entry: AuditEntry) -> None:
        self._noted.append(entry)

    def commit(self) -> None:
        if self._noted:
            self._write_down(self._noted)
            self._noted = []
        super().commit()

    def close(self) -> None:
        self._noted = []
        super().close()

    def _write_down(self, noted: Sequence[AuditEntry]) -> None:
        taken = update(audit_head).values(number=audit_head.c.number + len(noted))
        head = self.rows(taken.returning(audit_head))[0]
        now = datetime.now(UTC)
        last = Head(head["number"] - len(noted), head["hash"])
        if head["at"] is not None and day_of(head["at"]) < day_of(now):
            row = {"day": day_of(head["at"]), "number": last.number, "hash": last.hash}
            self.insert_if_new(audit_anchors, [row])
        made = written(noted, actor(), last, now)
        self.run(insert(audit_entries), [_row(entry) for entry in made])
        self.run(update(audit_head).values(hash=made[-1].hash, at=now))

    def audit_head(self) -> Head:
        row = self.rows(select(audit_head))[0]
        return Head(row["number"], row["hash"])

    def audit_entries(
        self, wanted: AuditFilter, *, before: int | None = None, limit: int = 50
    ) -> Sequence[WrittenEntry]:
        found = _narrowed(select(audit_entries), wanted)
        if before is not None:
            found = found.where(audit_entries.c.number < before)
        newest = found.order_by(audit_entries.c.number.desc()).limit(limit)
        return [WrittenEntry(**row) for row in self.rows(newest)]

    def audit_counts(self, since: datetime, until: datetime) -> Sequence[ActCount]:
        table = audit_entries.c
        times, last = func.count().label("times"), func.max(table.number).label("last_number")
        counted = select(table.act, table.by, table.outcome, times, last)
        some = counted.where(table.at >= since, table.at < until)
        grouped = some.group_by(table.act, table.by, table.outcome).order_by(times.desc(), last.desc())
        return [ActCount(**row) for row in self.rows(grouped)]

    def audit_chain(self, until: int) -> Iterator[WrittenEntry]:
        after = None
        known = select(audit_entries).where(audit_entries.c.number <= until)
        while True:
            page = known.order_by(audit_entries.c.number).limit(_PAGE)
            rows = self.rows(page if after is None else page.where(audit_entries.c.number > after))
            yield from (WrittenEntry(**row) for row in rows)
            if len(rows) < _PAGE:
                return
            after = rows[-1]["number"]

    def audit_anchors(self) -> Sequence[Anchor]:
        return [Anchor(**row) for row in self.rows(select(audit_anchors).order_by(audit_anchors.c.day))]


def _row(entry: WrittenEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _COLUMNS}


def _narrowed(found: Select[Any], wanted: AuditFilter) -> Select[Any]:
    table = audit_entries.c
    exact = {table.act: wanted.act, table.by: wanted.by, table.subject_id: wanted.subject_id}
    for column, value in {**exact, table.outcome: wanted.outcome}.items():
        if value:
            found = found.where(column == value)
    if wanted.since is not None:
        found = found.where(table.at >= wanted.since)
    if wanted.until is not None:
        found = found.where(table.at < wanted.until)
    return found

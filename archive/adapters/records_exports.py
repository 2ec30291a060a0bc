"""Exported lists, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_exports import exports
from schemas.errors import Conflict
from schemas.exports import Export, ExportForm, ExportState


def _export(row: Mapping[str, Any]) -> Export:
    return Export(**{**row, "form": ExportForm(row["form"]), "state": ExportState(row["state"])})


class ExportingRecords(Records):
    def add_export(self, export: Export) -> None:
        self.run(insert(exports).values(**{**asdict(export), "query": dict(export.query)}))

    def export(self, export_id: str) -> Export:
        return _export(self.one(select(exports).where(exports.c.id == export_id), "export"))

    def exports_of(self, user_id: str, limit: int = 20) -> Sequence[Export]:
        own = select(exports).where(exports.c.by == user_id).order_by(exports.c.made_at.desc()).limit(limit)
        return [_export(row) for row in self.rows(own)]

    def claim_export(self, lease: timedelta) -> Export | None:
        now = datetime.now(UTC)
        waits = exports.c.state == ExportState.WAITING
        lost = and_(exports.c.state == ExportState.RUNNING, exports.c.lease_until <= now)
        due = select(exports.c.id).where(or_(waits, lost)).order_by(exports.c.made_at).limit(1)
        first = due.with_for_update(skip_locked=True).scalar_subquery()
        values: dict[str, Any] = {"state": ExportState.RUNNING, "lease_until": now + lease}
        values["attempts"] = exports.c.attempts + 1
        claimed = update(exports).where(exports.c.id == first, or_(waits, lost)).values(values)
        found = self.rows(claimed.returning(*exports.c))
        return _export(found[0]) if found else None

    def report_export(self, export: Export, done: int, total: int, lease: timedelta) -> None:
        values = {"done": done, "total": total, "lease_until": datetime.now(UTC) + lease}
        self._change(export, values)

    def end_export(
        self, export: Export, state: ExportState, reason_vi: str = "", reason_en: str = ""
    ) -> None:
        values = {"state": state, "reason_vi": reason_vi, "reason_en": reason_en, "lease_until": None}
        self._change(export, {**values, "ended_at": datetime.now(UTC)})

    def _change(self, export: Export, values: Mapping[str, Any]) -> None:
        mine = and_(exports.c.attempts == export.attempts, exports.c.state == ExportState.RUNNING)
        changed = self.run(update(exports).where(exports.c.id == export.id, mine).values(**values))
        if not changed.rowcount:
            raise Conflict(f"export {export.id} is made elsewhere")

    def recall_export(self, export_id: str, reason_vi: str, reason_en: str) -> None:
        values = {"state": ExportState.FAILED, "reason_vi": reason_vi, "reason_en": reason_en}
        one = exports.c.id == export_id
        self.run(update(exports).where(one).values(**values, lease_until=None))

    def exports_before(self, moment: datetime) -> Sequence[Export]:
        old = select(exports).where(exports.c.made_at < moment)
        return [_export(row) for row in self.rows(old)]

    def drop_export(self, export_id: str) -> None:
        self.run(delete(exports).where(exports.c.id == export_id))

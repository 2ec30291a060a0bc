"""Bags that came in by a page, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, insert, or_, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_bag_imports import bag_imports
from schemas.bag_imports import BagImport, BagOutcome, ImportState
from schemas.errors import Conflict


class BagImportRecords(Records):
    def add_bag_import(self, made: BagImport) -> None:
        self.run(insert(bag_imports).values(**{**asdict(made), "outcomes": []}))

    def bag_imports_of(self, user_id: str, limit: int = 20) -> Sequence[BagImport]:
        own = select(bag_imports).where(bag_imports.c.by == user_id)
        return [_import(row) for row in self.rows(own.order_by(bag_imports.c.made_at.desc()).limit(limit))]

    def claim_bag_import(self, lease: timedelta) -> BagImport | None:
        now = datetime.now(UTC)
        waits = bag_imports.c.state == ImportState.WAITING
        lost = and_(bag_imports.c.state == ImportState.RUNNING, bag_imports.c.lease_until <= now)
        due = select(bag_imports.c.id).where(or_(waits, lost)).order_by(bag_imports.c.made_at).limit(1)
        first = due.with_for_update(skip_locked=True).scalar_subquery()
        values: dict[str, Any] = {"state": ImportState.RUNNING, "lease_until": now + lease}
        values["attempts"] = bag_imports.c.attempts + 1
        claimed = update(bag_imports).where(bag_imports.c.id == first, or_(waits, lost)).values(values)
        found = self.rows(claimed.returning(*bag_imports.c))
        return _import(found[0]) if found else None

    def report_bag_import(
        self, one: BagImport, outcomes: Sequence[BagOutcome], total: int, lease: timedelta
    ) -> None:
        told = [asdict(outcome) for outcome in outcomes]
        values = {"outcomes": told, "done": len(told), "total": total}
        self._change_bag_import(one, {**values, "lease_until": datetime.now(UTC) + lease})

    def end_bag_import(
        self, one: BagImport, state: ImportState, reason_vi: str = "", reason_en: str = ""
    ) -> None:
        values = {"state": state, "reason_vi": reason_vi, "reason_en": reason_en, "lease_until": None}
        self._change_bag_import(one, {**values, "ended_at": datetime.now(UTC)})

    def _change_bag_import(self, one: BagImport, values: Mapping[str, Any]) -> None:
        mine = and_(bag_imports.c.attempts == one.attempts, bag_imports.c.state == ImportState.RUNNING)
        changed = self.run(update(bag_imports).where(bag_imports.c.id == one.id, mine).values(**values))
        if not changed.rowcount:
            raise Conflict(f"bag import {one.id} is worked on elsewhere")


def _import(row: Mapping[str, Any]) -> BagImport:
    outcomes = tuple(BagOutcome(**one) for one in row["outcomes"])
    return BagImport(**{**row, "state": ImportState(row["state"]), "outcomes": outcomes})

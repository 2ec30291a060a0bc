"""Erasing an item from the records, and the list of what was erased, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from archive.adapters.cascade import erase_rows
from archive.adapters.records_base import Records
from archive.adapters.tables import (
    assets,
    derivatives,
    items,
    sendings,
    sent_parts,
    stages,
    stored_objects,
    visits,
)
from archive.adapters.tables_martyrs import suggestions
from archive.adapters.tables_rights import erasures, masked_derivatives
from archive.adapters.tables_watches import watch_hits
from schemas.erasures import Erasure
from schemas.holdings import PRACTICE
from schemas.rights import ThingState

_ITEM_EMPTIED: dict[str, Any] = {"title": "", "description": "", "external_id": None, "dated": None}
_VISIT_EMPTIED: dict[str, Any] = {
    "title": "", "family": "", "team": "", "witnesses": [], "known_names": [], "account": {},
}  # fmt: skip


class ErasureRecords(Records):
    def erase_item(self, item_id: str) -> Erasure:
        held = self.rows(select(assets.c.id, assets.c.sha256).where(assets.c.item_id == item_id))
        ids, shas = [row["id"] for row in held], sorted({row["sha256"] for row in held})
        keys = [
            row["key"]
            for table in (derivatives, masked_derivatives)
            for row in self.rows(select(table.c.key).where(table.c.asset_id.in_(ids)))
        ]
        erase_rows(self, assets.c.id, ids)
        for table in (stages, suggestions, watch_hits):
            self.run(delete(table).where(table.c.item_id == item_id))
        still = self.rows(select(assets.c.sha256).where(assets.c.sha256.in_(shas)).distinct())
        gone = [sha for sha in shas if sha not in {row["sha256"] for row in still}]
        erase_rows(self, stored_objects.c.sha256, gone)
        now = datetime.now(UTC)
        emptied = {**_ITEM_EMPTIED, "state": ThingState.WITHDRAWN, "withdrawn_at": now}
        self.run(update(items).where(items.c.id == item_id).values(**emptied))
        visit = self.one(select(items.c.visit_id).where(items.c.id == item_id), "item")["visit_id"]
        made = Erasure(item_id, visit, tuple(gone), tuple(sorted(keys)), made_at=now)
        self.run(insert(erasures).values(**asdict(made)))
        return made

    def empty_visit(self, visit_id: str) -> None:
        self.run(update(visits).where(visits.c.id == visit_id).values(**_VISIT_EMPTIED))

    def remove_practice(self, visit_id: str) -> Sequence[str]:
        if self.first(select(visits.c.id).where(visits.c.id == visit_id, visits.c.kind == PRACTICE)) is None:
            return []
        parts = select(sent_parts.c.key).join(sendings, sendings.c.id == sent_parts.c.sending_id)
        keys = [row["key"] for row in self.rows(parts.where(sendings.c.visit_id == visit_id))]
        erase_rows(self, visits.c.id, [visit_id])
        return keys

    def erasures(self, *, open_only: bool = False) -> Sequence[Erasure]:
        found = select(erasures).order_by(erasures.c.id)
        return [
            _erasure(row)
            for row in self.rows(found.where(erasures.c.done_at.is_(None)) if open_only else found)
        ]

    def end_erasure(self, erasure_id: str) -> None:
        done = {"done_at": datetime.now(UTC), "keys": []}
        self.run(update(erasures).where(erasures.c.id == erasure_id).values(**done))


def _erasure(row: dict[str, Any]) -> Erasure:
    return Erasure(**{**row, "objects": tuple(row["objects"]), "keys": tuple(row["keys"])})

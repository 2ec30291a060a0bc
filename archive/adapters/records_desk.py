"""What the verification desk asks the records: cases by strength, who brought what in, one writer a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, update

from archive.adapters.reach_sql import items_within
from archive.adapters.records_base import Records
from archive.adapters.records_martyrs import suggestion_from
from archive.adapters.tables import accessions, assets, items, visits
from archive.adapters.tables_martyrs import link_decisions, suggestions
from schemas.linkage import CaseFilter, Subject, Suggestion


class DeskRecords(Records):
    def hold_link(self, subject: Subject) -> None:
        """SQLite has one writer at a time: beginning to write is enough. PostgreSQL locks the pair."""
        if self._engine.dialect.name == "postgresql":
            name = f"{subject.left}|{subject.right}"
            self.run(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
        else:
            self.run(update(link_decisions).where(link_decisions.c.id == "").values(words=""))

    def find_suggestion(self, item_id: str, record_id: str) -> Suggestion | None:
        wanted = and_(suggestions.c.item_id == item_id, suggestions.c.record_id == record_id)
        row = self.first(select(suggestions).where(wanted))
        return suggestion_from(row) if row else None

    def suggestions_of_items(self, item_ids: Sequence[str]) -> Mapping[tuple[str, str], Suggestion]:
        found = select(suggestions).where(suggestions.c.item_id.in_(item_ids))
        return {(row["item_id"], row["record_id"]): suggestion_from(row) for row in self.rows(found)}

    def suggestions_for(self, record_id: str, *, limit: int = 50) -> Sequence[Suggestion]:
        found = select(suggestions).where(suggestions.c.record_id == record_id)
        best = found.order_by(suggestions.c.probability.desc(), suggestions.c.item_id).limit(limit)
        return [suggestion_from(row) for row in self.rows(best)]

    def undecided_suggestions(
        self, wanted: CaseFilter, *, offset: int = 0, limit: int = 50
    ) -> Sequence[Suggestion]:
        about = or_(
            and_(
                link_decisions.c.left == suggestions.c.item_id,
                link_decisions.c.right == suggestions.c.record_id,
            ),
            and_(
                link_decisions.c.left == suggestions.c.record_id,
                link_decisions.c.right == suggestions.c.item_id,
            ),
        )
        best = suggestions.c.probability.desc(), suggestions.c.item_id, suggestions.c.record_id
        found = _narrowed(select(suggestions), wanted).where(~exists().where(about)).order_by(*best)
        return [suggestion_from(row) for row in self.rows(found.offset(offset).limit(limit))]

    def communes(self) -> Sequence[str]:
        found = select(visits.c.commune).where(visits.c.commune != "").distinct()
        return [row["commune"] for row in self.rows(found.order_by(visits.c.commune))]

    def brought_by(self, item_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        found = (
            select(assets.c.item_id, accessions.c.by)
            .join(accessions, accessions.c.asset_id == assets.c.id)
            .where(assets.c.item_id.in_(item_ids))
            .distinct()
        )
        brought: dict[str, set[str]] = defaultdict(set)
        for row in self.rows(found):
            brought[row["item_id"]].add(row["by"])
        return {item_id: frozenset(brought[item_id]) for item_id in item_ids}


def _narrowed(found: Select[Any], wanted: CaseFilter) -> Select[Any]:
    found = found.join(items, items.c.id == suggestions.c.item_id)
    found = found.join(visits, visits.c.id == items.c.visit_id).where(items_within(wanted.reach))
    if wanted.kind:
        found = found.where(items.c.kind == wanted.kind)
    if wanted.brought_before is not None:
        found = found.where(items.c.made_at <= wanted.brought_before)
    if wanted.commune:
        found = found.where(visits.c.commune == wanted.commune)
    return found

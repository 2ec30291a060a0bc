"""Visits, items, files and what was made of them, in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, func, insert, select, update

from archive.adapters.reach_sql import TO_NOBODY, items_within, visits_within
from archive.adapters.records_base import Records
from archive.adapters.records_keeping import OBJECT
from archive.adapters.tables import (
    accessions,
    assets,
    derivatives,
    fixity_events,
    items,
    stored_objects,
    visits,
)
from schemas.holdings import (
    PRACTICE,
    Accession,
    Account,
    Asset,
    AssetRole,
    Derivative,
    DerivativeKind,
    Item,
    ItemKind,
    Medium,
    StoredObject,
    Visit,
    Witness,
)
from schemas.ids import new_id
from schemas.rights import Reach, ThingState

_BATCH = 1000
ITEM = [items.c[part.name] for part in fields(Item)]


def visit_of(row: Mapping[str, Any]) -> Visit:
    names = {"witnesses": tuple(row["witnesses"]), "known_names": tuple(row["known_names"])}
    return Visit(**{**row, **names, "account": _account(row["account"])})


def _account(kept: Mapping[str, Any]) -> Account:
    people = tuple(Witness(**one) for one in kept.get("people", ()))
    return Account(**{**kept, "people": people, "present": tuple(kept.get("present", ()))})


def item_from(row: Mapping[str, Any]) -> Item:
    return Item(**{**row, "kind": ItemKind(row["kind"]), "state": ThingState(row["state"])})


def _asset(row: Mapping[str, Any]) -> Asset:
    return Asset(**{**row, "medium": Medium(row["medium"]), "role": AssetRole(row["role"])})


def _derivative(row: Mapping[str, Any]) -> Derivative:
    return Derivative(**{**row, "kind": DerivativeKind(row["kind"]), "page": row["page"] or None})


class HoldingsRecords(Records):
    def add_visit(self, visit: Visit) -> None:
        self.run(insert(visits).values(**asdict(visit)))

    def change_visit(self, visit: Visit) -> None:
        """What was written down of it; id, code, kind, place in the tree and who made it stay."""
        names = ("title", "commune", "date", "team", "family", "witnesses", "known_names", "account")
        written = asdict(visit)
        changed = {name: written[name] for name in names}
        self.run(update(visits).where(visits.c.id == visit.id).values(**changed))

    def visit(self, visit_id: str) -> Visit:
        return visit_of(self.one(select(visits).where(visits.c.id == visit_id), "visit"))

    def find_visit(self, visit_id: str) -> Visit | None:
        row = self.first(select(visits).where(visits.c.id == visit_id))
        return visit_of(row) if row else None

    def find_visits(self, visit_ids: Sequence[str]) -> Mapping[str, Visit]:
        """By id; those that do not exist are left out."""
        found = select(visits).where(visits.c.id.in_(visit_ids))
        return {row["id"]: visit_of(row) for row in self.rows(found)}

    def visits(self, *, reach: Reach, offset: int = 0, limit: int = 50) -> Sequence[Visit]:
        found = select(visits).where(visits_within(reach), visits.c.kind != PRACTICE)
        newest = found.order_by(visits.c.made_at.desc(), visits.c.id.desc())
        return [visit_of(row) for row in self.rows(newest.offset(offset).limit(limit))]

    def senders_of(self, visit_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        found = select(accessions.c.visit_id, accessions.c.by).where(accessions.c.visit_id.in_(visit_ids))
        sent: dict[str, set[str]] = {visit_id: set() for visit_id in visit_ids}
        for row in self.rows(found.distinct()):
            sent[row["visit_id"]].add(row["by"])
        return {visit_id: frozenset(by) for visit_id, by in sent.items()}

    def visit_with_code(self, code: str) -> Visit | None:
        row = self.first(select(visits).where(visits.c.code == code))
        return visit_of(row) if row else None

    def add_item(self, item: Item) -> None:
        self.add_items([item])

    def add_items(self, many: Sequence[Item]) -> None:
        if many:
            self.run(insert(items), [asdict(item) for item in many])

    def item(self, item_id: str) -> Item:
        return item_from(self.one(select(*ITEM).where(items.c.id == item_id), "item"))

    def items(self, item_ids: Sequence[str]) -> Sequence[Item]:
        """Those that exist, in no order."""
        return [item_from(row) for row in self.rows(select(*ITEM).where(items.c.id.in_(item_ids)))]

    def items_of(self, visit_id: str, *, offset: int = 0, limit: int = 200) -> Sequence[Item]:
        found = select(*ITEM).where(items.c.visit_id == visit_id).order_by(items.c.made_at, items.c.id)
        return [item_from(row) for row in self.rows(found.offset(offset).limit(limit))]

    def items_known_as(self, source: str, external_ids: Sequence[str]) -> Sequence[Item]:
        """Items that an import of this source made, by the ids that the source gave them."""
        found = select(*ITEM).where(items.c.source == source, items.c.external_id.in_(external_ids))
        return [item_from(row) for row in self.rows(found)]

    def recent_items(self, *, reach: Reach, offset: int = 0, limit: int = 24) -> Sequence[Item]:
        found = select(*ITEM).join(visits, visits.c.id == items.c.visit_id).where(items_within(reach))
        newest = found.order_by(items.c.id.desc()).offset(offset).limit(limit)
        return [item_from(row) for row in self.rows(newest)]

    def items_made(
        self, since: datetime, until: datetime, *, after: str, limit: int, most_level: int
    ) -> Sequence[Item]:
        made = and_(items.c.made_at >= since, items.c.made_at <= until, items.c.id > after)
        kept = and_(items.c.level <= most_level, items.c.state == ThingState.KEPT)
        found = select(*ITEM).where(made, kept).order_by(items.c.id).limit(limit)
        return [item_from(row) for row in self.rows(found)]

    def item_ids(self) -> Iterator[str]:
        """All, oldest first, read in batches."""
        last = ""
        while True:
            ids = select(items.c.id).where(items.c.id > last).order_by(items.c.id).limit(_BATCH)
            batch = [row["id"] for row in self.rows(ids)]
            yield from batch
            if len(batch) < _BATCH:
                return
            last = batch[-1]

    def item_count(self, reach: Reach | None = None) -> int:
        counted = select(func.count().label("n")).select_from(items)
        if reach is None:
            counted = counted.where(items.c.state.not_in(TO_NOBODY))
        else:
            counted = counted.join(visits, visits.c.id == items.c.visit_id).where(items_within(reach))
        return int(self.one(counted, "count")["n"])

    def change_item(self, item: Item) -> None:
        """New title, description, level, date; the item keeps its id, visit and source."""
        names = ("kind", "title", "description", "level", "dated")
        changed = {name: getattr(item, name) for name in names}
        self.run(items.update().where(items.c.id == item.id).values(**changed))

    def add_object(self, stored: StoredObject) -> None:
        self.add_objects([stored])

    def add_objects(self, many: Sequence[StoredObject]) -> None:
        self.insert_if_new(stored_objects, [asdict(stored) for stored in many])
        stored_now = [stored.sha256 for stored in many if stored.held_in == "objects"]
        if stored_now:
            elsewhere = and_(stored_objects.c.sha256.in_(stored_now), stored_objects.c.held_in != "objects")
            self.run(update(stored_objects).where(elsewhere).values(held_in="objects"))

    def add_fixity_events(self, sha256s: Sequence[str], outcome: str) -> None:
        now = datetime.now(UTC)
        rows = [{"id": new_id(), "sha256": sha256, "at": now, "outcome": outcome} for sha256 in sha256s]
        if rows:
            self.run(insert(fixity_events), rows)
            self.run(
                update(stored_objects).where(stored_objects.c.sha256.in_(sha256s)).values(checked_at=now)
            )

    def stored_object(self, sha256: str) -> StoredObject | None:
        row = self.first(select(*OBJECT).where(stored_objects.c.sha256 == sha256))
        return StoredObject(**row) if row else None

    def add_asset(self, asset: Asset, accession: Accession) -> None:
        self.add_assets([(asset, accession)])

    def add_assets(self, many: Sequence[tuple[Asset, Accession]]) -> None:
        if many:
            self.run(insert(assets), [asdict(asset) for asset, _ in many])
            self.run(insert(accessions), [asdict(accession) for _, accession in many])

    def asset(self, asset_id: str) -> Asset:
        return _asset(self.one(select(assets).where(assets.c.id == asset_id), "asset"))

    def find_asset(self, asset_id: str) -> Asset | None:
        row = self.first(select(assets).where(assets.c.id == asset_id))
        return _asset(row) if row else None

    def assets_of(self, item_id: str) -> Sequence[Asset]:
        return self.assets_of_items([item_id])

    def assets_of_items(self, item_ids: Sequence[str]) -> Sequence[Asset]:
        found = select(assets).where(assets.c.item_id.in_(item_ids))
        return [_asset(row) for row in self.rows(found.order_by(assets.c.position, assets.c.id))]

    def assets_with(self, sha256: str) -> Sequence[Asset]:
        found = select(assets).where(assets.c.sha256 == sha256).order_by(assets.c.id)
        return [_asset(row) for row in self.rows(found)]

    def describe_asset(self, asset_id: str, metadata: Mapping[str, Any]) -> None:
        """Add what was read in the file itself (time, camera, place, pages, duration)."""
        known = self.asset(asset_id).metadata
        self.run(
            assets.update().where(assets.c.id == asset_id).values(metadata={**known, **metadata}),
        )

    def accessions_of(self, visit_id: str) -> Sequence[Accession]:
        found = select(accessions).where(accessions.c.visit_id == visit_id).order_by(accessions.c.id)
        return [Accession(**row) for row in self.rows(found)]

    def add_derivative(self, derivative: Derivative) -> None:
        self.insert_or_update(derivatives, {**asdict(derivative), "page": derivative.page or 0})

    def derivatives_of(self, asset_id: str) -> Sequence[Derivative]:
        found = select(derivatives).where(derivatives.c.asset_id == asset_id)
        return [_derivative(row) for row in self.rows(found.order_by(derivatives.c.kind, derivatives.c.page))]

    def derivatives_of_assets(self, asset_ids: Sequence[str]) -> Sequence[Derivative]:
        found = select(derivatives).where(derivatives.c.asset_id.in_(asset_ids))
        return [_derivative(row) for row in self.rows(found.order_by(derivatives.c.kind, derivatives.c.page))]

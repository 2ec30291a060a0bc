"""Parts that are withheld, what is shown in their place, and quarantine, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.records_holdings import ITEM, item_from
from archive.adapters.tables import assets, items
from archive.adapters.tables_rights import masked_derivatives, withheld_parts
from schemas.holdings import Derivative, DerivativeKind, Item
from schemas.rights import ThingState
from schemas.transcripts import Box, Locator
from schemas.withheld import MaskedDerivative, WithheldFor, WithheldPart

_STANDS = withheld_parts.c.lifted_at.is_(None)


class WithheldRecords(Records):
    def add_withheld(self, part: WithheldPart) -> None:
        row = asdict(part)
        where = row.pop("where")
        asset_id = where.pop("asset_id")
        self.run(insert(withheld_parts).values(**row, asset_id=asset_id, place=where))

    def withheld_part(self, part_id: str) -> WithheldPart:
        found = select(withheld_parts).where(withheld_parts.c.id == part_id, _STANDS)
        return _part(self.one(found, "withheld part"))

    def lift_withheld(self, part_id: str, by: str) -> None:
        lifted = {"lifted_by": by, "lifted_at": datetime.now(UTC)}
        one = and_(withheld_parts.c.id == part_id, _STANDS)
        self.run(update(withheld_parts).where(one).values(**lifted))

    def confirm_withheld(self, part_id: str, by: str) -> None:
        one = and_(withheld_parts.c.id == part_id, _STANDS)
        self.run(update(withheld_parts).where(one).values(confirmed_by=by))

    def ever_withheld(self, asset_id: str) -> Sequence[WithheldPart]:
        found = select(withheld_parts).where(withheld_parts.c.asset_id == asset_id)
        return [_part(row) for row in self.rows(found.order_by(withheld_parts.c.id))]

    def unconfirmed_withheld(self, made_by: str, limit: int) -> Sequence[tuple[WithheldPart, str]]:
        open_ones = and_(withheld_parts.c.made_by == made_by, withheld_parts.c.confirmed_by == "", _STANDS)
        joined = select(withheld_parts, assets.c.item_id).join(
            assets, assets.c.id == withheld_parts.c.asset_id
        )
        found = joined.where(open_ones).order_by(withheld_parts.c.id.desc()).limit(limit)
        return [(_part(row), row["item_id"]) for row in self.rows(found)]

    def withheld_parts(self, asset_ids: Sequence[str]) -> Mapping[str, Sequence[WithheldPart]]:
        return self._parts(withheld_parts.c.asset_id.in_(asset_ids), "asset_id")

    def withheld_of_items(self, item_ids: Sequence[str]) -> Mapping[str, Sequence[WithheldPart]]:
        return self._parts(assets.c.item_id.in_(item_ids), "item_id")

    def _parts(self, which: ColumnElement[bool], by: str) -> Mapping[str, Sequence[WithheldPart]]:
        joined = select(withheld_parts, assets.c.item_id).join(
            assets, assets.c.id == withheld_parts.c.asset_id
        )
        found: dict[str, list[WithheldPart]] = defaultdict(list)
        for row in self.rows(joined.where(which, _STANDS).order_by(withheld_parts.c.id)):
            found[row[by]].append(_part(row))
        return found

    def replace_masked(self, asset_id: str, made: Sequence[MaskedDerivative]) -> None:
        self.run(delete(masked_derivatives).where(masked_derivatives.c.asset_id == asset_id))
        for one in made:
            row = {**asdict(one.derivative), "page": one.derivative.page or 0, "mask": one.mask}
            self.run(insert(masked_derivatives).values(**row))

    def masked_of(self, asset_id: str) -> Sequence[MaskedDerivative]:
        found = select(masked_derivatives).where(masked_derivatives.c.asset_id == asset_id)
        ordered = found.order_by(*masked_derivatives.primary_key.columns)
        return [_masked(row) for row in self.rows(ordered)]

    def quarantined(self, limit: int) -> Sequence[Item]:
        found = select(*ITEM).where(items.c.state == ThingState.QUARANTINED).order_by(items.c.id.desc())
        return [item_from(row) for row in self.rows(found.limit(limit))]

    def set_item_state(self, item_id: str, state: ThingState) -> None:
        self.run(update(items).where(items.c.id == item_id).values(state=state))


def _part(row: Mapping[str, Any]) -> WithheldPart:
    place = row["place"]
    box = Box(**place["box"]) if place["box"] else None
    return WithheldPart(
        Locator(row["asset_id"], place["page"], box, place["start"], place["end"]),
        WithheldFor(row["reason"]),
        row["made_by"],
        row["words"],
        row["level"],
        row["id"],
        row["made_at"],
        row["confirmed_by"],
    )


def _masked(row: dict[str, Any]) -> MaskedDerivative:
    mask = row.pop("mask")
    kind, page = DerivativeKind(row["kind"]), row["page"] or None
    return MaskedDerivative(Derivative(**{**row, "kind": kind, "page": page}), mask)

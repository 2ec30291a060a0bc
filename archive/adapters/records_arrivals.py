"""What of each visit has come, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select

from archive.adapters.reach_sql import visits_within
from archive.adapters.records_base import Records
from archive.adapters.records_holdings import visit_of
from archive.adapters.tables import accessions, assets, items, sendings, sent_parts, stored_objects, visits
from schemas.arrivals import Arrival, Arrived, Twin, Underway, VisitArrival, VisitFilter
from schemas.holdings import PRACTICE, ItemKind
from schemas.rights import Reach, ThingState

_MOST_NAMES = 300
_MOST_TWINS = 200


class ArrivalRecords(Records):
    def visit_arrivals(
        self, wanted: VisitFilter, *, reach: Reach, offset: int = 0, limit: int = 50
    ) -> Sequence[VisitArrival]:
        here, underway, twice = _here(), _underway(), _here(accessions.c.duplicate)
        found = select(visits, here.label("here"), underway.label("underway"), twice.label("twice")).where(
            visits_within(reach), *_asked(wanted, here, underway)
        )
        newest = found.order_by(visits.c.made_at.desc(), visits.c.id.desc()).offset(offset).limit(limit)
        return [_arrival(row) for row in self.rows(newest)]

    def communes_and_teams(self, reach: Reach) -> tuple[Sequence[str], Sequence[str]]:
        return self._names(visits.c.commune, reach), self._names(visits.c.team, reach)

    def _names(self, column: ColumnElement[str], reach: Reach) -> list[str]:
        named = select(column.label("name")).where(
            visits_within(reach), column != "", visits.c.kind != PRACTICE
        )
        return [row["name"] for row in self.rows(named.distinct().order_by(column).limit(_MOST_NAMES))]

    def arrived_in(self, visit_id: str) -> Sequence[Arrived]:
        found = (
            select(
                assets.c.item_id,
                assets.c.id.label("asset_id"),
                items.c.title,
                items.c.kind,
                assets.c.filename,
                stored_objects.c.size,
                assets.c.sha256,
                accessions.c.received_at,
                accessions.c.by,
                accessions.c.duplicate,
            )
            .join(assets, assets.c.id == accessions.c.asset_id)
            .join(items, items.c.id == assets.c.item_id)
            .join(stored_objects, stored_objects.c.sha256 == assets.c.sha256)
            .where(accessions.c.visit_id == visit_id, items.c.withdrawn_at.is_(None))
            .order_by(accessions.c.received_at, assets.c.id)
        )
        return [Arrived(**{**row, "kind": ItemKind(row["kind"])}) for row in self.rows(found)]

    def underway_in(self, visit_id: str) -> Sequence[Underway]:
        arrived = (
            select(func.coalesce(func.sum(sent_parts.c.size), 0))
            .where(sent_parts.c.sending_id == sendings.c.id)
            .scalar_subquery()
        )
        found = select(
            sendings.c.filename,
            sendings.c.size,
            arrived.label("arrived"),
            sendings.c.by,
            sendings.c.made_at.label("begun_at"),
        ).where(sendings.c.visit_id == visit_id, sendings.c.asset_id.is_(None))
        return [Underway(**row) for row in self.rows(found.order_by(sendings.c.made_at))]

    def twins_in(self, visit_id: str) -> Mapping[str, Sequence[Twin]]:
        mine, other = assets.alias("mine"), assets.alias("other")
        of_mine = items.alias("of_mine")
        found = (
            select(
                mine.c.id.label("mine"),
                other.c.sha256,
                other.c.item_id,
                other.c.id.label("asset_id"),
                visits.c.id.label("visit_id"),
                visits.c.title.label("visit_title"),
                visits.c.code.label("visit_code"),
            )
            .join(of_mine, of_mine.c.id == mine.c.item_id)
            .join(other, and_(other.c.sha256 == mine.c.sha256, other.c.id != mine.c.id))
            .join(items, items.c.id == other.c.item_id)
            .join(visits, visits.c.id == items.c.visit_id)
            .where(
                of_mine.c.visit_id == visit_id,
                items.c.withdrawn_at.is_(None),
                items.c.state != ThingState.PRACTICE,
            )
            .order_by(mine.c.id, other.c.id)
            .limit(_MOST_TWINS)
        )
        twins: dict[str, list[Twin]] = {}
        for row in self.rows(found):
            twins.setdefault(row.pop("mine"), []).append(Twin(**row))
        return twins


def _here(*more: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(func.count()).where(accessions.c.visit_id == visits.c.id, *more).scalar_subquery()


def _underway() -> ScalarSelect[Any]:
    begun = and_(sendings.c.visit_id == visits.c.id, sendings.c.asset_id.is_(None))
    return select(func.count()).where(begun).scalar_subquery()


def _asked(
    wanted: VisitFilter, here: ScalarSelect[Any], underway: ScalarSelect[Any]
) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [(visits.c.kind == PRACTICE) == wanted.practice]
    if wanted.commune:
        asked.append(visits.c.commune == wanted.commune)
    if wanted.team:
        asked.append(visits.c.team == wanted.team)
    if wanted.since:
        asked.append(visits.c.date >= wanted.since)
    if wanted.until:
        asked.append(visits.c.date <= wanted.until)
    states = {
        Arrival.EMPTY: and_(here == 0, underway == 0),
        Arrival.UNDERWAY: underway > 0,
        Arrival.WHOLE: and_(here > 0, underway == 0),
    }
    if wanted.arrival:
        asked.append(states[wanted.arrival])
    return asked


def _arrival(row: dict[str, Any]) -> VisitArrival:
    here, underway, twice = row.pop("here"), row.pop("underway"), row.pop("twice")
    return VisitArrival(visit_of(row), here, underway, twice)

"""Checks of originals, incidents, and what was done to keep the archive, in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import case, delete, func, insert, or_, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables import assets, derivatives, fixity_events, stored_objects
from archive.adapters.tables_keeping import incidents, keeping_runs
from schemas.errors import Conflict
from schemas.holdings import StoredObject
from schemas.keeping import Incident, IncidentState, KeepingRun, KeepingTask

_BATCH = 1000
OBJECT = [stored_objects.c[part.name] for part in fields(StoredObject)]


def _incident(row: Mapping[str, Any]) -> Incident:
    return Incident(**{**row, "state": IncidentState(row["state"])})


class KeepingRecords(Records):
    def each_object(self) -> Iterator[StoredObject]:
        last = ""
        while True:
            after = select(*OBJECT).where(stored_objects.c.sha256 > last)
            batch = self.rows(after.order_by(stored_objects.c.sha256).limit(_BATCH))
            for row in batch:
                yield StoredObject(**row)
            if len(batch) < _BATCH:
                return
            last = batch[-1]["sha256"]

    def objects_unchecked_since(self, before: datetime, limit: int) -> Sequence[StoredObject]:
        checked = stored_objects.c.checked_at
        old = select(*OBJECT).where(or_(checked.is_(None), checked < before))
        oldest = old.order_by(checked.asc().nulls_first(), stored_objects.c.sha256).limit(limit)
        return [StoredObject(**row) for row in self.rows(oldest)]

    def forget_derivatives(self) -> Sequence[tuple[str, str]]:
        had = select(assets.c.id, assets.c.item_id).where(assets.c.id.in_(select(derivatives.c.asset_id)))
        found = [(row["id"], row["item_id"]) for row in self.rows(had.order_by(assets.c.id))]
        self.run(delete(derivatives))
        return found

    def add_keeping_run(self, run: KeepingRun) -> None:
        self.insert_or_update(keeping_runs, asdict(run))

    def keeping_runs(self, task: KeepingTask, limit: int = 20) -> Sequence[KeepingRun]:
        newest = select(keeping_runs).where(keeping_runs.c.task == task)
        rows = self.rows(newest.order_by(keeping_runs.c.began_at.desc()).limit(limit))
        return [KeepingRun(**{**row, "task": KeepingTask(row["task"])}) for row in rows]

    def add_incident(self, incident: Incident) -> None:
        self.run(insert(incidents).values(**asdict(incident)))

    def open_incident(self, sha256: str) -> Incident | None:
        of_it = select(incidents).where(incidents.c.sha256 == sha256, incidents.c.state == IncidentState.OPEN)
        row = self.first(of_it)
        return _incident(row) if row else None

    def incidents(self, *, since: datetime | None = None, limit: int = 200) -> Sequence[Incident]:
        wanted = select(incidents)
        if since is not None:
            wanted = wanted.where(or_(incidents.c.found_at >= since, incidents.c.state == IncidentState.OPEN))
        open_first = case((incidents.c.state == IncidentState.OPEN, 0), else_=1)
        rows = self.rows(wanted.order_by(open_first, incidents.c.found_at.desc()).limit(limit))
        return [_incident(row) for row in rows]

    def open_incidents(self) -> int:
        of_them = select(func.count().label("n")).where(incidents.c.state == IncidentState.OPEN)
        return int(self.one(of_them, "count")["n"])

    def end_incident(self, incident_id: str, state: IncidentState, by: str, note: str) -> None:
        standing = update(incidents).where(
            incidents.c.id == incident_id, incidents.c.state == IncidentState.OPEN
        )
        ended = self.run(standing.values(state=state, by=by, note=note, ended_at=datetime.now(UTC)))
        if not ended.rowcount:
            raise Conflict("the incident is ended already")

    def checks_since(self, since: datetime, until: datetime) -> Mapping[str, tuple[int, int]]:
        joined = fixity_events.join(stored_objects, fixity_events.c.sha256 == stored_objects.c.sha256)
        counted = (
            select(
                fixity_events.c.outcome,
                func.count().label("n"),
                func.sum(stored_objects.c.size).label("bytes"),
            )
            .select_from(joined)
            .where(fixity_events.c.at >= since, fixity_events.c.at < until)
        )
        rows = self.rows(counted.group_by(fixity_events.c.outcome))
        return {row["outcome"]: (int(row["n"]), int(row["bytes"] or 0)) for row in rows}

    def fixity_events_of(self, sha256: str) -> Sequence[tuple[datetime, str]]:
        of_it = select(fixity_events.c.at, fixity_events.c.outcome).where(fixity_events.c.sha256 == sha256)
        return [(row["at"], row["outcome"]) for row in self.rows(of_it.order_by(fixity_events.c.id))]

    def unchecked_since(self, before: datetime) -> tuple[int, int]:
        old = or_(stored_objects.c.checked_at.is_(None), stored_objects.c.checked_at < before)
        row = self.one(select(*_NUMBER_AND_BYTES).where(old), "count")
        return int(row["n"]), int(row["bytes"] or 0)

    def originals_held(self) -> tuple[int, int]:
        row = self.one(select(*_NUMBER_AND_BYTES).select_from(stored_objects), "count")
        return int(row["n"]), int(row["bytes"] or 0)


_NUMBER_AND_BYTES = (func.count().label("n"), func.sum(stored_objects.c.size).label("bytes"))

"""The truth about work: which stage waits, runs, is done, and whose lease holds. In SQL.

A claim is one UPDATE that names what it expects to find, so two workers can never both have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, tuple_, update

from archive.adapters.records_base import Records
from archive.adapters.tables import items, stages
from archive.adapters.tables_running import paused_stages
from schemas.errors import Conflict
from schemas.processing import Stage, StageState, State
from schemas.running import GIVEN_UP

STATE_COLUMNS = [stages.c[part.name] for part in fields(StageState)]
_AT_ONCE = 500
"""Rows named in one statement."""
_NOTHING: dict[str, Any] = {
    "lease_until": None,
    "worker": None,
    "progress": None,
    "reason_code": None,
    "reason_vi": None,
    "reason_en": None,
}
_FRESH: dict[str, Any] = {
    **_NOTHING,
    "not_before": None,
    "started_at": None,
    "ended_at": None,
    "attempt": 0,
    "failures": 0,
}


def state_from(row: Mapping[str, Any]) -> StageState:
    return StageState(**{**row, "stage": Stage(row["stage"]), "state": State(row["state"])})


def _now() -> datetime:
    return datetime.now(UTC)


def _claimable(now: datetime) -> ColumnElement[bool]:
    waits = and_(
        stages.c.state == State.WAITING, or_(stages.c.not_before.is_(None), stages.c.not_before <= now)
    )
    lost = and_(stages.c.state == State.RUNNING, stages.c.lease_until <= now)
    return and_(or_(waits, lost), stages.c.stage.not_in(select(paused_stages.c.stage)))


def _held(state: StageState) -> ColumnElement[bool]:
    return and_(
        stages.c.target_id == state.target_id,
        stages.c.stage == state.stage,
        stages.c.revision == state.revision,
        stages.c.attempt == state.attempt,
        stages.c.worker == state.worker,
        stages.c.state == State.RUNNING,
    )


class WorkRecords(Records):
    def plan_stage(self, target_id: str, item_id: str, stage: Stage) -> StageState:
        self.plan_stages([(target_id, item_id, stage)])
        planned = self.stage(target_id, stage)
        assert planned is not None
        return planned

    def plan_stages(self, many: Sequence[tuple[str, str, Stage]]) -> None:
        """Each waits at a new revision, or at the revision where it waits already."""
        fresh = {**_FRESH, "revision": 1, "state": State.WAITING}
        rows = [
            {**fresh, "target_id": target, "item_id": item, "stage": stage} for target, item, stage in many
        ]
        again = {(target, stage) for target, _, stage in many} & self._known(
            {row["target_id"] for row in rows}
        )
        self.insert_if_new(stages, rows)
        for target_id, stage in again:
            standing = and_(stages.c.target_id == target_id, stages.c.stage == stage)
            renewed = {**_FRESH, "revision": stages.c.revision + 1, "state": State.WAITING}
            self.run(update(stages).where(standing, stages.c.state != State.WAITING).values(renewed))

    def _known(self, target_ids: set[str]) -> set[tuple[str, Stage]]:
        found = select(stages.c.target_id, stages.c.stage).where(stages.c.target_id.in_(target_ids))
        return {(row["target_id"], Stage(row["stage"])) for row in self.rows(found)}

    def stage(self, target_id: str, stage: Stage) -> StageState | None:
        one = select(*STATE_COLUMNS).where(stages.c.target_id == target_id, stages.c.stage == stage)
        row = self.first(one)
        return state_from(row) if row else None

    def claim_stage(self, target_id: str, stage: Stage, worker: str, lease: timedelta) -> StageState | None:
        claimed = self._claim(stages.c.target_id == target_id, stage, worker, lease)
        return claimed[0] if claimed else None

    def claim_stages(self, stage: Stage, worker: str, lease: timedelta, limit: int) -> Sequence[StageState]:
        due = select(stages.c.target_id).where(stages.c.stage == stage, _claimable(_now()))
        some = due.order_by(stages.c.target_id).limit(limit).with_for_update(skip_locked=True)
        return self._claim(stages.c.target_id.in_(some.scalar_subquery()), stage, worker, lease)

    def _claim(
        self, which: ColumnElement[bool], stage: Stage, worker: str, lease: timedelta
    ) -> Sequence[StageState]:
        """One UPDATE. Work whose lease ran out has lost its worker: that counts as a failure."""
        now = _now()
        lost = case((stages.c.state == State.RUNNING, 1), else_=0)
        values = {**_NOTHING, "state": State.RUNNING, "worker": worker, "lease_until": now + lease}
        values |= {"attempt": stages.c.attempt + 1, "failures": stages.c.failures + lost}
        values |= {"started_at": now, "ended_at": None, "not_before": None}
        claimed = update(stages).where(which, stages.c.stage == stage, _claimable(now)).values(values)
        return [state_from(row) for row in self.rows(claimed.returning(*STATE_COLUMNS))]

    def report_progress(self, state: StageState, progress: float, lease: timedelta) -> None:
        """Also renews the lease. Raises Conflict where somebody else holds the work now."""
        changed = {"progress": progress, "lease_until": _now() + lease}
        self._change_held(state, changed)

    def end_stage(
        self,
        state: StageState,
        outcome: State,
        *,
        reason_code: str | None = None,
        reason_vi: str | None = None,
        reason_en: str | None = None,
    ) -> None:
        reasons = {"reason_code": reason_code, "reason_vi": reason_vi, "reason_en": reason_en}
        ended = {**_NOTHING, **reasons, "worker": state.worker, "state": outcome, "ended_at": _now()}
        self._change_held(state, ended)

    def end_at_once(self, many: Sequence[tuple[str, str, Stage]]) -> None:
        """Record as done what was done together with its input, in one transaction (bulk import)."""
        now = _now()
        done = {
            **_FRESH,
            "revision": 1,
            "attempt": 1,
            "started_at": now,
            "ended_at": now,
            "state": State.DONE,
        }
        rows = [
            {**done, "target_id": target, "item_id": item, "stage": stage} for target, item, stage in many
        ]
        self.insert_if_new(stages, rows)

    def end_stages(self, many: Sequence[StageState], outcome: State) -> int:
        """End those of one stage and worker that are still held, without reasons; how many were."""
        held = 0
        for at in range(0, len(many), _AT_ONCE):
            some = many[at : at + _AT_ONCE]
            mine = and_(
                stages.c.stage == some[0].stage,
                stages.c.worker == some[0].worker,
                stages.c.state == State.RUNNING,
                tuple_(stages.c.target_id, stages.c.revision, stages.c.attempt).in_(
                    [(state.target_id, state.revision, state.attempt) for state in some]
                ),
            )
            ended = {**_NOTHING, "worker": some[0].worker, "state": outcome, "ended_at": _now()}
            held += self.run(update(stages).where(mine).values(**ended)).rowcount
        return held

    def release_stage(
        self, state: StageState, *, reason_code: str, retry_after: timedelta, failed: bool = False
    ) -> None:
        waits = {**_NOTHING, "state": State.WAITING, "reason_code": reason_code}
        waits["failures"] = state.failures + (1 if failed else 0)
        self._change_held(state, {**waits, "not_before": _now() + retry_after})

    def _change_held(self, state: StageState, values: Mapping[str, Any]) -> None:
        if self.run(update(stages).where(_held(state)).values(**values)).rowcount != 1:
            raise Conflict(f"{state.stage} of {state.target_id}: attempt {state.attempt} holds it no more")

    def stages_of(self, item_id: str) -> Sequence[StageState]:
        found = select(*STATE_COLUMNS).where(stages.c.item_id == item_id)
        order = {stage: number for number, stage in enumerate(Stage)}
        return sorted(map(state_from, self.rows(found)), key=lambda one: (order[one.stage], one.target_id))

    def stages_of_items(self, item_ids: Sequence[str]) -> Mapping[str, Sequence[StageState]]:
        found = select(*STATE_COLUMNS).where(stages.c.item_id.in_(item_ids))
        order = {stage: number for number, stage in enumerate(Stage)}
        by_item: dict[str, list[StageState]] = {}
        for state in sorted(
            map(state_from, self.rows(found)), key=lambda one: (order[one.stage], one.target_id)
        ):
            by_item.setdefault(state.item_id, []).append(state)
        return by_item

    def stages_in(self, state: State, *, limit: int = 50) -> Sequence[StageState]:
        given_up = func.coalesce(stages.c.reason_code, "") == GIVEN_UP
        found = select(*STATE_COLUMNS).where(stages.c.state == state, ~given_up)
        latest = found.order_by(stages.c.ended_at.desc()).limit(limit)
        return [state_from(row) for row in self.rows(latest)]

    def work_to_wake(self, limit: int = 500) -> Sequence[StageState]:
        found = select(*STATE_COLUMNS).where(_claimable(_now())).order_by(stages.c.target_id).limit(limit)
        return [state_from(row) for row in self.rows(found)]

    def work_left(self) -> Mapping[Stage, int]:
        """How many wait or run, by stage."""
        open_states = [State.WAITING, State.RUNNING]
        counted = select(stages.c.stage, func.count().label("n")).where(stages.c.state.in_(open_states))
        return {Stage(row["stage"]): row["n"] for row in self.rows(counted.group_by(stages.c.stage))}

    def open_work(self, visit_ids: Sequence[str]) -> Mapping[Stage, int]:
        """How much of the work on these visits waits or runs, by stage."""
        mine = select(items.c.id).where(items.c.visit_id.in_(visit_ids))
        is_open = stages.c.state.in_([State.WAITING, State.RUNNING])
        counted = select(stages.c.stage, func.count().label("n")).where(stages.c.item_id.in_(mine), is_open)
        return {Stage(row["stage"]): row["n"] for row in self.rows(counted.group_by(stages.c.stage))}

    def failed_work(self, visit_ids: Sequence[str]) -> Sequence[StageState]:
        mine = select(items.c.id).where(items.c.visit_id.in_(visit_ids))
        failed = select(*STATE_COLUMNS).where(stages.c.item_id.in_(mine), stages.c.state == State.FAILED)
        return [state_from(row) for row in self.rows(failed)]

    def requeue_failed(self, target_id: str, stage: Stage) -> StageState | None:
        """A person asks to try again: a fresh revision with fresh attempts. None if it did not fail."""
        state = self.stage(target_id, stage)
        if state is None or state.state is not State.FAILED:
            return None
        self.plan_stages([(target_id, state.item_id, stage)])
        return replace(state, state=State.WAITING, revision=state.revision + 1, attempt=0)

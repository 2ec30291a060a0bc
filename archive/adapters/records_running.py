"""Work as a whole, in SQL: counts, pace, pauses, what failed and what was given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import and_, delete, func, or_, select, update

from archive.adapters.records_base import Records
from archive.adapters.records_work import STATE_COLUMNS, state_from
from archive.adapters.tables import items, stages, stored_objects
from archive.adapters.tables_running import paused_stages
from schemas.processing import Stage, StageState, State
from schemas.running import GIVEN_UP, FailedKind, Pace, StageQueue

_ASKS_SOMEBODY = and_(
    stages.c.state == State.FAILED, or_(stages.c.reason_code.is_(None), stages.c.reason_code != GIVEN_UP)
)


class RunningRecords(Records):
    def stage_queues(self) -> Mapping[Stage, StageQueue]:
        counted = select(stages.c.stage, stages.c.state, func.count().label("n"))
        open_work = or_(stages.c.state.in_([State.WAITING, State.RUNNING]), _ASKS_SOMEBODY)
        found: dict[tuple[Stage, State], int] = {}
        for row in self.rows(counted.where(open_work).group_by(stages.c.stage, stages.c.state)):
            found[Stage(row["stage"]), State(row["state"])] = row["n"]
        paused = {row["stage"]: row for row in self.rows(select(paused_stages))}
        oldest = self._oldest()
        return {
            stage: StageQueue(
                stage,
                found.get((stage, State.WAITING), 0),
                found.get((stage, State.RUNNING), 0),
                found.get((stage, State.FAILED), 0),
                oldest.get(stage),
                paused[stage]["since"] if stage in paused else None,
                paused[stage]["by"] if stage in paused else "",
            )
            for stage in Stage
        }

    def _oldest(self) -> Mapping[Stage, datetime]:
        """Work waits since its item was made: the ids of items tell the order, the items the moment."""
        first = select(stages.c.stage, func.min(stages.c.item_id).label("item_id"))
        first_of = first.where(stages.c.state == State.WAITING).group_by(stages.c.stage).subquery()
        found = select(first_of.c.stage, items.c.made_at).join(items, items.c.id == first_of.c.item_id)
        return {Stage(row["stage"]): row["made_at"] for row in self.rows(found)}

    def pace_of(self, stage: Stage, last: int = 100) -> Pace:
        ended = and_(stages.c.stage == stage, stages.c.state == State.DONE, stages.c.started_at.is_not(None))
        times = select(stages.c.started_at, stages.c.ended_at).where(ended)
        rows = self.rows(times.order_by(stages.c.ended_at.desc()).limit(last))
        spent = [(row["ended_at"] - row["started_at"]).total_seconds() for row in rows if row["ended_at"]]
        return Pace(sum(spent) / len(spent) if spent else None, len(spent))

    def pause_stage(self, stage: Stage, by: str) -> bool:
        if self.first(select(paused_stages).where(paused_stages.c.stage == stage)):
            return False
        self.insert_if_new(paused_stages, [{"stage": stage, "since": datetime.now(UTC), "by": by}])
        return True

    def resume_stage(self, stage: Stage) -> bool:
        return self.run(delete(paused_stages).where(paused_stages.c.stage == stage)).rowcount == 1

    def failed_kinds(self) -> Sequence[FailedKind]:
        reason = func.coalesce(stages.c.reason_code, "")
        counted = select(stages.c.stage, reason.label("reason"), func.count().label("n"))
        rows = self.rows(counted.where(_ASKS_SOMEBODY).group_by(stages.c.stage, reason))
        kinds = [FailedKind(Stage(row["stage"]), row["reason"], row["n"]) for row in rows]
        return sorted(kinds, key=lambda kind: (-kind.times, kind.stage, kind.reason_code))

    def failed_of_kind(self, stage: Stage, reason_code: str, limit: int) -> Sequence[StageState]:
        same = and_(stages.c.stage == stage, func.coalesce(stages.c.reason_code, "") == reason_code)
        found = select(*STATE_COLUMNS).where(_ASKS_SOMEBODY, same)
        newest = found.order_by(stages.c.ended_at.desc(), stages.c.target_id).limit(limit)
        return [state_from(row) for row in self.rows(newest)]

    def give_up(self, target_id: str, stage: Stage, vi: str, en: str) -> bool:
        mine = and_(stages.c.target_id == target_id, stages.c.stage == stage, _ASKS_SOMEBODY)
        told = {"reason_code": GIVEN_UP, "reason_vi": vi, "reason_en": en}
        return self.run(update(stages).where(mine).values(**told)).rowcount == 1

    def work_by_visit(self, limit: int = 50) -> Mapping[str, Mapping[State, int]]:
        counted = select(items.c.visit_id, stages.c.state, func.count().label("n"))
        asked = or_(stages.c.state.in_([State.WAITING, State.RUNNING]), _ASKS_SOMEBODY)
        joined = counted.join(items, items.c.id == stages.c.item_id).where(asked)
        by_visit: dict[str, dict[State, int]] = {}
        for row in self.rows(joined.group_by(items.c.visit_id, stages.c.state)):
            by_visit.setdefault(row["visit_id"], {})[State(row["state"])] = row["n"]
        newest = sorted(by_visit, reverse=True)[:limit]
        return {visit_id: by_visit[visit_id] for visit_id in newest}

    def bytes_received_since(self, since: datetime) -> int:
        received = select(func.coalesce(func.sum(stored_objects.c.size), 0).label("bytes"))
        return int(self.rows(received.where(stored_objects.c.stored_at >= since))[0]["bytes"])

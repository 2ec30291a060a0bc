"""Does the work that stands in the records: claims it, has it done, writes what came of it, plans on.

Results, the end of the stage and the next stages are written in one transaction, so a stage that is run again
after a crash replaces nothing twice. The queue is woken after the commit.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from archive import route
from archive.audit.actor import acts, worker_on
from archive.bootstrap import Archive
from archive.intake import wake
from archive.ports import Catalogue
from archive.rights.processing import may_run
from archive.rights.secrecy import stamp_in
from archive.seeing import things_of
from archive.watching import tell_of_suggestions
from archive.withholding import set_apart, withhold_cards
from schemas.errors import Conflict, KyucError, Unavailable, WorkerLost
from schemas.processing import Stage, StageState, State
from schemas.rights import Ruling
from workers.engine_host import EngineHost, Limits
from workers.stages.workplace import StageResult

log = logging.getLogger(__name__)

BATCHES: Mapping[Stage, int] = {Stage.EXTRACT_MENTIONS: 100, Stage.INDEX_ITEM: 500, Stage.SUGGEST_LINKS: 50}
"""Stages that take many at once: one commit of the index for many items."""

_MEMORY = 4 << 30
LIMITS: Mapping[Stage, Limits] = {
    Stage.MAKE_DERIVATIVES: Limits(1800, _MEMORY),
    Stage.READ_PAGE: Limits(300, _MEMORY),
    Stage.HEAR_TESTIMONY: Limits(900, _MEMORY),
    Stage.READ_FRAMES: Limits(300, _MEMORY),
    Stage.EXTRACT_MENTIONS: Limits(120, _MEMORY),
    Stage.INDEX_ITEM: Limits(300, _MEMORY),
    Stage.SUGGEST_LINKS: Limits(900, _MEMORY),
}
_LONGEST_PAUSE = 600.0


class Stopping(Exception):
    """The worker was asked to end: the work goes back at once and nothing is held against it."""


@dataclass(frozen=True)
class Pace:
    """How long a claim holds without a sign of life, and the limits of each stage."""

    lease: timedelta = timedelta(seconds=60)
    limits: Mapping[Stage, Limits] = field(default_factory=lambda: LIMITS)
    first_pause: float = 10.0
    sweep_seconds: float = 5.0
    attempts: int = 3
    """So often may a file break its engine; then a person decides."""


class Runner:
    """One worker. `worker` names it in the records."""

    def __init__(self, archive: Archive, host: EngineHost, worker: str, pace: Pace | None = None) -> None:
        self._archive = archive
        self._host = host
        self._worker = worker
        self._pace = pace or Pace()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Give the running work back as soon as possible. Safe in a signal handler."""
        self._stopping.set()

    def work(self, target_id: str, stage: Stage) -> bool:
        """Do this work if it is still to be done; for stages in batches also what waits beside it.

        Returns whether there was anything to do. Raises RecordsUnavailable.
        """
        if not self._host.can(stage):
            return False
        acts(worker_on(target_id))
        with self._archive.records() as records:
            if stage in BATCHES:
                claimed = records.claim_stages(stage, self._worker, self._pace.lease, BATCHES[stage])
            else:
                one = records.claim_stage(target_id, stage, self._worker, self._pace.lease)
                claimed = [one] if one else []
            records.commit()
        able = [state for state in claimed if state.failures < self._pace.attempts]
        for state in claimed:
            if state.failures >= self._pace.attempts:
                self._end_failed(state, WorkerLost(f"{stage} attempt {state.attempt}"))
        able = self._allowed(able)
        if able:
            self._do(able)
        if stage in BATCHES and len(claimed) == BATCHES[stage]:
            wake(self._archive.queue, [claimed[0]])
        return bool(claimed)

    def _allowed(self, states: Sequence[StageState]) -> list[StageState]:
        """Those that the policy lets machines do; the others end here with its words."""
        barred = []
        with self._archive.records() as records:
            rulings = _rulings(records, states)
        for state, said in zip(states, rulings, strict=True):
            if not said:
                barred.append((state, _barred(said)))
        if barred:
            self._write([state for state, _ in barred], [result for _, result in barred])
        return [state for state, said in zip(states, rulings, strict=True) if said]

    def _do(self, states: Sequence[StageState]) -> None:
        stage, began = states[0].stage, time.monotonic()
        if self.stopping:
            self._give_back(states)
            return
        try:
            results = self._host.run(states, self._pace.limits[stage], _Lease(self, states).tick)
        except Stopping:
            self._give_back(states)
        except Conflict as error:
            log.info("%s: %s", stage, error.detail)
            self._give_back(states)
        except KyucError as error:
            if len(states) > 1 and not isinstance(error, Unavailable):
                for state in states:
                    self._do([state])
            else:
                for state in states:
                    self._after_error(state, error)
        else:
            self._write(states, results)
            log.info("%s x%d done in %.2f s", stage, len(states), time.monotonic() - began)

    def _write(self, states: Sequence[StageState], results: Sequence[StageResult]) -> None:
        planned: list[StageState] = []
        with self._archive.records() as records:
            for state, given, said in zip(states, results, _rulings(records, states), strict=True):
                # What was taken back while the machine worked is not written down any more.
                result = given if said else _barred(said)
                try:
                    self._end(records, state, result)
                except Conflict as error:
                    log.info("%s", error.detail)
                    continue
                planned += plan_next(records, state, result.outcome)
            records.commit()
        wake(self._archive.queue, _one_a_batch(planned))

    def _end(self, records: Catalogue, state: StageState, result: StageResult) -> None:
        records.end_stage(
            state,
            result.outcome,
            reason_code=result.reason_code,
            reason_vi=result.reason_vi,
            reason_en=result.reason_en,
        )
        records.add_transcripts(result.transcripts)
        if result.mentions:
            records.replace_all_mentions(result.mentions)
        for item_id, made in result.suggestions.items():
            records.replace_suggestions(item_id, made)
            tell_of_suggestions(records, item_id, [one.record_id for one in made])
        for derivative in result.derivatives:
            records.add_derivative(derivative)
        if result.masked is not None:
            records.replace_masked(state.target_id, result.masked)
        for text in result.transcripts:
            if stamp_in(text) is not None:
                set_apart(records, records.item(state.item_id), "machine")
            withhold_cards(records, records.item(state.item_id), text)
        if result.metadata:
            records.describe_asset(state.target_id, result.metadata)

    def _after_error(self, state: StageState, error: KyucError) -> None:
        failed = not isinstance(error, Unavailable)
        log.warning("%s of %s: %s (%s)", state.stage, state.target_id, error.code, error.detail)
        if not error.transient or (failed and state.failures + 1 >= self._pace.attempts):
            self._end_failed(state, error)
            return
        pause = min(self._pace.first_pause * 4 ** (state.attempt - 1), _LONGEST_PAUSE)
        self._release(state, error.code, pause, failed)

    def _release(self, state: StageState, code: str, pause: float, failed: bool) -> None:
        with self._archive.records() as records:
            try:
                records.release_stage(
                    state, reason_code=code, retry_after=timedelta(seconds=pause), failed=failed
                )
            except Conflict as error:
                log.info("%s", error.detail)
            records.commit()

    def _give_back(self, states: Sequence[StageState]) -> None:
        for state in states:
            self._release(state, "worker_stopped", 0, failed=False)

    def _end_failed(self, state: StageState, error: KyucError) -> None:
        failed = StageResult(
            State.FAILED,
            reason_code=error.code,
            reason_vi=error.message_vi,
            reason_en=error.message_en,
        )
        self._write([state], [failed])

    def renew(self, states: Sequence[StageState], progress: float | None) -> None:
        """Hold the claims for another lease. Raises Conflict if none of them is held any more."""
        held = 0
        with self._archive.records() as records:
            for state in states:
                try:
                    records.report_progress(state, progress or 0.0, self._pace.lease)
                    held += 1
                except Conflict as error:
                    log.info("%s", error.detail)
            records.commit()
        if not held:
            raise Conflict("all of this work was planned anew meanwhile")

    @property
    def pace(self) -> Pace:
        return self._pace

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()


class _Lease:
    """Keeps a claim alive while the engine works, and shows progress."""

    def __init__(self, runner: Runner, states: Sequence[StageState]) -> None:
        self._runner = runner
        self._states = states
        self._renewed = time.monotonic()
        self._shown: float | None = None

    def tick(self, progress: float | None) -> None:
        """Raises Conflict if somebody else holds the work now, Stopping if the worker is to end."""
        if self._runner.stopping:
            raise Stopping()
        since = time.monotonic() - self._renewed
        moved = progress is not None and progress != self._shown and since >= 1
        if not moved and since < self._runner.pace.lease.total_seconds() / 3:
            return
        try:
            self._runner.renew(self._states, progress)
        except Unavailable as error:
            log.warning("lease: %s", error.code)
            return
        self._renewed, self._shown = time.monotonic(), progress


def _rulings(records: Catalogue, states: Sequence[StageState]) -> list[Ruling]:
    """May each of these run, as consent and quarantine stand now?"""
    things = things_of(records, records.items(sorted({state.item_id for state in states})))
    return [may_run(state.stage, things[state.item_id]) for state in states]


def _barred(said: Ruling) -> StageResult:
    return StageResult(
        State.BARRED, reason_code=said.reason, reason_vi=said.words_vi, reason_en=said.words_en
    )


def plan_next(records: Catalogue, state: StageState, outcome: State) -> list[StageState]:
    """Plan what follows this stage; the states that wait now."""
    asset = records.find_asset(state.target_id)
    targets = [
        (state.item_id if follows.of_item else state.target_id, state.item_id, follows.stage)
        for follows in route.next_stages(state.stage, outcome, asset.medium if asset else None)
    ]
    return [records.plan_stage(*target) for target in targets]


def _one_a_batch(planned: Sequence[StageState]) -> list[StageState]:
    """One job wakes a worker for a whole batch."""
    batched = {state.stage: state for state in planned if state.stage in BATCHES}
    return [state for state in planned if state.stage not in BATCHES] + list(batched.values())

"""The runner and its engine host, with engines that really crash, hang and eat memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from archive.bootstrap import Archive
from archive.settings import load
from schemas.processing import Stage, State
from tests.support.work import enter, state_of, texts_of
from workers.engine_host import EngineHost, Limits
from workers.runner import Pace, Runner

_SCRIPT = "tests.support.scripted_stage"
_ATTEMPTS = 2
_LIMITS = dict.fromkeys(Stage, Limits(silence=10, memory=400 << 20))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(load({"KYUC_DATA": str(tmp_path_factory.mktemp("runner"))}))


@pytest.fixture(scope="module")
def runner(archive: Archive) -> Iterator[Runner]:
    host = EngineHost(archive.settings, {Stage.READ_PAGE: _SCRIPT, Stage.HEAR_TESTIMONY: _SCRIPT})
    yield Runner(archive, host, "test", Pace(limits=_LIMITS, first_pause=0, attempts=_ATTEMPTS))
    host.stop()


def test_engines_stay_loaded_from_job_to_job(archive: Archive, runner: Runner) -> None:
    first, second = enter(archive, "a.jpg").target_id, enter(archive, "b.jpg").target_id
    runner.work(first, Stage.READ_PAGE)
    runner.work(second, Stage.READ_PAGE)
    assert texts_of(archive, first) == texts_of(archive, second)


def test_work_that_is_done_is_not_done_again(archive: Archive, runner: Runner) -> None:
    asset = enter(archive, "a.jpg").target_id
    assert runner.work(asset, Stage.READ_PAGE)
    assert not runner.work(asset, Stage.READ_PAGE)
    assert len(texts_of(archive, asset)) == 1


def test_what_follows_is_planned_with_the_end(archive: Archive, runner: Runner) -> None:
    read, blank = enter(archive, "a.jpg").target_id, enter(archive, "blank.jpg").target_id
    runner.work(read, Stage.READ_PAGE)
    runner.work(blank, Stage.READ_PAGE)
    assert state_of(archive, read, Stage.EXTRACT_MENTIONS).state is State.WAITING
    assert state_of(archive, blank).reason_vi == "Trống."
    assert state_of(archive, state_of(archive, blank).item_id, Stage.INDEX_ITEM).state is State.WAITING


@pytest.mark.parametrize(
    ("filename", "code"),
    [
        ("crash.jpg", "engine_failed"),
        pytest.param("hang.jpg", "engine_timeout", marks=pytest.mark.slow),
        ("greedy.jpg", "engine_out_of_memory"),
        ("nonsense.jpg", "engine_failed"),
    ],
)
def test_a_file_that_breaks_its_engine_goes_to_a_person_and_others_go_on(
    archive: Archive, runner: Runner, filename: str, code: str
) -> None:
    bad, good = enter(archive, filename).target_id, enter(archive, "a.jpg").target_id
    for attempt in range(_ATTEMPTS):
        assert state_of(archive, bad).state is State.WAITING, attempt
        runner.work(bad, Stage.READ_PAGE)
    state = state_of(archive, bad)
    assert (state.state, state.reason_code) == (State.FAILED, code)
    assert state.reason_vi
    assert not runner.work(bad, Stage.READ_PAGE)
    runner.work(good, Stage.READ_PAGE)
    assert state_of(archive, good).state is State.DONE
    assert state_of(archive, state.item_id, Stage.INDEX_ITEM).state is State.WAITING


def test_a_crash_that_passes_is_cured_by_the_next_attempt(archive: Archive, runner: Runner) -> None:
    asset = enter(archive, "once.jpg").target_id
    runner.work(asset, Stage.READ_PAGE)
    runner.work(asset, Stage.READ_PAGE)
    assert state_of(archive, asset).state is State.DONE
    assert len(texts_of(archive, asset)) == 1


def test_a_torn_file_is_not_tried_again(archive: Archive, runner: Runner) -> None:
    asset = enter(archive, "torn.jpg").target_id
    runner.work(asset, Stage.READ_PAGE)
    assert (state_of(archive, asset).state, state_of(archive, asset).attempt) == (State.FAILED, 1)


def test_an_outage_uses_no_attempt_up(archive: Archive, runner: Runner) -> None:
    asset = enter(archive, "outage.jpg").target_id
    for _ in range(5):
        runner.work(asset, Stage.READ_PAGE)
    assert (state_of(archive, asset).state, state_of(archive, asset).failures) == (State.DONE, 0)


def test_a_person_can_have_it_tried_again(archive: Archive, runner: Runner) -> None:
    asset = enter(archive, "torn.jpg").target_id
    runner.work(asset, Stage.READ_PAGE)
    with archive.records() as records:
        assert records.requeue_failed(asset, Stage.READ_PAGE)
        records.commit()
    assert (state_of(archive, asset).state, state_of(archive, asset).revision) == (State.WAITING, 2)


def test_work_planned_anew_meanwhile_is_not_ended_by_the_old_attempt(
    archive: Archive, runner: Runner
) -> None:
    asset = enter(archive, "a.jpg").target_id
    with archive.records() as records:
        old = records.claim_stage(asset, Stage.READ_PAGE, "other worker", timedelta(minutes=1))
        records.commit()
    assert old is not None
    assert not runner.work(asset, Stage.READ_PAGE)
    with archive.records() as records:
        records.plan_stage(asset, old.item_id, Stage.READ_PAGE)
        records.commit()
    assert runner.work(asset, Stage.READ_PAGE)
    assert (state_of(archive, asset).state, state_of(archive, asset).revision) == (State.DONE, 2)


def test_work_of_a_vanished_worker_is_taken_over(archive: Archive, runner: Runner) -> None:
    asset = enter(archive, "a.jpg").target_id
    with archive.records() as records:
        records.claim_stage(asset, Stage.READ_PAGE, "vanished", timedelta(seconds=-1))
        records.commit()
    assert runner.work(asset, Stage.READ_PAGE)
    assert (state_of(archive, asset).state, state_of(archive, asset).failures) == (State.DONE, 1)

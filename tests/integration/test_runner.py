"""The runner and its engine host, with engines that really crash, hang and eat memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from archive.bootstrap import Archive
from archive.settings import load
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.ids import new_id
from schemas.processing import Stage, StageState, State
from workers.engine_host import EngineHost, Limits
from workers.runner import Pace, Runner

_SCRIPT = "tests.support.scripted_stage"
_ATTEMPTS = 2
_LIMITS = dict.fromkeys(Stage, Limits(silence=2, memory=400 << 20))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(load({"KYUC_DATA": str(tmp_path_factory.mktemp("runner"))}))


@pytest.fixture(scope="module")
def runner(archive: Archive) -> Iterator[Runner]:
    host = EngineHost(archive.settings, {Stage.READ_PAGE: _SCRIPT, Stage.HEAR_TESTIMONY: _SCRIPT})
    yield Runner(archive, host, "test", Pace(limits=_LIMITS, first_pause=0, attempts=_ATTEMPTS))
    host.stop()


def _enter(archive: Archive, filename: str, stage: Stage = Stage.READ_PAGE) -> str:
    """An asset in the records, with its work planned; the scripted stage needs no bytes."""
    visit, sha256 = Visit("Thăm", code=new_id()[-12:]), "a" * 64
    item = Item(visit.id, ItemKind.PHOTO)
    asset = Asset(item.id, sha256, filename, Medium.IMAGE, "image/jpeg")
    with archive.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.add_object(StoredObject(sha256, 1, "image/jpeg"))
        records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), "u"))
        records.plan_stage(asset.id, item.id, stage)
        records.commit()
    return asset.id


def _state(archive: Archive, asset_id: str, stage: Stage = Stage.READ_PAGE) -> StageState:
    with archive.records() as records:
        state = records.stage(asset_id, stage)
    assert state is not None
    return state


def _text(archive: Archive, asset_id: str) -> list[str]:
    with archive.records() as records:
        return [transcript.text for transcript in records.transcripts(asset_id)]


def test_engines_stay_loaded_from_job_to_job(archive: Archive, runner: Runner) -> None:
    first, second = _enter(archive, "a.jpg"), _enter(archive, "b.jpg")
    runner.work(first, Stage.READ_PAGE)
    runner.work(second, Stage.READ_PAGE)
    assert _text(archive, first) == _text(archive, second)


def test_work_that_is_done_is_not_done_again(archive: Archive, runner: Runner) -> None:
    asset = _enter(archive, "a.jpg")
    assert runner.work(asset, Stage.READ_PAGE)
    assert not runner.work(asset, Stage.READ_PAGE)
    assert len(_text(archive, asset)) == 1


def test_what_follows_is_planned_with_the_end(archive: Archive, runner: Runner) -> None:
    read, blank = _enter(archive, "a.jpg"), _enter(archive, "blank.jpg")
    runner.work(read, Stage.READ_PAGE)
    runner.work(blank, Stage.READ_PAGE)
    assert _state(archive, read, Stage.EXTRACT_MENTIONS).state is State.WAITING
    assert _state(archive, blank).reason_vi == "Trống."
    assert _state(archive, _state(archive, blank).item_id, Stage.INDEX_ITEM).state is State.WAITING


@pytest.mark.parametrize(
    ("filename", "code"),
    [
        ("crash.jpg", "engine_failed"),
        ("hang.jpg", "engine_timeout"),
        ("greedy.jpg", "engine_out_of_memory"),
        ("nonsense.jpg", "engine_failed"),
    ],
)
def test_a_file_that_breaks_its_engine_goes_to_a_person_and_others_go_on(
    archive: Archive, runner: Runner, filename: str, code: str
) -> None:
    bad, good = _enter(archive, filename), _enter(archive, "a.jpg")
    for attempt in range(_ATTEMPTS):
        assert _state(archive, bad).state is State.WAITING, attempt
        runner.work(bad, Stage.READ_PAGE)
    state = _state(archive, bad)
    assert (state.state, state.reason_code) == (State.FAILED, code)
    assert state.reason_vi
    assert not runner.work(bad, Stage.READ_PAGE)
    runner.work(good, Stage.READ_PAGE)
    assert _state(archive, good).state is State.DONE
    assert _state(archive, state.item_id, Stage.INDEX_ITEM).state is State.WAITING


def test_a_crash_that_passes_is_cured_by_the_next_attempt(archive: Archive, runner: Runner) -> None:
    asset = _enter(archive, "once.jpg")
    runner.work(asset, Stage.READ_PAGE)
    runner.work(asset, Stage.READ_PAGE)
    assert _state(archive, asset).state is State.DONE
    assert len(_text(archive, asset)) == 1


def test_a_torn_file_is_not_tried_again(archive: Archive, runner: Runner) -> None:
    asset = _enter(archive, "torn.jpg")
    runner.work(asset, Stage.READ_PAGE)
    assert (_state(archive, asset).state, _state(archive, asset).attempt) == (State.FAILED, 1)


def test_an_outage_uses_no_attempt_up(archive: Archive, runner: Runner) -> None:
    asset = _enter(archive, "outage.jpg")
    for _ in range(5):
        runner.work(asset, Stage.READ_PAGE)
    assert (_state(archive, asset).state, _state(archive, asset).failures) == (State.DONE, 0)


def test_a_person_can_have_it_tried_again(archive: Archive, runner: Runner) -> None:
    asset = _enter(archive, "torn.jpg")
    runner.work(asset, Stage.READ_PAGE)
    with archive.records() as records:
        assert records.requeue_failed(asset, Stage.READ_PAGE)
        records.commit()
    assert (_state(archive, asset).state, _state(archive, asset).revision) == (State.WAITING, 2)


def test_work_planned_anew_meanwhile_is_not_ended_by_the_old_attempt(
    archive: Archive, runner: Runner
) -> None:
    asset = _enter(archive, "a.jpg")
    with archive.records() as records:
        old = records.claim_stage(asset, Stage.READ_PAGE, "other worker", timedelta(minutes=1))
        records.commit()
    assert old is not None
    assert not runner.work(asset, Stage.READ_PAGE)
    with archive.records() as records:
        records.plan_stage(asset, old.item_id, Stage.READ_PAGE)
        records.commit()
    assert runner.work(asset, Stage.READ_PAGE)
    assert (_state(archive, asset).state, _state(archive, asset).revision) == (State.DONE, 2)


def test_work_of_a_vanished_worker_is_taken_over(archive: Archive, runner: Runner) -> None:
    asset = _enter(archive, "a.jpg")
    with archive.records() as records:
        records.claim_stage(asset, Stage.READ_PAGE, "vanished", timedelta(seconds=-1))
        records.commit()
    assert runner.work(asset, Stage.READ_PAGE)
    assert (_state(archive, asset).state, _state(archive, asset).failures) == (State.DONE, 1)

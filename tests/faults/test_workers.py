"""Workers killed, told to end, and left without their queue: everything acknowledged is processed, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.intake import wake
from archive.settings import load
from schemas.processing import Stage, StageState, State
from tests.servers.valkey import Valkey
from tests.support.work import enter, state_of, texts_of, wait_for

pytestmark = pytest.mark.slow


class Worker:
    """The process of a worker, started and killed by the test."""

    def __init__(self, archive: Archive) -> None:
        self._environment = {**os.environ, **archive.settings.environment}
        self._log = (archive.settings.data / "worker.log").open("ab")
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.support.scripted_worker"]
        return subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start_again(self) -> None:
        self.process = self._start()

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in listed.split()]


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path / "valkey")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def archive(queue: Valkey, tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(load({"KYUC_DATA": str(tmp_path / "data"), **queue.environment()}))
    with opened.records() as records:
        records.commit()
    yield opened
    opened.close()


@pytest.fixture
def worker(archive: Archive) -> Iterator[Worker]:
    started = Worker(archive)
    yield started
    started.kill()


def _ended(archive: Archive, state: StageState) -> bool:
    return state_of(archive, state.target_id, state.stage).state is State.DONE


def _running(archive: Archive, state: StageState) -> bool:
    return state_of(archive, state.target_id, state.stage).state is State.RUNNING


@pytest.mark.parametrize("stage", list(Stage))
def test_a_worker_killed_in_the_middle_of_a_stage_is_replaced_and_the_work_done_once(
    archive: Archive, worker: Worker, stage: Stage
) -> None:
    state = enter(archive, "slow.jpg", stage)
    wake(archive.queue, [state])
    wait_for(lambda: _running(archive, state))
    worker.kill()
    worker.start_again()
    wait_for(lambda: _ended(archive, state))
    if stage in (Stage.READ_PAGE, Stage.HEAR_TESTIMONY):
        assert len(texts_of(archive, state.target_id)) == 1
    assert state_of(archive, state.target_id, stage).attempt == 2


def test_the_engines_of_a_killed_worker_do_not_live_on(archive: Archive, worker: Worker) -> None:
    state = enter(archive, "hang.jpg")
    wake(archive.queue, [state])
    wait_for(lambda: _running(archive, state) and bool(worker.children()))
    children = worker.children()
    worker.kill()
    wait_for(lambda: not any(_lives(child) for child in children))


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_worker_told_to_end_gives_its_work_back_at_once(archive: Archive, worker: Worker) -> None:
    state = enter(archive, "hang.jpg")
    wake(archive.queue, [state])
    wait_for(lambda: _running(archive, state))
    worker.process.send_signal(signal.SIGTERM)
    assert worker.process.wait(10) == 0
    given_back = state_of(archive, state.target_id)
    assert (given_back.state, given_back.failures) == (State.WAITING, 0)


def test_a_queue_that_lost_everything_loses_no_work(archive: Archive, worker: Worker, queue: Valkey) -> None:
    first = enter(archive, "a.jpg")
    wake(archive.queue, [first])
    wait_for(lambda: _ended(archive, first))
    queue.kill()
    waiting = [enter(archive, f"{number}.jpg") for number in range(5)]
    wake(archive.queue, waiting)
    queue.forget()
    queue.start()
    wait_for(lambda: worker.process.poll() is not None or all(_ended(archive, state) for state in waiting))
    if worker.process.poll() is not None:  # the supervisor starts it again
        worker.start_again()
    wait_for(lambda: all(_ended(archive, state) for state in waiting))
    assert all(len(texts_of(archive, state.target_id)) == 1 for state in waiting)


def test_two_workers_share_the_work_and_do_none_of_it_twice(archive: Archive, worker: Worker) -> None:
    second = Worker(archive)
    try:
        states = [enter(archive, f"{number}.jpg") for number in range(30)]
        for _ in range(3):
            wake(archive.queue, states)
        wait_for(lambda: all(_ended(archive, state) for state in states))
    finally:
        second.kill()
    assert [len(texts_of(archive, state.target_id)) for state in states] == [1] * 30

"""What the queue must do: wake workers, once, and be away without harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from archive.adapters.queue_rq import RUN_STAGE, connect
from archive.bootstrap import Archive
from archive.route import QUEUES, queue_of
from archive.settings import Secret, Settings, load
from schemas.errors import QueueUnavailable
from schemas.ids import new_id
from schemas.processing import Stage, StageState
from tests.servers.ports import free_port
from tests.servers.valkey import Valkey


@pytest.fixture
def settings(valkey: Valkey, tmp_path: Path) -> Settings:
    return load({**valkey.environment(), "KYUC_DATA": str(tmp_path)})


def _waiting(settings: Settings, name: str) -> list[tuple[str, tuple[object, ...]]]:
    queue = Queue(name, connection=connect(settings), serializer=JSONSerializer)
    return [(job.func_name, tuple(job.args)) for job in queue.jobs]


@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_wakes_the_worker_of_its_queue_once(settings: Settings, stage: Stage) -> None:
    state = StageState(new_id(), new_id(), stage)
    queue = Archive(settings).queue
    for _ in range(3):
        queue.wake(state)
    mine = (RUN_STAGE, (state.target_id, str(stage)))
    found = {name: _waiting(settings, name).count(mine) for name in QUEUES}
    assert found == {name: int(name == queue_of(stage)) for name in QUEUES}


def test_a_later_attempt_wakes_again(settings: Settings) -> None:
    state = StageState(new_id(), new_id(), Stage.READ_PAGE)
    queue = Archive(settings).queue
    for attempt in range(2):
        queue.wake(replace(state, attempt=attempt))
    assert _waiting(settings, "reading").count((RUN_STAGE, (state.target_id, "read_page"))) == 2


def test_a_queue_that_is_away_says_so(settings: Settings) -> None:
    assert Archive(settings).queue.serves()
    away = replace(settings, redis_url=Secret(f"redis://127.0.0.1:{free_port()}/0"))
    queue = Archive(away).queue
    assert not queue.serves()
    with pytest.raises(QueueUnavailable):
        queue.wake(StageState(new_id(), new_id(), Stage.READ_PAGE))


def test_without_a_queue_server_nothing_is_woken_and_nothing_is_lost(tmp_path: Path) -> None:
    queue = Archive(load({"KYUC_DATA": str(tmp_path)})).queue
    queue.wake(StageState(new_id(), new_id(), Stage.READ_PAGE))
    assert not queue.serves()

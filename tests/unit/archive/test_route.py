"""Whatever comes in and however reading it ends, it becomes findable."""

from __future__ import annotations

import pytest

from archive.route import OF_ITEM, QUEUES, first_stages, next_stages, queue_of
from schemas.holdings import Medium
from schemas.processing import ENDED, Stage, State


def _reached(stage: Stage, outcome: State) -> set[Stage]:
    found = {stage}
    for follows in next_stages(stage, outcome):
        assert follows.of_item == (follows.stage in OF_ITEM)
        found |= _reached(follows.stage, State.DONE)
    return found


@pytest.mark.parametrize("medium", list(Medium))
@pytest.mark.parametrize("outcome", sorted(ENDED))
def test_everything_is_indexed_whatever_came_of_reading_it(medium: Medium, outcome: State) -> None:
    reached = set().union(*(_reached(stage, outcome) for stage in first_stages(medium)))
    assert Stage.INDEX_ITEM in reached
    assert (Stage.EXTRACT_MENTIONS in reached) == (outcome is State.DONE)


def test_an_hour_of_speech_waits_in_a_queue_of_its_own() -> None:
    assert [stage for stage in Stage if queue_of(stage) == "hearing"] == [Stage.HEAR_TESTIMONY]
    assert {queue_of(stage) for stage in Stage} == set(QUEUES)

"""Whatever comes in and however reading it ends, it becomes findable."""

from __future__ import annotations

import pytest

from archive.route import OF_ITEM, QUEUES, first_stages, next_stages, queue_of
from schemas.holdings import Medium
from schemas.processing import ENDED, Stage, State


def _reached(stage: Stage, outcome: State, medium: Medium) -> set[Stage]:
    """A video's picture ends as its sound did."""
    found = {stage}
    for follows in next_stages(stage, outcome, medium):
        assert follows.of_item == (follows.stage in OF_ITEM)
        same = follows.stage is Stage.READ_FRAMES
        found |= _reached(follows.stage, outcome if same else State.DONE, medium)
    return found


@pytest.mark.parametrize("medium", list(Medium))
@pytest.mark.parametrize("outcome", sorted(ENDED))
def test_everything_is_indexed_whatever_came_of_reading_it(medium: Medium, outcome: State) -> None:
    reached = set().union(*(_reached(stage, outcome, medium) for stage in first_stages(medium)))
    assert Stage.INDEX_ITEM in reached
    assert (Stage.EXTRACT_MENTIONS in reached) == (outcome is State.DONE)


def test_the_picture_is_read_of_videos_only_and_of_mute_ones_too() -> None:
    for medium in Medium:
        for outcome in (State.DONE, State.BLANK, State.FAILED):
            following = {one.stage for one in next_stages(Stage.HEAR_TESTIMONY, outcome, medium)}
            assert (Stage.READ_FRAMES in following) == (medium is Medium.VIDEO)


def test_an_hour_of_speech_waits_in_a_queue_of_its_own() -> None:
    assert [stage for stage in Stage if queue_of(stage) == "hearing"] == [Stage.HEAR_TESTIMONY]
    assert {queue_of(stage) for stage in Stage} == set(QUEUES)

"""The gold texts: invented, in the styles of the archive, marked as a person would mark them.

The second set was written before any output on its texts was seen and then learned from; on the third nothing
was ever tuned.
"""

from pathlib import Path

import pytest

from archive.cli.evaluate_mentions import Tally, evaluate, in_manner, read_gold

FIRST, SECOND, THIRD = (
    Path(__file__).parent / f"mentions_{name}.txt" for name in ("gold", "heldout", "unseen")
)
LEAST_F1 = {"person": 0.9, "place": 0.93, "unit": 0.97, "date": 0.95, "rank": 0.95, "post": 0.9, "all": 0.95}
LEAST_F1_OF_SECOND = {"person": 0.9, "place": 0.92, "unit": 0.96, "date": 0.93, "post": 0.8, "all": 0.91}
LEAST_F1_OTHERWISE = {
    "lower": {"person": 0.73, "place": 0.82},
    "capitals": {"person": 0.68, "place": 0.83},
    "unmarked": {"person": 0.72, "place": 0.82},
    "bare": {"person": 0.58, "place": 0.76},
}


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return evaluate(read_gold(FIRST))


@pytest.mark.parametrize("kind", LEAST_F1)
def test_spans_are_those_a_person_would_mark(tallies: dict[str, Tally], kind: str) -> None:
    assert tallies[kind].f1 >= LEAST_F1[kind], tallies[kind].as_row()


def test_values_of_right_spans_are_right(tallies: dict[str, Tally]) -> None:
    whole = tallies["all"]
    assert whole.values > 70
    assert whole.values_right / whole.values >= 0.98


def test_texts_of_a_second_hand_are_read_nearly_as_well() -> None:
    found = evaluate(read_gold(SECOND))
    assert {
        kind: found[kind].f1 for kind, least in LEAST_F1_OF_SECOND.items() if found[kind].f1 < least
    } == {}
    assert found["all"].values_right / found["all"].values >= 0.97


def test_texts_that_no_rule_was_made_with_are_read_well() -> None:
    found = evaluate(read_gold(THIRD))
    assert (found["person"].f1 >= 0.84, found["place"].f1 >= 0.92, found["all"].f1 >= 0.89) == (True,) * 3


@pytest.mark.parametrize("manner", LEAST_F1_OTHERWISE)
def test_people_and_places_are_found_without_capitals_or_marks(manner: str) -> None:
    found = evaluate(in_manner(read_gold(SECOND), manner))
    least = LEAST_F1_OTHERWISE[manner]
    assert {kind: found[kind].f1 for kind in least if found[kind].f1 < least[kind]} == {}

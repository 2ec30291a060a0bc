"""The gold texts: invented, in the styles of the archive, marked as a person would mark them."""

from pathlib import Path

import pytest

from archive.cli.evaluate_mentions import Tally, evaluate, read_gold

GOLD = Path(__file__).parent / "mentions_gold.txt"
LEAST_F1 = {"person": 0.9, "place": 0.93, "unit": 0.97, "date": 0.95, "rank": 0.95, "post": 0.9, "all": 0.95}


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return evaluate(read_gold(GOLD))


@pytest.mark.parametrize("kind", LEAST_F1)
def test_spans_are_those_a_person_would_mark(tallies: dict[str, Tally], kind: str) -> None:
    assert tallies[kind].f1 >= LEAST_F1[kind], tallies[kind].as_row()


def test_values_of_right_spans_are_right(tallies: dict[str, Tally]) -> None:
    whole = tallies["all"]
    assert whole.values > 70
    assert whole.values_right / whole.values >= 0.98

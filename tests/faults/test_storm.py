"""A short storm over the whole archive; the long one is `./kyuc test faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.storm import Weather, started, storm


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_acknowledged_is_lost_or_doubled_and_it_works_again_by_itself(tmp_path: Path) -> None:
    with started(tmp_path / "data") as running:
        found = storm(running, Weather(kills=12, away_seconds=5))
    assert found.wrong == []
    assert found.acknowledged > 0

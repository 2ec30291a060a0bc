"""Files changed at random are read or refused with a sentence; the long run is `./kyuc test mutated`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.mutated import try_all


@pytest.mark.parametrize("files", [2, pytest.param(60, marks=pytest.mark.slow)], ids=["quick", "deep"])
@pytest.mark.timeout(1800)
def test_no_file_ends_a_decoder_or_makes_it_hang(tmp_path: Path, files: int) -> None:
    tally = try_all(tmp_path, files, seed=72)
    assert tally.wrong == []
    assert len(tally.read + tally.refused) >= 18

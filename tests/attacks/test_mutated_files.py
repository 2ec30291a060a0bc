"""Files changed at random are read or refused with a sentence; the long run is `./kyuc test mutated`."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import formats
from tests.attacks.mutated import seeds, try_all


@pytest.mark.parametrize("files", [2, pytest.param(60, marks=pytest.mark.slow)], ids=["quick", "deep"])
@pytest.mark.timeout(1800)
def test_no_file_ends_a_decoder_or_makes_it_hang(tmp_path: Path, files: int) -> None:
    tally = try_all(tmp_path, files, seed=72)
    assert tally.wrong == []
    tried = tally.read + tally.refused
    assert set(tried.values()) == {files}, "every kind alike"
    assert len(tried) >= 18


def test_every_kind_that_is_taken_in_is_among_them(tmp_path: Path) -> None:
    taken = {one.media_type for one in vars(formats).values() if isinstance(one, formats.Format)}
    made = {formats.recognise(whole[: formats.HEAD_BYTES]).media_type for whole in seeds(tmp_path).values()}
    assert taken - made == set()

"""A crowd of phones on one machine: nothing fails, nothing is lost. How fast: `./kyuc bench volunteers`."""

from __future__ import annotations

import json

import pytest

from archive.cli import bench_volunteers


@pytest.mark.slow
def test_a_crowd_of_phones_brings_everything_home(capsys: pytest.CaptureFixture[str]) -> None:
    bench_volunteers.main(["--volunteers", "6", "--photos", "2", "--megabytes", "3"])
    told = json.loads(capsys.readouterr().out)
    assert (told["failed"], told["lost"], told["wrong_pages"]) == (0, 0, 0)
    assert told["files"] == 18

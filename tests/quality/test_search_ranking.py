"""Ranking on real questions: marks or none, ours shall not lose against the better of the plain engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.cli.evaluate_search import main

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "eval" / "passages" / "xquad.vi.json"


@pytest.mark.real
@pytest.mark.slow
def test_questions_find_their_passage_with_and_without_marks(capsys: pytest.CaptureFixture[str]) -> None:
    if not DATA.is_file():
        pytest.skip(f"{DATA} is not there")
    assert main(["--data", str(DATA), "--questions", "400"]) == 0
    figures = json.loads(capsys.readouterr().out)["tantivy"]
    for way in ("with_marks", "without_marks", "half_of_marks"):
        best_plain = max(figures[way]["plain_exact"], figures[way]["plain_folded"])
        assert figures[way]["ours"] >= best_plain - 0.005
    assert figures["without_marks"]["ours"] >= 0.94

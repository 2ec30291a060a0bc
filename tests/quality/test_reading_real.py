"""Real photos of stones and notes that lie beside the project: the goals of reading, by the kept commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workers.cli import evaluate_reading, evaluate_stones

MATERIAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not MATERIAL.is_dir(), reason="the real material (../shared/eval) is not here"),
]


def _last(output: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return found


def test_stones_lead_to_their_records(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(MATERIAL / "gravestones"), "--registry", str(MATERIAL / "martyr_records.csv")]
    assert evaluate_stones.main(arguments) == 0
    figures = _last(capsys.readouterr().out)
    assert figures["at_1"] >= 0.95
    assert figures["graves_at_5"] == 1.0
    assert figures["name_exact"] >= 0.65  # 12 of 24 for the best reader alone


def test_together_the_readers_err_less_than_the_best_of_them_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert evaluate_reading.main([str(MATERIAL / "handwriting")]) == 0
    table = _last(capsys.readouterr().out)
    alone = min(table[engine]["cer"] for engine in ("ppocr-v6", "asternet", "tesseract"))
    assert table["ours"]["cer"] <= alone

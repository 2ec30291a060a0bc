import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.cli import evaluate_mentions, mentions

TEXT = "Liệt sĩ Nguyễn Văn Hùng, e66, hy sinh ở Khe Sanh"


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_file_gives_one_answer_with_true_offsets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(TEXT, "utf-8")
    assert mentions.main(["--json", str(file)]) == 0
    [answer] = answers(capsys)
    assert [(m["kind"], TEXT[m["start"] : m["end"]]) for m in answer["mentions"]] == [
        ("person", "Nguyễn Văn Hùng"), ("unit", "e66"), ("place", "Khe Sanh"),
    ]  # fmt: skip


def test_lines_go_on_past_a_broken_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps({"id": 1, "text": TEXT}), "{broken", json.dumps({"id": 2, "text": ""}), '{"id": 3}']
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    assert mentions.main(["--jsonl"]) == 1
    captured = capsys.readouterr()
    assert [json.loads(line)["id"] for line in captured.out.splitlines()] == [1, 2]
    assert "Dòng 2" in captured.err
    assert "Line 4" in captured.err


def test_an_old_encoding_is_converted_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("LiÖt sÜ NguyÔn V¨n Hïng, quª ë Qu¶ng TrÞ".encode("latin-1"))
    assert mentions.main([str(file)]) == 0
    captured = capsys.readouterr()
    assert "tcvn3" in captured.err
    assert [m["value"] for m in json.loads(captured.out)["mentions"]] == ["Nguyễn Văn Hùng", "Quảng Trị"]


def test_a_missing_file_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    assert mentions.main(["--json", "/nowhere/at/all.txt"]) == 1
    assert "Không đọc được" in capsys.readouterr().err


def test_gold_files_are_compared_by_span_and_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    marks = [{"kind": "unit", "start": 25, "end": 28, "value": "e67"}, {"kind": "date", "start": 0, "end": 4}]
    gold.write_text(json.dumps({"text": TEXT, "mentions": marks}), "utf-8")
    assert evaluate_mentions.main([str(gold)]) == 0
    rows = {row["kind"]: row for row in answers(capsys)}
    assert (rows["unit"]["right"], rows["unit"]["value_accuracy"]) == (1, 0.0)
    assert (rows["date"]["missed"], rows["person"]["extra"]) == (1, 1)


@pytest.mark.parametrize("mentions_part", ["", ', "mentions": [{"kind": "x", "start": 0, "end": 1}]'])
def test_a_malformed_gold_file_names_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mentions_part: str
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"text": "a"' + mentions_part + "}", "utf-8")
    assert evaluate_mentions.main([str(gold)]) == 1
    assert "line 1" in capsys.readouterr().err

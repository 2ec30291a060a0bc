"""`kyuc hear`: one line a file, a sentence for each that fails, and the others go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.errors import EngineFailed
from tests.support.sounds import silence, write_wav
from workers.cli.hear import main
from workers.engines.whisper import load_hearer
from workers.heard_output import recording_json
from workers.hearing import HeardRecording, Note

from schemas.transcripts import Author, Reading, Segment, Word  # isort: skip


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "quiet.wav", silence(3))


def test_a_failing_file_is_told_and_the_others_are_heard(
    quiet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "text.mp3"
    text.write_text("không phải âm thanh " * 99, encoding="utf-8")
    assert main(["--json", str(text), str(tmp_path / "missing.wav"), str(quiet)]) == 1
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert [line.get("error", {}).get("code") for line in lines] == ["not_media", "FileNotFoundError", None]
    assert lines[2]["segments"] == [] and lines[2]["duration"] == pytest.approx(3)
    assert lines[2]["notes"][0]["code"] == "nothing_heard"
    assert "không phải tệp âm thanh" in told.err and "not a sound or video file" in told.err


def test_silence_alone_is_success(quiet: Path) -> None:
    assert main(["--json", str(quiet)]) == 0


def test_an_unreadable_list_of_names_stops_before_any_work(
    quiet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--json", "--names", str(tmp_path / "none.txt"), str(quiet)]) == 1
    assert capsys.readouterr().out == ""


def test_the_published_form_keeps_doubt_source_and_readings() -> None:
    word = Word("Vây", 0.4, None, 1.0, 1.4, "visit")
    other = (Reading("làng dây", 0.5, "first-hearing"),)
    line = Segment("Vây", 0.4, start=1.0, end=1.4, words=(word,), readings=other, doubt="low_agreement")
    heard = HeardRecording((line,), 2.0, Author("engine", "whisper-base"), (Note("x", "vi", "en"),), (line,))
    data = recording_json(Path("a.wav"), heard)
    (segment,) = data["segments"]
    assert {"start": 1.0, "end": 1.4, "text": "Vây", "confidence": 0.4, "doubt": "low_agreement"}.items() <= (
        segment.items()
    )
    assert segment["words"][0]["source"] == "visit"
    assert segment["readings"][0]["text"] == "làng dây"
    assert data["dropped"] == 1


def test_a_model_that_is_not_there_is_named_with_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed) as caught:
        load_hearer(str(tmp_path / "whisper-large"), 1)
    assert "KYUC_WHISPER_MODEL" in caught.value.message("vi")
    (tmp_path / "whisper-large").mkdir()
    with pytest.raises(EngineFailed):
        load_hearer(str(tmp_path / "whisper-large"), 1)

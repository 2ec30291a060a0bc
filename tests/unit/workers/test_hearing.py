"""A recording from its samples to its lines, with engines that do what the test says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from schemas.errors import EngineFailed
from tests.support.sounds import RATE, Samples, silence, write_wav
from workers.engines.hearing_ports import HeardWindow
from workers.engines.scripted_hearer import LoudnessDetector, ScriptedHearer, said
from workers.guard import UNCLEAR
from workers.hearing import HeardRecording, hear_recording
from workers.hearing_checkpoint import FileCheckpoint
from workers.hearing_stretch import Ears
from workers.loudness import even_out
from workers.media_sound import Sound

LINE = "chúng tôi vượt sông ở làng dây ngay trong đêm"

SLOWLY = said(LINE, pace=1.9)


def voice(seconds: float) -> Samples:
    at = np.arange(int(seconds * RATE)) / RATE
    return 0.3 * np.sin(2 * np.pi * 200 * at)


def ears(answer: object) -> Ears:
    return Ears(ScriptedHearer(answer), LoudnessDetector())  # type: ignore[arg-type]


def always(text: str) -> Ears:
    return ears(lambda sound, beams, hint: said(text))


@pytest.fixture
def one_sentence(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "one.wav", np.concatenate([silence(5), voice(4), silence(3)]))


def test_times_are_those_of_the_recording(one_sentence: Path) -> None:
    (line,) = hear_recording(one_sentence, ears=always(LINE)).segments
    assert (line.text, line.doubt, line.kind) == (LINE, None, "speech")
    assert line.start == pytest.approx(5, abs=0.05)
    assert [word.text for word in line.words] == LINE.split()
    assert line.words[3].start == pytest.approx(5.9, abs=0.05)


def test_hours_of_silence_are_not_a_failure(tmp_path: Path) -> None:
    quiet = write_wav(tmp_path / "quiet.wav", silence(700))
    heard = hear_recording(quiet, ears=always("Hãy subscribe cho kênh"))
    assert heard.nothing_heard
    assert heard.duration == pytest.approx(700)
    assert [note.code for note in heard.notes] == ["nothing_heard"]


def test_a_line_where_no_voice_is_goes_to_what_was_left_out(one_sentence: Path) -> None:
    def answer(sound: Sound, beams: int, hint: str) -> HeardWindow:
        spoken, invented = said(LINE), said("Cảm ơn", start=4.5, pace=0.1)
        return HeardWindow((*spoken.lines, *invented.lines), 0.1, -0.3)

    heard = hear_recording(one_sentence, ears=ears(answer))
    assert [line.text for line in heard.segments] == [LINE]
    assert [(line.text, line.doubt) for line in heard.dropped] == [("Cảm ơn", "no_voice")]


def test_a_loop_is_heard_again_narrowly_and_else_called_unclear(one_sentence: Path) -> None:
    loop = "các chú " * 8
    mended = ears(lambda sound, beams, hint: said(LINE if beams == 1 else loop))
    assert [line.text for line in hear_recording(one_sentence, ears=mended).segments] == [LINE]
    (line,) = hear_recording(one_sentence, ears=always(loop)).segments
    assert (line.text, line.doubt) == (UNCLEAR, "repetition")
    assert line.readings[0].text.startswith("các chú"), "what was heard is kept for the person who listens"


def test_a_window_that_may_be_no_speech_is_compared_with_a_narrow_search(one_sentence: Path) -> None:
    def babble(sound: Sound, beams: int, hint: str) -> HeardWindow:
        told = said("mưa gió gì mà đi đâu về đâu thế này" if beams == 1 else LINE)
        return HeardWindow(told.lines, 0.7, -0.3)

    (line,) = hear_recording(one_sentence, ears=ears(babble)).segments
    assert line.doubt == "low_agreement"


def test_words_of_the_visit_come_in_by_a_second_hearing_and_the_first_is_kept(one_sentence: Path) -> None:
    scripted = ears(
        lambda sound, beams, hint: said(LINE.replace("làng dây", "làng Vây") if "làng Vây" in hint else LINE)
    )
    (line,) = hear_recording(one_sentence, known=["làng Vây", "Nguyễn Văn Hùng"], ears=scripted).segments
    assert "làng Vây" in line.text
    assert [word.text for word in line.words if word.source] == ["Vây"] or (
        [word.text for word in line.words if word.source] == ["làng", "Vây"]
    )
    assert [(reading.text, reading.engine) for reading in line.readings] == [(LINE, "first-hearing")]


def test_a_second_hearing_that_runs_away_is_not_believed(one_sentence: Path) -> None:
    scripted = ears(lambda sound, beams, hint: said("làng Vây, " * 9, pace=0.2) if hint else said(LINE))
    (line,) = hear_recording(one_sentence, known=["làng Vây"], ears=scripted).segments
    assert line.text == LINE
    assert not line.readings


def test_speech_that_the_engine_passed_over_is_heard_again(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "long.wav", np.concatenate([voice(5), silence(0.6), voice(5)]))
    times: list[int] = []

    def answer(sound: Sound, beams: int, hint: str) -> HeardWindow:
        times.append(len(sound))
        return said(LINE, start=0.0)

    first, second = hear_recording(path, ears=ears(answer)).segments
    assert len(times) == 2
    assert first.end is not None and second.start is not None
    assert 2.9 < first.end <= second.start


@pytest.fixture
def long_recording(tmp_path: Path) -> Path:
    part = np.concatenate([voice(20), silence(40)])
    return write_wav(tmp_path / "long.wav", np.tile(part, 12), rate=RATE)


def test_a_long_recording_goes_on_at_the_last_finished_stretch(long_recording: Path, tmp_path: Path) -> None:
    whole = hear_recording(long_recording, ears=ears(lambda *_: SLOWLY))
    left = 6

    def dies(sound: Sound, beams: int, hint: str) -> HeardWindow:
        nonlocal left
        left -= 1
        if left < 0:
            raise EngineFailed("killed")
        return SLOWLY

    place = tmp_path / "work" / "stretches.jsonl"
    reached: list[float] = []
    with pytest.raises(EngineFailed):
        hear_recording(
            long_recording,
            ears=ears(dies),
            checkpoint=FileCheckpoint(place, "sha"),
            progress=lambda seconds, duration: reached.append(seconds),
        )
    assert reached and reached == sorted(reached) and reached[-1] < 720
    with place.open("a") as file:
        file.write('{"key": "torn by the ki')
    scripted = ears(lambda *_: SLOWLY)
    resumed = hear_recording(long_recording, ears=scripted, checkpoint=FileCheckpoint(place, "sha"))
    assert _as_told(resumed) == _as_told(whole)
    assert " ".join(line.text for line in whole.segments) == " ".join([LINE] * 12)
    hearer = scripted.hearer
    assert isinstance(hearer, ScriptedHearer)
    assert 0 < len(hearer.asked) < 12, "finished stretches are not heard twice"
    assert FileCheckpoint(place, "sha").load()
    assert not FileCheckpoint(place, "another engine").load()


def _as_told(heard: HeardRecording) -> list[tuple[float | None, str]]:
    return [(line.start, line.text) for line in heard.segments]


def test_a_checkpoint_keeps_all_that_was_heard(one_sentence: Path, tmp_path: Path) -> None:
    place = tmp_path / "stretches.jsonl"
    first = hear_recording(one_sentence, ears=always(LINE), checkpoint=FileCheckpoint(place, "k"))
    second = hear_recording(one_sentence, ears=always("không ai hỏi"), checkpoint=FileCheckpoint(place, "k"))
    assert second.segments == first.segments
    assert json.loads(place.read_text().splitlines()[0])["end"] == pytest.approx(12)
    FileCheckpoint(place, "k").forget()
    assert not place.exists()


def test_only_very_quiet_sound_is_raised() -> None:
    loud = voice(3).astype(np.float32)
    assert even_out(loud) is loud
    faint = loud * np.float32(0.01)
    assert np.sqrt(np.mean(even_out(faint) ** 2)) > 5 * np.sqrt(np.mean(faint**2))
    nothing = np.zeros(3 * RATE, dtype=np.float32)
    assert not even_out(nothing).any()
    assert not len(even_out(np.zeros(0, dtype=np.float32)))

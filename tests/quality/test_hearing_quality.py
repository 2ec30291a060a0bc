"""The real engine on real and made sound: nothing invented, names of the visit found, few words wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from schemas.errors import KyucError
from tests.support.sounds import NOT_SPEECH, at_level, fan, write_wav
from workers import weights
from workers.hearing import hear_recording
from workers.hearing_evaluation import Clip, Row, evaluate, ours, read_labels
from workers.media_sound import SoundFile

SPEECH = Path(__file__).resolve().parents[3] / "shared" / "eval" / "speech"


@pytest.fixture(scope="module", autouse=True)
def model() -> None:
    try:
        weights.locate("whisper-base")
    except KyucError:
        pytest.skip("Whisper's weights are not fetched: python -m workers.weights whisper-base")


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    if not SPEECH.is_dir():
        pytest.skip("real clips are not here: ../shared/eval/speech")
    return read_labels(SPEECH)


@pytest.mark.parametrize("name", NOT_SPEECH)
def test_where_nobody_speaks_nothing_is_written(tmp_path: Path, name: str) -> None:
    path = write_wav(tmp_path / "sound.wav", NOT_SPEECH[name](20.0))
    heard = hear_recording(path)
    assert heard.segments == ()
    assert [note.code for note in heard.notes] == ["nothing_heard"]


@pytest.mark.real
def test_speech_between_noise_is_heard_where_it_is(tmp_path: Path, clips: list[Clip]) -> None:
    with SoundFile(clips[0].path) as file:
        voice = np.concatenate(list(file)).astype(np.float64)
    sound = at_level(fan(30.0), -40)
    sound[10 * 16_000 : 10 * 16_000 + len(voice)] += voice
    heard = hear_recording(write_wav(tmp_path / "fan.wav", sound)).segments
    assert heard
    assert all((line.start or 0) >= 9.5 and (line.end or 0) <= 10.5 + len(voice) / 16_000 for line in heard)


@pytest.mark.real
@pytest.mark.slow
def test_voices_that_nobody_can_understand_are_in_doubt(tmp_path: Path, clips: list[Clip]) -> None:
    sounds = []
    for clip in clips:
        with SoundFile(clip.path) as file:
            sounds.append(np.concatenate(list(file)).astype(np.float64))
    backwards = np.concatenate(sounds)[::-1][: 25 * 16_000]
    heard = hear_recording(write_wav(tmp_path / "backwards.wav", backwards)).segments
    doubted = sum((line.end or 0) - (line.start or 0) for line in heard if line.doubt)
    assert doubted >= 0.6 * sum((line.end or 0) - (line.start or 0) for line in heard)


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.timeout(1500)  # four dozen hearings; a busy machine needs its time
def test_words_of_the_visit_are_found_and_an_irrelevant_list_does_no_harm(clips: list[Clip]) -> None:
    strangers = ["Tạ Công Mận", "Quảng Trị", "Cồn Tiên", "trung đoàn sáu sáu", "Làng Vây", "Ngô Văn Hải"] * 3
    visit = [word for clip in clips for word in clip.rarer] + strangers
    ways = {
        "ours": ours(lambda clip: ()),
        "visit": ours(lambda clip: visit),
        "irrelevant": ours(lambda clip: strangers),
    }
    rows: dict[str, Row] = {row.way: row for row in evaluate(clips, ways, 1.0)}
    assert rows["ours"].word_error_rate <= 0.28
    assert not any(line.doubt for clip in clips for line in hear_recording(clip.path).segments)
    assert rows["visit"].known_words_found >= 0.6 > rows["ours"].known_words_found
    assert rows["irrelevant"].clips_worse == 0

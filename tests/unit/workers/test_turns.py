"""Two people in one recording are told apart; one person is never made into two."""

from __future__ import annotations

import pickle
import subprocess
from pathlib import Path

import numpy as np
import pytest

from schemas.transcripts import Segment, Word
from tests.support.sounds import silence, write_wav
from workers.engines.torch_file import tensors
from workers.media_sound import RATE, Sound, SoundFile
from workers.turns import with_turns

LINES = (
    "Hồi đó đơn vị tôi đóng ở bờ nam con sông, đêm nào pháo cũng bắn",
    "Bác còn nhớ những ai đi cùng bác trong chuyến vượt sông hôm ấy không ạ",
    "Anh em đào hầm trong vườn nhà dân, ban ngày ngủ, ban đêm đi lấy gạo",
    "Thưa bác, sau trận đánh ấy thì đơn vị chôn cất các anh ở chỗ nào",
    "Chúng tôi chôn ba người ở cạnh cây đa đầu làng, có đặt hòn đá làm dấu",
    "Dạ, bác có nhớ tên người ở trong mộ thứ hai là ai không thưa bác",
    "Nước sông lên to, chúng tôi phải vượt sông bằng bè chuối suốt hai đêm liền",
    "Cháu cảm ơn bác, bác cho cháu hỏi thêm về quê của anh ấy với ạ",
)
OLD_MAN, YOUNG_WOMAN = ("vi+m3", "25"), ("vi+f4", "75")


def said(folder: Path, text: str, voice: tuple[str, str]) -> Sound:
    path = folder / "line.wav"
    subprocess.run(
        ["espeak-ng", "-v", voice[0], "-p", voice[1], "-s", "150", "-w", str(path), text], check=True
    )
    with SoundFile(path) as file:
        return np.concatenate(list(file))


def talk(folder: Path, voices: tuple[tuple[str, str], ...]) -> tuple[Path, list[Segment]]:
    """The lines in turn by the voices, with a second between them, and where each stands."""
    parts: list[Sound] = []
    segments: list[Segment] = []
    at = 0.0
    for number, text in enumerate(LINES):
        sound = said(folder, text, voices[number % len(voices)])
        end = at + len(sound) / RATE
        segments.append(Segment(text, start=at, end=end, words=(Word(text, 1.0, None, at, end),)))
        parts += [sound, silence(1.0)]
        at = end + 1.0
    return write_wav(folder / "talk.wav", np.concatenate(parts)), segments


def test_two_voices_are_told_apart_by_turns(tmp_path: Path) -> None:
    path, segments = talk(tmp_path, (OLD_MAN, YOUNG_WOMAN))
    speakers = [one.speaker for one in with_turns(path, segments)]
    assert speakers == ["Người nói 1", "Người nói 2"] * (len(LINES) // 2)


def test_one_witness_is_not_made_into_two(tmp_path: Path) -> None:
    path, segments = talk(tmp_path, (OLD_MAN,))
    assert with_turns(path, segments) == tuple(segments)


def test_a_short_answer_goes_with_the_line_before_it(tmp_path: Path) -> None:
    path, segments = talk(tmp_path, (OLD_MAN, YOUNG_WOMAN))
    start = segments[0].end or 0.0
    yes = Segment("Vâng", start=start + 0.1, end=start + 0.5, words=(Word("Vâng", 1.0),))
    marked = with_turns(path, [segments[0], yes, *segments[1:]])
    assert marked[1].speaker == marked[0].speaker == "Người nói 1"


def test_weights_that_would_run_something_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.pt"
    path.write_bytes(pickle.dumps(1) * 3 + b"cposix\nsystem\n(S'true'\ntR.")
    with pytest.raises(pickle.UnpicklingError, match="no place"):
        tensors(path, "model_state")

"""Recordings as they come: whole, torn, renamed, mute, or not recordings at all."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from schemas.errors import UnreadableFile
from schemas.holdings import DerivativeKind, Medium
from tests.support.sounds import RATE, at_level, coloured, silence, write_wav
from workers.derivatives import make_derivatives
from workers.media import EmptyRecording, NoSound, NotMedia, probe
from workers.media_sound import SoundFile


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True, timeout=60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sounds")


@pytest.fixture(scope="module")
def tone(folder: Path) -> Path:
    """Six seconds: two silent, two of a tone, two silent."""
    at = np.arange(2 * RATE) / RATE
    beep = 0.5 * np.sin(2 * np.pi * 440 * at)
    return write_wav(folder / "tone.wav", np.concatenate([silence(2), beep, silence(2)]))


def decoded(path: Path, **options: float) -> tuple[np.ndarray, SoundFile]:
    with SoundFile(path, **options) as file:
        return np.concatenate([*file, np.zeros(0, np.float32)]), file


@pytest.mark.parametrize(
    "name", ["a.wav", "a.mp3", "a.m4a", "a.ogg", "a.opus", "a.flac", "a.mkv", "a.webm", "a.mov"]
)
def test_every_format_gives_the_same_second_for_the_same_sound(folder: Path, tone: Path, name: str) -> None:
    path = folder / name
    ffmpeg("-i", tone, path)
    sound, file = decoded(path, block=0.7)
    assert file.seconds == pytest.approx(6, abs=0.15)
    loud = np.flatnonzero(np.abs(sound) > 0.2) / RATE
    assert loud[0] == pytest.approx(2, abs=0.06)
    assert loud[-1] == pytest.approx(4, abs=0.06)
    assert not file.shortfall


def test_eight_bit_telephone_sound_is_taken(folder: Path) -> None:
    at = np.arange(8000) / 8000
    path = write_wav(folder / "phone.wav", np.sin(2 * np.pi * 300 * at), rate=8000, width=1)
    sound, file = decoded(path)
    assert file.seconds == pytest.approx(1, abs=0.01)
    assert np.abs(sound).max() > 0.9


def test_going_on_in_the_middle_gives_the_same_samples(tone: Path) -> None:
    whole, _ = decoded(tone, block=1.0)
    rest, file = decoded(tone, block=0.4, start=2.5)
    assert np.array_equal(rest, whole[int(2.5 * RATE) :])
    assert file.seconds == pytest.approx(6)


def test_sound_that_begins_late_in_a_video_keeps_the_clock_of_the_player(folder: Path, tone: Path) -> None:
    late = folder / "late.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc=d=9:s=160x120:r=5")
    ffmpeg(*picture, "-itsoffset", "3", "-i", tone, "-c:v", "libx264", "-c:a", "aac", late)
    sound, _ = decoded(late)
    assert np.flatnonzero(np.abs(sound) > 0.2)[0] / RATE == pytest.approx(5, abs=0.08)


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "fast.m4a"])
def test_a_torn_file_gives_what_is_there_and_says_what_is_missing(
    folder: Path, tone: Path, name: str
) -> None:
    noisy = write_wav(folder / "noisy.wav", at_level(coloured(6, 1), -20))
    whole, torn = folder / f"whole-{name}", folder / f"torn-{name}"
    ffmpeg("-i", noisy, *(["-movflags", "+faststart"] if name.endswith("m4a") else []), whole)
    torn.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    sound, file = decoded(torn)
    assert 1.5 < len(sound) / RATE < 4.5
    assert file.shortfall == pytest.approx(6 - file.seconds, abs=0.2)


def test_a_wav_that_its_recorder_never_closed_is_not_called_torn(folder: Path, tone: Path) -> None:
    data = bytearray(tone.read_bytes())
    at = data.find(b"data")
    for unclosed in (b"\xff\xff\xff\xff", b"\0\0\0\0"):
        data[at + 4 : at + 8] = unclosed
        path = folder / "unclosed.wav"
        path.write_bytes(data)
        _, file = decoded(path)
        assert file.seconds == pytest.approx(6)
        assert not file.shortfall


def test_what_is_no_recording_is_refused_with_words_in_both_languages(folder: Path, tone: Path) -> None:
    ffmpeg("-i", tone, folder / "no-index.m4a")
    playlist = f"#EXTM3U\n#EXTINF:6,\n{tone}\n"
    cases: dict[str, tuple[bytes, type[UnreadableFile]]] = {
        "empty.mp3": (b"", EmptyRecording),
        "text.mp3": (("Kính gửi gia đình. " * 300).encode(), NotMedia),
        "list.mp3": (playlist.encode(), NotMedia),
        "concat.wav": (f"ffconcat version 1.0\nfile '{tone}'\n".encode(), NotMedia),
        "cut.m4a": ((folder / "no-index.m4a").read_bytes()[:9000], NotMedia),
    }
    for name, (content, error) in cases.items():
        path = folder / name
        path.write_bytes(content)
        with pytest.raises(error) as caught:
            decoded(path)
        assert caught.value.message("vi") != caught.value.message("en")
        assert str(folder) not in caught.value.detail


def test_a_video_without_sound_says_so_and_is_still_viewed(folder: Path, tmp_path: Path) -> None:
    mute = folder / "mute.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=d=2:s=320x240:r=10", "-c:v", "libx264", "-pix_fmt", "yuv420p", mute)
    with pytest.raises(NoSound):
        decoded(mute)
    kinds = {file.kind for file in make_derivatives(mute, Medium.VIDEO, "video/mp4", tmp_path)}
    seen = {DerivativeKind.VIDEO_PROXY, DerivativeKind.POSTER, DerivativeKind.THUMBNAIL, DerivativeKind.STILL}
    assert kinds == seen


def test_a_recording_is_viewed_by_its_waveform_and_a_small_copy(tone: Path, tmp_path: Path) -> None:
    made = {file.kind: file for file in make_derivatives(tone, Medium.AUDIO, "audio/wav", tmp_path)}
    data = json.loads(made[DerivativeKind.WAVEFORM].path.read_text())
    peaks = np.array(data["peaks"][0])
    assert data["duration"] == pytest.approx(6)
    assert peaks[: len(peaks) // 4].max() < 0.05 < 0.9 < peaks[len(peaks) * 4 // 10 : len(peaks) // 2].min()
    copy = made[DerivativeKind.AUDIO_PROXY]
    sound, _ = decoded(copy.path)
    assert np.flatnonzero(np.abs(sound) > 0.2)[0] / RATE == pytest.approx(2, abs=0.06)
    assert probe(copy.path).audio_codec == "aac"


def test_a_large_video_becomes_one_that_a_phone_plays(folder: Path, tone: Path, tmp_path: Path) -> None:
    large = folder / "large.mkv"
    picture = ("-f", "lavfi", "-i", "testsrc=d=1:s=1601x901:r=10")
    ffmpeg(*picture, "-i", tone, "-shortest", "-c:v", "mpeg4", "-c:a", "flac", large)
    made = {file.kind: file for file in make_derivatives(large, Medium.VIDEO, "video/x-matroska", tmp_path)}
    info = probe(made[DerivativeKind.VIDEO_PROXY].path)
    assert (info.video_codec, info.audio_codec, info.width, info.height) == ("h264", "aac", 1280, 720)
    assert made[DerivativeKind.POSTER].width == 1280


def test_time_and_place_of_a_phone_video_are_kept(folder: Path) -> None:
    video = folder / "phone.mov"
    tags = ("-metadata", "creation_time=2026-07-27T08:30:00Z", "-metadata", "location=+21.8533+106.7610/")
    ffmpeg("-f", "lavfi", "-i", "testsrc=d=1:s=64x64:r=5", *tags, "-c:v", "libx264", video)
    kept = probe(video).as_metadata()
    assert kept["created"].startswith("2026-07-27T08:30:00")
    assert (kept["latitude"], kept["longitude"]) == (21.8533, 106.761)

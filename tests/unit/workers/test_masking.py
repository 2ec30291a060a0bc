"""What is made for others without a part holds no pixel and no sample of it; the original stays as it is.

The proof: two originals that differ only inside the part become the very same files.
"""

from __future__ import annotations

import io
import json
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from schemas.holdings import DerivativeKind, Medium
from schemas.transcripts import Box, Locator
from tests.support.story import page_image, sound
from workers.derivatives import DerivativeFile, make_derivatives
from workers.masking import Masking
from workers.media_sound import RATE, SoundFile

BOX = Box(90, 200, 900, 90)


def _made(path: Path, folder: Path, medium: Medium, part: Locator) -> dict[DerivativeKind, DerivativeFile]:
    folder.mkdir()
    made = make_derivatives(path, medium, "", folder, masking=Masking([part]))
    return {file.kind: file for file in made}


def _page(path: Path, colour: int | None = None) -> Path:
    with Image.open(io.BytesIO(page_image())) as picture:
        if colour is not None:
            picture.paste((colour, 255 - colour, 0), (BOX.x, BOX.y, BOX.x + BOX.width, BOX.y + BOX.height))
        picture.save(path, "PNG")
    return path


def test_no_pixel_of_the_box_is_left_in_any_picture(tmp_path: Path) -> None:
    part = Locator("a", 1, BOX)
    original = _page(tmp_path / "thư.png")
    before = original.read_bytes()
    told = _made(original, tmp_path / "told", Medium.IMAGE, part)
    painted = _made(_page(tmp_path / "khác.png", 255), tmp_path / "painted", Medium.IMAGE, part)
    assert set(told) == {DerivativeKind.WEB_IMAGE, DerivativeKind.THUMBNAIL}
    for kind, file in told.items():
        assert file.path.read_bytes() == painted[kind].path.read_bytes(), kind
    with Image.open(told[DerivativeKind.WEB_IMAGE].path) as picture:
        seen = np.asarray(picture.convert("L"), dtype=int)
    assert np.abs(seen[205:285, 95:985] - 128).max() <= 12
    assert seen[90:180].std() > 5, "the line above is still there"
    assert original.read_bytes() == before


def test_no_sample_of_the_stretch_is_left_and_the_clock_stays(tmp_path: Path) -> None:
    part = Locator("a", start=4.0, end=6.0)
    original, other = tmp_path / "lời kể.wav", tmp_path / "khác.wav"
    original.write_bytes(sound(12))
    _with_noise(original, other, 4.0, 6.0)
    told = _made(original, tmp_path / "told", Medium.AUDIO, part)
    noisy = _made(other, tmp_path / "noisy", Medium.AUDIO, part)
    for kind, file in told.items():
        assert file.path.read_bytes() == noisy[kind].path.read_bytes(), kind
    heard, whole = _heard(told[DerivativeKind.AUDIO_PROXY].path), _heard(original)
    assert abs(len(heard) - len(whole)) < RATE / 5
    assert np.abs(heard[4 * RATE : 6 * RATE]).max() < 1e-2
    assert np.abs(heard[int(6.5 * RATE) : 11 * RATE]).max() > 0.1
    peaks = json.loads(told[DerivativeKind.WAVEFORM].path.read_text())
    each = peaks["duration"] / len(peaks["peaks"][0])
    assert max(peaks["peaks"][0][int(4.1 / each) : int(5.9 / each)]) < 0.01


@pytest.mark.slow
def test_a_withheld_stretch_of_a_film_is_black_and_silent(tmp_path: Path) -> None:
    import ffmpeg  # noqa: PLC0415

    film = tmp_path / "phim.mp4"
    seen = ffmpeg.input("testsrc=duration=6:size=320x240:rate=10", f="lavfi")
    heard = ffmpeg.input("sine=frequency=440:duration=6", f="lavfi")
    ffmpeg.output(seen, heard, str(film), vcodec="libx264", acodec="aac", pix_fmt="yuv420p").run(quiet=True)
    made = _made(film, tmp_path / "made", Medium.VIDEO, Locator("a", start=2.0, end=4.0))
    proxy = made[DerivativeKind.VIDEO_PROXY].path
    at_three = ffmpeg.input(str(proxy), ss=3).output("pipe:", vframes=1, format="image2")
    raw, _ = at_three.run(capture_stdout=True, quiet=True)
    with Image.open(io.BytesIO(raw)) as picture:
        assert np.asarray(picture.convert("L")).max() < 20
    sound_of = _heard(proxy)
    assert np.abs(sound_of[int(2.1 * RATE) : int(3.9 * RATE)]).max() < 1e-2
    assert np.abs(sound_of[int(4.5 * RATE) : int(5.5 * RATE)]).max() > 0.05


def _heard(path: Path) -> np.ndarray:  # type: ignore[type-arg]
    with SoundFile(path) as file:
        return np.concatenate(list(file))


def _with_noise(source: Path, target: Path, start: float, end: float) -> None:
    with wave.open(str(source)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").copy()
        rate, settings = file.getframerate(), file.getparams()
    first, last = int(start * rate), int(end * rate)
    samples[first:last] = np.random.default_rng(7).integers(-9000, 9000, last - first)
    with wave.open(str(target), "wb") as file:
        file.setparams(settings)
        file.writeframes(samples.tobytes())

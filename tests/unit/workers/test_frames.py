"""A paper held to the camera is read at its seconds; what stays in the picture is one line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.support.pages import page
from workers.frames import FRAME, read_frames
from workers.media import probe
from workers.media_views import still_seconds, take_frame

_SIZE = (960, 540)
_HELD = ("NGUYỄN VĂN HÙNG", "Trung đoàn 66")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six dark seconds, eight with a paper before the camera, six dark ones again; no sound."""
    folder = tmp_path_factory.mktemp("film")
    dark, paper = Image.new("RGB", _SIZE, (40, 60, 50)), Image.new("RGB", _SIZE, (40, 60, 50))
    paper.paste(page(_HELD, size=44, width=760), (100, 90))
    seconds = (6, 8, 6)
    inputs: list[str] = []
    for number, (picture, length) in enumerate(zip((dark, paper, dark), seconds, strict=True)):
        picture.save(folder / f"{number}.png")
        inputs += ["-loop", "1", "-framerate", "4", "-t", str(length), "-i", str(folder / f"{number}.png")]
    joined = "[0:v][1:v][2:v]concat=n=3:v=1:a=0,format=yuv420p[v]"
    made = ["-filter_complex", joined, "-map", "[v]", "-c:v", "libx264", "-preset", "ultrafast"]
    subprocess.run(
        ["ffmpeg", "-v", "error", *inputs, *made, str(folder / "film.mp4")], check=True, timeout=120
    )
    return folder / "film.mp4"


def test_writing_in_the_picture_has_the_seconds_it_stands_for(video: Path) -> None:
    told: list[float] = []
    lines = read_frames(video, probe(video), frozenset(), told.append)
    assert [line.text for line in lines] == list(_HELD)
    for line in lines:
        assert line.kind == FRAME
        assert line.start is not None and line.end is not None
        assert abs(line.start - 6) <= 2 and abs(line.end - 14) <= 2
    assert told == sorted(told) and told[-1] == 1.0


def test_stills_are_spread_over_the_whole_film(video: Path, tmp_path: Path) -> None:
    seconds = still_seconds(20.0)
    assert seconds[0] >= 0.5 and seconds[-1] <= 19.5 and seconds == sorted(seconds)
    take_frame(video, 10.0, tmp_path / "still.jpg", 320)
    with Image.open(tmp_path / "still.jpg") as picture:
        assert picture.size == (320, 180)
        assert max(picture.convert("L").getextrema()) > 200, "the paper is seen at ten seconds"


def test_a_film_of_no_length_has_one_still() -> None:
    assert len(still_seconds(0.0)) == len(still_seconds(1.2)) == 1

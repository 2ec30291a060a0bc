"""Files from outside are opened behind bars: what breaks out finds no network, no program, no disk."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from schemas.errors import EngineFailed, EngineTimeout, UnreadableFile
from tests.support.locked_pdf import locked_pdf
from tests.support.pages import page
from workers import imaging
from workers.confined import decoding, programs
from workers.confined.decoding import Decoder

_PRISONER = """
import os, socket, sys
from workers.confined.cage import Limits, lock_up
bars = lock_up(Limits(memory=4 << 30, largest_file=0, files=64))
assert bars.calls, bars
def tried(what):
    try:
        what()
    except OSError as error:
        return error.errno
    return 0
print(tried(lambda: socket.socket()), tried(lambda: os.execv("/bin/true", ["true"])),
      tried(lambda: open(sys.argv[1], "w")), tried(lambda: os.kill(os.getppid(), 0)),
      tried(lambda: os.unlink(sys.argv[2])))
"""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    page().save(path)
    return path


def test_behind_bars_there_is_no_network_no_program_and_no_writing(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("bản gốc", encoding="utf-8")
    command = [sys.executable, "-c", textwrap.dedent(_PRISONER), str(tmp_path / "new"), str(kept)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert all(int(number) != 0 for number in said.stdout.split()), said.stdout
    assert kept.read_text(encoding="utf-8") == "bản gốc"


def test_programs_start_without_a_network() -> None:
    code = "import socket\ntry:\n socket.socket()\nexcept OSError as e:\n print(e.errno)"
    with programs.started(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as one:
        said, complaint = one.communicate(timeout=60)
    assert said.strip() == b"1", complaint


def test_a_page_comes_through_the_bars_as_it_is(picture: Path) -> None:
    (seen,), (direct,) = list(decoding.open_pages(picture)), list(imaging.open_pages(picture))
    assert np.array_equal(seen.pixels, direct.pixels)
    assert (seen.width, seen.height, seen.number, seen.torn) == (direct.width, direct.height, 1, False)
    assert decoding.page_count(picture) == 1


def test_what_is_wrong_with_a_file_is_told_in_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked_pdf(b"secret"))
    with pytest.raises(UnreadableFile) as told:
        list(decoding.open_pdf(path))
    assert "mật khẩu" in told.value.message_vi


def test_a_decoder_that_dies_costs_only_its_file(picture: Path) -> None:
    decoder = Decoder()
    assert len(list(decoder.answers("pages", picture))) == 1
    pages = decoder.answers("pages", picture)
    assert decoder._process is not None
    decoder._process.kill()
    with pytest.raises(EngineFailed):
        list(pages)
    assert len(list(decoder.answers("pages", picture))) == 1
    decoder.stop()


def test_a_decoder_that_hangs_is_ended(picture: Path) -> None:
    decoder = Decoder()
    list(decoder.answers("page_count", picture))
    hung, decoder._silence = decoder._process, 0.0
    with pytest.raises(EngineTimeout):
        list(decoder.answers("pages", picture))
    assert hung is not None
    assert hung.poll() is not None
    decoder.stop()


def test_every_page_is_its_own_however_long_the_one_before_is_read(tmp_path: Path) -> None:
    """The decoder is ahead of the reader: it may not lay a page where one still lies."""
    shades = [40, 120, 200]
    pages = [Image.new("RGB", (600, 400), (shade,) * 3) for shade in shades]
    pages[0].save(tmp_path / "three.tif", save_all=True, append_images=pages[1:])
    seen = []
    for opened in decoding.open_pages(tmp_path / "three.tif"):
        time.sleep(0.3)
        seen.append((opened.number, int(opened.pixels.mean())))
    assert seen == list(enumerate(shades, start=1))

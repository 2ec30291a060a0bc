"""What the studio makes is what it says: readable files of the right sort, the same each time."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from archive.demo import fonts
from archive.demo.bible import DemoFile, Speech, Stone, TextPdf, TypedPage, Voice
from archive.demo.make import make
from archive.demo.studio.canvas import blank_mask, to_mask
from archive.formats import HEAD_BYTES, recognise
from schemas.holdings import Medium

_LETTER = DemoFile("thu", TypedPage(("Kính gửi gia đình", "đồng chí Lò Văn Ẻn")))


def test_the_same_page_is_made_again_byte_for_byte() -> None:
    assert make(_LETTER) == make(_LETTER)


def test_a_typed_page_is_a_photograph_with_ink_on_it() -> None:
    picture = np.asarray(Image.open(io.BytesIO(make(_LETTER))).convert("L"), dtype=float)
    assert min(picture.shape) > 900
    assert picture.min() < 70 < 140 < picture.mean()


def test_a_stone_keeps_its_letters_bright_on_dark_granite() -> None:
    stone = DemoFile("bia", Stone(("LIỆT SĨ", "LÒ VĂN ẺN", "HY SINH: 3-4-1971"), "near"))
    picture = np.asarray(Image.open(io.BytesIO(make(stone))).convert("L"), dtype=float)
    height, width = picture.shape
    plate = picture[int(height * 0.25) : int(height * 0.45), int(width * 0.3) : int(width * 0.7)]
    assert np.percentile(plate, 98) - np.percentile(plate, 30) > 90


def test_a_pdf_with_a_text_layer_gives_its_words_back() -> None:
    lines = ("Biên bản về Đặng Thị Ưởng", "c3 d7 e66 – Quảng Trị")
    document = pypdfium2.PdfDocument(make(DemoFile("b", TextPdf((lines, lines)))))
    assert len(document) == 2
    text = document[1].get_textpage().get_text_range()
    assert text.split("\r\n")[: len(lines)] == list(lines)


@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "ogg", "flac"])
def test_a_recording_has_the_format_it_says(suffix: str) -> None:
    made = make(DemoFile("loi", Speech(("Tôi đồng ý cho ghi âm.",), Voice.SISTER, suffix)))
    assert recognise(made[:HEAD_BYTES]).medium is Medium.AUDIO


@pytest.mark.parametrize("name", ["school", "quick", "careful", "typewriter", "serif-bold", "sans"])
def test_every_face_writes_each_vietnamese_letter_as_itself(name: str) -> None:
    """A letter that a font lacks would be drawn as the same box as any other."""
    letters = fonts.face(name, 48)
    drawn = set()
    vietnamese = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    for letter in vietnamese:
        page = blank_mask(80, 110)
        letters.write(page, (14, 80), letter)
        drawn.add(to_mask(page).tobytes())
    assert len(drawn) == len(vietnamese)


def test_without_the_packages_pages_are_written_in_noto(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "folder", lambda: tmp_path / "none")
    fonts.face.cache_clear()
    try:
        assert len(fonts.missing()) == len(fonts.HANDS)
        assert fonts.face("school", 40).width("Nguyễn Văn Hùng") > 100
    finally:
        fonts.face.cache_clear()

"""A file becomes pages and lines with places; what cannot be read says so and stops nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from schemas.errors import TooLarge, UnreadableFile
from schemas.transcripts import PageOutcome
from tests.support.pages import NOTICE, page
from workers.reading import read_document


def _saved(picture: Image.Image, path: Path, **options: object) -> Path:
    picture.save(path, **options)
    return path


def test_a_page_of_print_is_read_with_its_unit_codes_and_boxes(tmp_path: Path) -> None:
    document = read_document(_saved(page(), tmp_path / "p.png"))
    assert [segment.text for segment in document.segments] == list(NOTICE)
    unit = next(word for segment in document.segments for word in segment.words if word.text == "e66")
    assert unit.box is not None and unit.confidence > 0.5
    line = document.segments[4].box
    assert line is not None
    assert line.x <= unit.box.x and unit.box.x + unit.box.width <= line.x + line.width
    assert abs(line.y - (100 + 80 * 4)) < 30


def test_boxes_of_a_photo_turned_by_exif_are_those_of_the_upright_picture(tmp_path: Path) -> None:
    upright = page()
    exif = Image.Exif()
    exif[0x0112] = 6  # the viewer turns it a quarter clockwise
    turned = _saved(upright.rotate(90, expand=True), tmp_path / "p.jpg", exif=exif, quality=95)
    document = read_document(turned)
    assert (document.pages[0].width, document.pages[0].height) == upright.size
    assert document.segments[1].text == "GIẤY BÁO TỬ"


def test_pages_of_a_fax_keep_their_numbers(tmp_path: Path) -> None:
    fax = [page((f"Trang số {n} của hồ sơ",)).convert("1") for n in (1, 2, 3)]
    path = _saved(fax[0], tmp_path / "f.tif", save_all=True, append_images=fax[1:], compression="group4")
    seen: list[float] = []
    document = read_document(path, progress=seen.append)
    assert [segment.page for segment in document.segments] == [1, 2, 3]
    assert "số 3" in document.segments[2].text
    assert seen[-1] == 1.0


def test_white_paper_is_blank_and_not_a_failure(tmp_path: Path) -> None:
    document = read_document(_saved(page(()), tmp_path / "p.png"))
    assert document.pages[0].outcome is PageOutcome.BLANK
    assert document.segments == ()


def test_a_torn_file_gives_what_is_there_and_says_that_it_is_torn(tmp_path: Path) -> None:
    whole = _saved(page(), tmp_path / "p.png").read_bytes()
    (tmp_path / "torn.png").write_bytes(whole[: len(whole) // 2])
    document = read_document(tmp_path / "torn.png")
    assert document.pages[0].reason == "torn_file"
    assert document.segments[0].text == NOTICE[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b"PK\x03\x04 some office file", "cannot be opened"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "damaged"),
        (b"%PDF-1.7\n1 0 obj", "PDF is damaged"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        read_document(path)
    assert said in caught.value.message("en")
    assert caught.value.message("vi") != caught.value.message("en")


def test_a_small_file_that_claims_200_megapixels_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = _saved(Image.new("1", (20_000, 10_000)), tmp_path / "bomb.png")
    assert path.stat().st_size < 200_000
    with pytest.raises(TooLarge) as caught:
        read_document(path)
    assert "200" in caught.value.message("vi")

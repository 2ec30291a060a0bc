"""Pages for the viewer stand as they are read, and say in which pixels the boxes are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from schemas.errors import UnreadableFile
from schemas.holdings import DerivativeKind, Medium
from tests.support.pages import page
from workers.derivatives import DerivativeFile, make_derivatives
from workers.imaging import open_pages
from workers.pdf import open_pdf


def of_kind(files: list[DerivativeFile], kind: DerivativeKind) -> list[DerivativeFile]:
    return [file for file in files if file.kind is kind]


def test_a_phone_photo_is_shown_upright_and_keeps_the_size_that_boxes_are_in(tmp_path: Path) -> None:
    lying = page().rotate(90, expand=True).resize((4200, 6000))
    exif = lying.getexif()
    exif[0x0112] = 6  # turn right to stand
    photo = tmp_path / "photo.jpg"
    lying.save(photo, exif=exif)
    files = make_derivatives(photo, Medium.IMAGE, "image/jpeg", tmp_path)
    (web,) = of_kind(files, DerivativeKind.WEB_IMAGE)
    (read,) = open_pages(photo)
    assert (web.width, web.height) == (read.width, read.height) == (6000, 4200)
    with Image.open(web.path) as shown:
        assert shown.width / shown.height == 6000 / 4200
        assert max(shown.size) <= 3200
        assert shown.getexif().get(0x0112, 1) == 1
    (thumbnail,) = of_kind(files, DerivativeKind.THUMBNAIL)
    assert max(thumbnail.width or 0, thumbnail.height or 0) == 360


def test_every_page_of_a_scan_and_of_a_pdf_has_its_picture(tmp_path: Path) -> None:
    pages = [page((f"Trang {number}",)) for number in (1, 2, 3)]
    scan, paper = tmp_path / "scan.tiff", tmp_path / "paper.pdf"
    pages[0].save(scan, save_all=True, append_images=pages[1:])
    pages[0].save(paper, save_all=True, append_images=pages[1:])
    for path, medium, media_type in (
        (scan, Medium.IMAGE, "image/tiff"),
        (paper, Medium.DOCUMENT, "application/pdf"),
    ):
        out = tmp_path / path.stem
        out.mkdir()
        webs = of_kind(make_derivatives(path, medium, media_type, out), DerivativeKind.WEB_IMAGE)
        assert [web.page for web in webs] == [1, 2, 3]
        assert len({web.path for web in webs}) == 3
    read = [one.picture for one in open_pdf(paper)]
    assert [(web.width, web.height) for web in webs] == [(one.width, one.height) for one in read]


def test_a_text_needs_no_derivative(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Mẹ kính yêu", encoding="utf-8")
    assert make_derivatives(letter, Medium.TEXT, "text/plain", tmp_path) == []


def test_a_scan_whose_second_page_lost_its_measures_is_refused_not_tried_again(tmp_path: Path) -> None:
    scan = tmp_path / "scan.tiff"
    page().save(scan, save_all=True, append_images=[page()])
    data = bytearray(scan.read_bytes())
    at = data.rindex(b"\x00\x01\x04\x00\x01\x00\x00\x00")  # ImageWidth (256) of the last page
    data[at : at + 2] = b"\xfe\x01"
    scan.write_bytes(data)
    with pytest.raises(UnreadableFile):
        list(open_pages(scan))


def test_an_avif_of_a_phone_is_read(tmp_path: Path) -> None:
    photo = tmp_path / "photo.avif"
    page().save(photo)
    (read,) = open_pages(photo)
    assert (read.width, read.height) == page().size

"""What a page is decides who reads it: turned, photographed, foreign, engraved, or with nothing on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from schemas.errors import EngineFailed, UnreadableFile
from schemas.holdings import ItemKind
from schemas.transcripts import PageOutcome
from tests.support.pages import FONT, NOTICE, page
from workers.engines import shelf
from workers.engines.ports import Pixels, ReadLine
from workers.reading import read_document
from workers.reasons import REASONS, words_for


def _saved(picture: Image.Image, path: Path, **options: object) -> Path:
    picture.save(path, **options)
    return path


def _stone() -> Image.Image:
    """A plate of gilt letters on speckled granite, small in a wide view."""
    speckle = np.random.default_rng(3).normal(90, 22, (1600, 1200)).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(speckle).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((400, 350, 820, 760), fill=(38, 40, 44))
    for at, (line, size) in enumerate(
        (("LIỆT SĨ", 34), ("TRẦN HỮU KHỞI", 46), ("SINH NĂM: 1949", 32), ("HY SINH: 1972", 32))
    ):
        font = ImageFont.truetype(str(FONT), size)
        draw.text((610, 420 + 85 * at), line, font=font, fill=(212, 175, 60), anchor="mm")
    return picture


def test_a_page_upside_down_is_read_and_its_boxes_fit_the_picture_as_given(tmp_path: Path) -> None:
    document = read_document(_saved(page().rotate(180), tmp_path / "p.png"))
    assert [segment.text for segment in document.segments][:2] == list(NOTICE[:2])
    first, last = document.segments[0].box, document.segments[-1].box
    assert first is not None and last is not None and first.y > last.y


def test_gilt_letters_of_a_small_plate_are_read_with_marks_words_and_other_readings(tmp_path: Path) -> None:
    document = read_document(_saved(_stone(), tmp_path / "s.jpg", quality=92), kind=ItemKind.GRAVESTONE)
    name = next(segment for segment in document.segments if "KHỞI" in segment.text)
    assert name.text == "TRẦN HỮU KHỞI"
    assert name.box is not None and abs(name.box.y + name.box.height / 2 - 505) < 20
    assert [word.text for word in name.words] == ["TRẦN", "HỮU", "KHỞI"]
    lefts = [word.box.x for word in name.words if word.box]
    assert lefts == sorted(lefts) and lefts[1] - lefts[0] > 60
    assert {reading.engine for reading in name.readings} == {"ppocr-v6", "asternet"}
    assert any("1972" in segment.text for segment in document.segments)


def test_french_is_kept_as_it_stands_and_said_to_be_foreign(tmp_path: Path) -> None:
    lines = (
        "Les soldats sont arrivés au village le matin.",
        "La pluie tombait sur la rizière et la montagne.",
        "Nous avons trouvé des papiers dans la maison.",
    )
    document = read_document(_saved(page(lines, size=30), tmp_path / "f.png"))
    assert document.pages[0].reason == "other_language"
    assert "montagne" in document.segments[1].text


def test_a_black_frame_is_blank_and_says_why(tmp_path: Path) -> None:
    document = read_document(_saved(Image.new("RGB", (900, 600), (3, 3, 4)), tmp_path / "b.jpg"))
    assert document.pages[0].outcome is PageOutcome.BLANK
    assert "đen" in words_for(document.pages[0].reason or "")[0]


@pytest.mark.parametrize("size", [(1, 1), (3, 4000), (4000, 3)])
def test_pictures_of_odd_shapes_end_in_a_state(tmp_path: Path, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "white")
    picture.putpixel((0, 0), (0, 0, 0))
    document = read_document(_saved(picture, tmp_path / "odd.png"))
    assert document.pages[0].outcome in PageOutcome


def test_a_pdf_of_a_scan_is_read_and_a_locked_one_refused(tmp_path: Path) -> None:
    scan = _saved(page(), tmp_path / "scan.pdf", resolution=150)
    document = read_document(scan)
    assert document.segments[1].text == "GIẤY BÁO TỬ"
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(_LOCKED)
    with pytest.raises(UnreadableFile):
        read_document(locked)


def test_an_engine_that_fails_costs_its_page_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [page((f"Trang thứ {word} của cuốn nhật ký",)) for word in ("nhất", "hai", "ba")]
    path = _saved(pages[0], tmp_path / "d.tif", save_all=True, append_images=pages[1:])
    real = shelf.tesseract()

    class FailsOnTheSecond:
        name, version, calls = "scripted", "1", 0

        def read_page(self, pixels: Pixels, dpi: float | None = None) -> list[ReadLine]:
            FailsOnTheSecond.calls += 1
            if FailsOnTheSecond.calls == 2:
                raise EngineFailed("crashed")
            return real.read_page(pixels, dpi)

    monkeypatch.setattr(shelf, "tesseract", FailsOnTheSecond)
    document = read_document(path)
    assert [info.outcome for info in document.pages][1] is PageOutcome.FAILED
    assert [segment.page for segment in document.segments] == [1, 3]


def test_every_reason_is_said_in_two_languages() -> None:
    assert all(vi and en and vi != en for vi, en in REASONS.values())


def _encrypted() -> bytes:
    """A PDF whose security handler wants a password that nobody has."""
    zeros = "<" + "00" * 32 + ">"
    body = (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        f"3 0 obj<</Filter/Standard/V 1/R 2/O {zeros}/U {zeros}/P -4>>endobj\n"
        f"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[{zeros}{zeros}]/Size 4>>\n"
    )
    return body.encode()


_LOCKED = _encrypted()


def test_the_locked_pdf_of_these_tests_is_locked(tmp_path: Path) -> None:
    path = tmp_path / "l.pdf"
    path.write_bytes(_LOCKED)
    with pytest.raises(pypdfium2.PdfiumError, match="assword"):
        pypdfium2.PdfDocument(path)

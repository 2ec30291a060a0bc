"""Printed papers are read back as an office would: every Vietnamese letter, page numbers, tables, codes."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import cv2
import docx
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from archive.papers import fonts
from archive.papers.codes import qr_png
from archive.papers.crops import crop
from archive.papers.docx import write_docx
from archive.papers.parts import (
    Bullets,
    Code,
    Heading,
    Lines,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Run,
    Table,
)
from archive.papers.pdf import write_pdf
from schemas.transcripts import Box

NAME = "Nguyễn Thị Thuỳ Dương"
ADDRESS = "https://ky-uc.example/tin/abc"


def _photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (400, 1200), "white").save(written, "JPEG")
    return written.getvalue()


def _paper() -> Paper:
    return Paper(
        "Tập hồ sơ: " + unicodedata.normalize("NFD", NAME),
        [
            Heading("1. Phần mộ"),
            Paragraph([Run("mộ số 10, hàng 2 "), Run("<b>không phải thẻ</b> & ký tự \x00lạ", bold=True)]),
            Bullets(["một", "hai"], numbered=True),
            Table(
                [[f"dòng {number}", NAME, "Đại đội 3"] for number in range(80)], ["Số", "Họ tên", "Đơn vị"]
            ),
            Picture(_photo(), "Bia mộ"),
            Code(ADDRESS, "Mở trên điện thoại:"),
            Lines("Ý kiến", 2),
            PageBreak(),
            Paragraph("Trang cuối"),
        ],
        footer="Ký Ức",
    )


def test_a_pdf_carries_its_letters_and_numbers_its_pages() -> None:
    document = pypdfium2.PdfDocument(write_pdf(_paper()))
    pages = [page.get_textpage().get_text_range() for page in document]
    whole = unicodedata.normalize("NFC", "\n".join(pages))
    assert whole.count(NAME) == 81
    assert "<b>không phải thẻ</b> & ký tự lạ" in whole.replace("\r\n", " ")
    assert all(f"Trang {number}/{len(pages)}" in text for number, text in enumerate(pages, 1))
    assert all("Họ tên" in text for text in pages[1:3])  # headings again where a table goes on
    assert [entry.get_title() for entry in document.get_toc()] == ["1. Phần mộ"]


def test_a_docx_can_be_written_on() -> None:
    document = docx.Document(BytesIO(write_docx(_paper())))
    words = [line.text for line in document.paragraphs]
    assert words[0] == f"Tập hồ sơ: {NAME}"
    assert "mộ số 10, hàng 2 <b>không phải thẻ</b> & ký tự lạ" in words
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["dòng 0", NAME, "Đại đội 3"]
    assert len(document.inline_shapes) == 2


def test_a_phone_reads_the_code_from_paper() -> None:
    drawn = cv2.imdecode(np.frombuffer(qr_png(ADDRESS), np.uint8), cv2.IMREAD_COLOR)
    assert cv2.QRCodeDetector().detectAndDecode(drawn)[0] == ADDRESS


def test_a_crop_shows_the_part_and_frames_the_place_at_any_size_of_the_image() -> None:
    image = BytesIO()
    Image.new("RGB", (500, 250), "white").save(image, "PNG")
    made = crop(image, (1000, 500), Box(200, 100, 400, 200), [Box(300, 150, 100, 50)])
    with Image.open(BytesIO(made)) as shown:
        assert shown.size == (200, 100)
        red, green, blue = shown.convert("RGB").getpixel((50, 22))
        assert red > green + 40
        assert red > blue + 40


def test_without_the_fonts_a_person_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", ())
    fonts.register.cache_clear()
    with pytest.raises(fonts.FontsMissing) as told:
        write_pdf(_paper())
    fonts.register.cache_clear()
    assert "fonts-noto-core" in told.value.message_vi
    assert "fonts-noto-core" in told.value.message_en

"""PDFs: pages as pictures (Pillow), and pages with a text layer (PDFium, the font embedded)."""

from __future__ import annotations

import ctypes
import io
import time
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from archive.demo.bible import TextPdf
from archive.demo.fonts import system_font
from archive.demo.studio.canvas import Picture, to_image

_A4 = (595.0, 842.0)
_LEFT, _TOP, _STEP, _SIZE = 60.0, 780.0, 22.0, 12.5
_MADE = time.struct_time((2026, 10, 11, 12, 0, 0, 6, 284, 0))
"""A fixed day, so that the same story gives the same bytes."""


def picture_pdf(pages: list[Picture]) -> bytes:
    """One page a picture, no text layer: it has to be read."""
    first, *rest = [to_image(page) for page in pages]
    out = io.BytesIO()
    first.save(
        out,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=150,
        quality=85,
        creationDate=_MADE,
        modDate=_MADE,
    )
    return out.getvalue()


def text_pdf(content: TextPdf) -> bytes:
    """Text that can be copied; the first line of each page is larger."""
    document = pdfium.PdfDocument.new()
    data = Path(system_font("NotoSans-Regular.ttf")).read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = raw.FPDFText_LoadFont(document.raw, buffer, len(data), raw.FPDF_FONT_TRUETYPE, True)
    for lines in content.pages:
        page = document.new_page(*_A4)
        for number, line in enumerate(lines):
            if line.strip():
                size = _SIZE * 1.25 if number == 0 else _SIZE
                _put(document, page, font, (line, size, _TOP - number * _STEP))
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def _put(
    document: pdfium.PdfDocument,
    page: pdfium.PdfPage,
    font: object,
    line: tuple[str, float, float],
) -> None:
    text, size, y = line
    written = raw.FPDFPageObj_CreateTextObj(document.raw, font, size)
    wide = (text + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(written, ctypes.cast(ctypes.create_string_buffer(wide), raw.FPDF_WIDESTRING))
    raw.FPDFPageObj_Transform(written, 1, 0, 0, 1, _LEFT, y)
    raw.FPDFPage_InsertObject(page.raw, written)

"""PDF pages through pypdfium2: rendered for reading, and their text layer where it can be trusted.

A text layer is taken when it reads as writing (Vietnamese, or another language in sound letters). The layers
of the nineties hold Vietnamese in private font tables (TCVN3, VNI) and come out as rubbish: such a page is
rendered and read anew, and so is a scan whose layer covers only a stamp or a page number.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from schemas.errors import UnreadableFile
from workers.engines.ports import ReadLine, ReadWord
from workers.imaging import WORKING_PIXELS, PagePicture
from workers.language import looks_written, share_of_syllables

DPI = 300
_POINTS_PER_INCH = 72
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_LAYER_LETTERS = 20
_LAYER_SYLLABLES = 0.55


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as a picture, and the lines of its text layer (empty where missing or not to be trusted)."""

    picture: PagePicture
    layer: tuple[ReadLine, ...]


def open_pdf(path: Path) -> Iterator[PdfPage]:
    """The pages in order. Raises UnreadableFile (damaged, or locked by a password)."""
    document = _document(path)
    try:
        for index in range(len(document)):
            page = document[index]
            try:
                picture = _render(page, index + 1)
                yield PdfPage(picture, _trusted(_layer(page, picture)))
            finally:
                page.close()
    except pypdfium2.PdfiumError as error:
        raise _damaged() from error
    finally:
        document.close()


def pdf_page_count(path: Path) -> int:
    document = _document(path)
    try:
        return len(document)
    finally:
        document.close()


def _document(path: Path) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
            raise UnreadableFile(
                "pdf password",
                vi="Tệp PDF có mật khẩu nên không mở được. Hãy gửi bản không đặt mật khẩu; "
                "bản gốc vẫn được giữ.",
                en="The PDF is locked by a password. Send a copy without one; the original is kept.",
            ) from error
        raise _damaged() from error
    if not len(document):
        document.close()
        raise _damaged()
    return document


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "damaged pdf",
        vi="Tệp PDF hỏng hoặc bị cắt cụt, không mở được trang nào. Hãy gửi lại tệp gốc hoặc chụp từng trang.",
        en="The PDF is damaged or cut short. Send the original file again, or photograph its pages.",
    )


def _render(page: pypdfium2.PdfPage, number: int) -> PagePicture:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(DPI / _POINTS_PER_INCH, (WORKING_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    pixels = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    return PagePicture(number, pixels, pixels.shape[1], pixels.shape[0], scale * _POINTS_PER_INCH)


def _layer(page: pypdfium2.PdfPage, picture: PagePicture) -> list[ReadLine]:
    """Words of the text layer with boxes in pixels of `picture`, line by line as the file orders them."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text = text_page.get_text_range(0, count) if count else ""
        if len(text) != count:
            return []  # offsets would not lead to the right boxes
        to_pixels = _projection(page, picture)
        lines: list[ReadLine] = []
        start = 0
        for row in text.splitlines(keepends=True):
            words = _words(text_page, row, start, to_pixels)
            if words:
                lines.append(ReadLine(tuple(words)))
            start += len(row)
        return lines
    finally:
        text_page.close()


class _projection:
    """From PDF points (origin at the lower left, before the page's rotation) to pixels."""

    def __init__(self, page: pypdfium2.PdfPage, picture: PagePicture) -> None:
        self._page, self._size = page, (picture.pixels.shape[1], picture.pixels.shape[0])

    def __call__(self, x: float, y: float) -> tuple[int, int]:
        column, row = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, column, row)
        return column.value, row.value


def _words(text_page: pypdfium2.PdfTextPage, row: str, start: int, to_pixels: _projection) -> list[ReadWord]:
    words = []
    at = 0
    for token in row.split():
        at = row.index(token, at)
        corners = []
        for index in range(start + at, start + at + len(token)):
            left, bottom, right, top = text_page.get_charbox(index, loose=True)
            corners += [to_pixels(left, top), to_pixels(right, bottom)]
        columns, rows = [x for x, _ in corners], [y for _, y in corners]
        words.append(ReadWord(token, 1.0, min(columns), min(rows), max(columns), max(rows)))
        at += len(token)
    return words


def _trusted(lines: list[ReadLine]) -> tuple[ReadLine, ...]:
    text = "\n".join(line.text for line in lines)
    letters = sum(1 for letter in text if letter.isalpha())
    if letters < _LAYER_LETTERS or not looks_written(text):
        return ()
    share = share_of_syllables(text)
    return tuple(lines) if share >= _LAYER_SYLLABLES else ()

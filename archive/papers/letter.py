"""An official letter as DOCX, laid out as Nghị định 30/2020/NĐ-CP (Phụ lục I) asks of Vietnamese offices.

A4, margins 20-20-30-15 mm, Times New Roman; at the head the offices on the left and quốc hiệu, tiêu ngữ on
the right, number and subject below the office, place and day below the motto; at the foot nơi nhận and
signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from archive.papers.parts import clean

_FONT = "Times New Roman"
_COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
_CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_SPACE_TO_SIGN = 4


@dataclass(frozen=True, slots=True)
class Letter:
    agency: str
    """Who writes."""
    over: str
    """The office over it; empty: none."""
    number: str
    """Số, ký hiệu, as `12/TL-BCĐ`; the number is left open where it begins with the stroke."""
    about: str
    """What stands after V/v."""
    place: str
    day: date
    to: str
    paragraphs: Sequence[str]
    copies: Sequence[str]
    """Nơi nhận, without the dashes."""
    rank: str
    """Of who signs: QUYỀN HẠN, CHỨC VỤ."""
    signer: str


def write_letter(letter: Letter) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(0)
    document.core_properties.title = clean(letter.about)
    _head(document, letter)
    _line(document.add_paragraph(), "", 14)
    _line(document.add_paragraph(), f"Kính gửi: {letter.to}", 14, align=_CENTRE)
    _line(document.add_paragraph(), "", 14)
    for words in letter.paragraphs:
        _body(document.add_paragraph(), words)
    _line(document.add_paragraph(), "", 14)
    _foot(document, letter)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _head(document: Any, letter: Letter) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(68), Mm(97)
    first = left.paragraphs[0]
    if letter.over:
        _line(first, letter.over.upper(), 13, align=_CENTRE)
        first = left.add_paragraph()
    _line(first, letter.agency.upper(), 13, bold=True, align=_CENTRE)
    _stroke(left, 22)
    number = f"Số: {letter.number}" if not letter.number.startswith("/") else f"Số:      {letter.number}"
    _line(left.add_paragraph(), number, 13, align=_CENTRE)
    _line(left.add_paragraph(), f"V/v {letter.about}", 12, align=_CENTRE)
    _line(right.paragraphs[0], _COUNTRY, 13, bold=True, align=_CENTRE)
    _line(right.add_paragraph(), _MOTTO, 14, bold=True, align=_CENTRE)
    _stroke(right, 17)
    day = letter.day
    dated = f"{letter.place}, ngày {day.day:02} tháng {_month(day.month)} năm {day.year}"
    _line(right.add_paragraph(), dated, 14, italic=True, align=_CENTRE)


def _month(number: int) -> str:
    """January and February with a nought, as the rule writes them."""
    return f"{number:02}" if number < 3 else str(number)


def _foot(document: Any, letter: Letter) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(80), Mm(85)
    _line(left.paragraphs[0], "Nơi nhận:", 12, bold=True, italic=True)
    for number, one in enumerate(letter.copies):
        end = "." if number == len(letter.copies) - 1 else ";"
        _line(left.add_paragraph(), f"- {one}{end}", 11)
    _line(right.paragraphs[0], letter.rank.upper(), 14, bold=True, align=_CENTRE)
    for _space in range(_SPACE_TO_SIGN):
        _line(right.add_paragraph(), "", 14)
    _line(right.add_paragraph(), letter.signer, 14, bold=True, align=_CENTRE)


def _body(paragraph: Any, words: str) -> None:
    _line(paragraph, words, 14, align=_BOTH)
    shape = paragraph.paragraph_format
    shape.first_line_indent, shape.space_after, shape.line_spacing = Mm(10), Pt(6), 1.15


def _line(
    paragraph: Any, words: str, points: int, *, bold: bool = False, italic: bool = False, align: Any = _LEFT
) -> None:
    run = paragraph.add_run(clean(words))
    run.bold, run.italic, run.font.size = bold, italic, Pt(points)
    paragraph.alignment = align


def _stroke(cell: Any, aside_mm: float) -> None:
    """The line under the office's name (a third of it) and under the motto (all of it)."""
    paragraph = cell.add_paragraph()
    _line(paragraph, "", 2)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(aside_mm)
    sides, over = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        over.set(qn(f"w:{name}"), value)
    sides.append(over)
    paragraph._p.get_or_add_pPr().insert_element_before(sides, "w:spacing", "w:ind", "w:jc", "w:rPr")

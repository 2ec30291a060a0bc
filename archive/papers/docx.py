"""A paper as DOCX, so that an office can go on writing in it: real headings, tables, lists, page numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

from archive.papers.codes import qr_png
from archive.papers.parts import (
    Bullets,
    Code,
    Heading,
    Lines,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Picture,
    Run,
    Table,
    Words,
    clean,
    runs,
)

_TEXT_WIDTH_MM = 170.0
_HIGHEST_MM = 140.0
_SERIF = "Times New Roman"
"""What Vietnamese offices have and what the rules for their papers (NĐ 30/2020) ask for."""


def write_docx(paper: Paper) -> bytes:
    document = docx.Document()
    _prepare(document, paper)
    document.add_heading(clean(paper.title), 0)
    if paper.subtitle:
        document.add_paragraph(clean(paper.subtitle))
    for part in paper.parts:
        _MADE[type(part)](document, part)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _prepare(document: Document, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    for style in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        shaped = document.styles[style]
        shaped.font.name = _SERIF
        shaped.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _SERIF)
        shaped.element.rPr.rFonts.set(qn("w:hAnsi"), _SERIF)
        if style != "Normal":
            shaped.font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Title"].font.size = Pt(18)
    document.core_properties.title = clean(paper.title)
    document.core_properties.author = "Ký Ức"
    document.core_properties.language = paper.language
    _foot(section.footer.paragraphs[0], paper)


def _foot(line: Any, paper: Paper) -> None:
    before, _, rest = paper.page_words.partition("{page}")
    between, _, after = rest.partition("{pages}")
    line.add_run(f"{clean(paper.footer)}    {before}")
    _field(line, "PAGE")
    line.add_run(between)
    _field(line, "NUMPAGES")
    line.add_run(after)
    for run in line.runs:
        run.font.size = Pt(8)


def _field(line: Any, name: str) -> None:
    """A value that the word processor fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    line._p.append(field)


def _heading(document: Document, part: Heading) -> None:
    document.add_heading(clean(part.text), min(max(part.level, 1), 3))


def _paragraph(document: Document, part: Paragraph) -> None:
    line = document.add_paragraph()
    if part.centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(line, part.words)


def _bullets(document: Document, part: Bullets) -> None:
    for number, entry in enumerate(part.entries, 1):
        if part.numbered:  # Word goes on counting from one list to the next, so the numbers are written
            line = document.add_paragraph(f"{number}. ")
            line.paragraph_format.left_indent = Mm(6)
        else:
            line = document.add_paragraph(style="List Bullet")
        _write(line, entry)


def _table(document: Document, part: Table) -> None:
    columns = max((len(row) for row in part.rows), default=len(part.headings))
    if not columns:
        return
    made = document.add_table(rows=0, cols=columns, style="Table Grid")
    shares = part.widths or [1.0] * columns
    for heading in [part.headings] if part.headings else []:
        row = made.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        _fill(row.cells, [[_bold(text)] for text in heading])
    for words in part.rows:
        _fill(made.add_row().cells, words)
    for column, share in zip(made.columns, shares, strict=False):
        for cell in column.cells:
            cell.width = Mm(_TEXT_WIDTH_MM * share / sum(shares))
    document.add_paragraph()


def _fill(cells: Sequence[Any], words: Sequence[Words]) -> None:
    for cell, said in zip(cells, words, strict=False):
        _write(cell.paragraphs[0], said)
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(9)


def _picture(document: Document, part: Picture) -> None:
    with Image.open(BytesIO(part.content)) as picture:
        shape = picture.height / picture.width
    width = min(part.width_mm or _TEXT_WIDTH_MM, _TEXT_WIDTH_MM, _HIGHEST_MM / shape)
    document.add_picture(BytesIO(part.content), width=Mm(width))
    if part.caption:
        _write(document.add_paragraph(), [_small(part.caption)])


def _code(document: Document, part: Code) -> None:
    document.add_picture(BytesIO(qr_png(part.address)), width=Mm(part.size_mm))
    _write(document.add_paragraph(), [_small(f"{part.caption} {part.address}".strip())])


def _lines(document: Document, part: Lines) -> None:
    document.add_paragraph(clean(part.label))
    for _ in range(part.count):
        document.add_paragraph("." * 110)


def _new_page(document: Document, part: PageBreak) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


_MADE: dict[type[Part], Callable[[Document, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Picture: _picture,
    Code: _code,
    Lines: _lines,
    PageBreak: _new_page,
}


def _write(line: Any, words: Words) -> None:
    for run in runs(words):
        written = line.add_run(clean(run.text))
        written.bold, written.italic = run.bold or None, run.italic or None
        if run.small:
            written.font.size = Pt(8)
        if run.faint:
            written.font.color.rgb = RGBColor(0x55, 0x55, 0x55)


def _bold(text: str) -> Run:
    return Run(text, bold=True)


def _small(text: str) -> Run:
    return Run(text, small=True, faint=True)

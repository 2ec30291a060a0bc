"""PDFs and Word files in which the picture of a page stands with its text.

`to_layered_pdf`: the picture as it is, with the words invisible over it, so that they can be searched and
copied. `to_pdf` and `to_docx`: the picture on the left, the text with its editorial signs on the right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt
from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from archive.papers import fonts
from archive.papers.parts import clean
from archive.transcription.exports.signs import signed
from schemas.transcripts import Box, PageInfo, Segment, Transcript, word_offsets

_FONT = "NotoSerif-Regular"
_POINTS = 72 / 200
"""A pixel of a page, as if it had been scanned at 200 dots an inch."""
_INVISIBLE = 3
_WIDEST = 2000
_SIZE, _LEADING, _MARGIN = 10.5, 16.5, 36


def picture(content: bytes) -> bytes:
    """Any image as JPEG, no larger than print needs."""
    with Image.open(BytesIO(content)) as opened:
        drawn = opened.convert("RGB")
    drawn.thumbnail((_WIDEST, _WIDEST))
    made = BytesIO()
    drawn.save(made, "JPEG", quality=80, optimize=True)
    return made.getvalue()


def to_layered_pdf(version: Transcript, pictures: Mapping[int, bytes], title: str) -> bytes:
    """Pages in their own size; every word lies over its box. Raises FontsMissing."""
    fonts.register()
    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    canvas.setTitle(clean(title))
    for page in version.pages or (PageInfo(1, 1240, 1754),):
        width, height = page.width * _POINTS, page.height * _POINTS
        canvas.setPageSize((width, height))
        if page.number in pictures:
            canvas.drawImage(ImageReader(BytesIO(pictures[page.number])), 0, 0, width, height)
        for segment in _of_page(version, page.number):
            for text, box in _words(segment):
                _write_over(canvas, text, box, height)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _of_page(version: Transcript, number: int) -> Sequence[Segment]:
    return [one for one in version.segments if (one.page or 1) == number]


def _words(segment: Segment) -> Sequence[tuple[str, Box]]:
    words = [(word.text, word.box) for word, _, _ in word_offsets(segment) if word.box]
    if words:
        return words
    return [(segment.text, segment.box)] if segment.box and segment.text.strip() else []


def _write_over(canvas: Canvas, text: str, box: Box, height: float) -> None:
    """Invisible letters as wide as the box: a search then lights the right place."""
    text = clean(text).strip()
    size = max(box.height * _POINTS * 0.75, 1.0)
    natural = stringWidth(text, _FONT, size)
    if not natural:
        return
    line = canvas.beginText()
    line.setTextRenderMode(_INVISIBLE)
    line.setFont(_FONT, size)
    line.setHorizScale(100 * box.width * _POINTS / natural)
    line.setTextOrigin(box.x * _POINTS, height - (box.y + box.height * 0.8) * _POINTS)
    line.textOut(text + " ")
    canvas.drawText(line)


def to_pdf(version: Transcript, pictures: Mapping[int, bytes], title: str, foot: str) -> bytes:
    """A4 across: the picture on the left, the lines on the right. Raises FontsMissing."""
    fonts.register()
    made = BytesIO()
    canvas = Canvas(made, pagesize=landscape(A4), invariant=1)
    canvas.setTitle(clean(title))
    for number in _numbers(version):
        _beside(canvas, version, number, pictures.get(number), f"{title} · {foot}")
    canvas.save()
    return made.getvalue()


def _numbers(version: Transcript) -> Sequence[int]:
    pages = [page.number for page in version.pages]
    return pages or sorted({one.page or 1 for one in version.segments}) or [1]


def _beside(canvas: Canvas, version: Transcript, number: int, image: bytes | None, foot: str) -> None:
    width, height = landscape(A4)
    half = width / 2
    if image is not None:
        drawn = ImageReader(BytesIO(image))
        across, down = drawn.getSize()
        scale = min((half - 1.5 * _MARGIN) / across, (height - 2 * _MARGIN) / down)
        top = height - _MARGIN - down * scale
        canvas.drawImage(drawn, _MARGIN, top, across * scale, down * scale)
    x, y = (half + _MARGIN / 2, height - _MARGIN) if image is not None else (_MARGIN, height - _MARGIN)
    room = width - _MARGIN - x
    rows = [row for one in _of_page(version, number) for row in _wrapped(_said(one), room)]
    for row in rows:
        if y < _MARGIN + _LEADING:
            _foot(canvas, number, foot, width)
            canvas.showPage()
            y = height - _MARGIN
        y -= _LEADING
        canvas.setFont(_FONT, _SIZE)
        canvas.drawString(x, y, row)
    _foot(canvas, number, foot, width)
    canvas.showPage()


def _foot(canvas: Canvas, number: int, foot: str, width: float) -> None:
    canvas.setFont(_FONT, 8)
    canvas.drawString(_MARGIN, _MARGIN / 2, clean(foot)[:140])
    canvas.drawRightString(width - _MARGIN, _MARGIN / 2, str(number))


def _said(segment: Segment) -> str:
    who = f"{segment.speaker}: " if segment.speaker else ""
    return clean(who + signed(segment))


def _wrapped(text: str, room: float) -> Sequence[str]:
    rows, row = [], ""
    for word in text.split(" "):
        longer = f"{row} {word}" if row else word
        if row and stringWidth(longer, _FONT, _SIZE) > room:
            rows.append(row)
            row = word
        else:
            row = longer
    return [*rows, row]


def to_docx(version: Transcript, pictures: Mapping[int, bytes], title: str, foot: str) -> bytes:
    """A table of two columns a page: the picture, and the lines as paragraphs that can be edited."""
    document: Any = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(12))
    document.core_properties.title = clean(title)[:250]
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Serif", Pt(11)
    section.footer.paragraphs[0].text = clean(f"{title} · {foot}")
    for index, number in enumerate(_numbers(version)):
        if index:
            document.add_page_break()
        left, right = document.add_table(rows=1, cols=2).rows[0].cells
        _fill(left, right, _of_page(version, number), pictures.get(number))
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _fill(left: Any, right: Any, segments: Sequence[Segment], image: bytes | None) -> None:
    if image is not None:
        with Image.open(BytesIO(image)) as opened:
            tall = opened.height > opened.width * 175 / 130
        size = {"height": Mm(175)} if tall else {"width": Mm(130)}
        left.paragraphs[0].add_run().add_picture(BytesIO(image), **size)
    for at, segment in enumerate(segments):
        line = right.paragraphs[0] if not at else right.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(_said(segment))

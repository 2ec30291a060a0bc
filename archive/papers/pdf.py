"""A paper as PDF: A4, letters embedded, headings as bookmarks, each page numbered out of how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    Image,
    KeepTogether,
    ListFlowable,
    ListItem,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from archive.papers import fonts
from archive.papers.codes import qr_png
from archive.papers.parts import (
    Bullets,
    Code,
    Heading,
    Labels,
    Lines,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Picture,
    Table,
    Words,
    clean,
    runs,
)

_MARGIN = 20 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_HIGHEST = A4[1] / 3
_FAINT = "#555555"
_LINE = HexColor("#999999")


def write_pdf(paper: Paper) -> bytes:
    """Raises FontsMissing."""
    fonts.register()
    written = BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=clean(paper.title),
        lang=paper.language,
        creator="Ký Ức",
    )
    story: list[Flowable] = [Text(_plain(paper.title), _style("Title", fonts.SERIF, 18, bold=True, before=0))]
    if paper.subtitle:
        story.append(Text(_plain(paper.subtitle), _body()))
    for part in paper.parts:
        story.extend(_flowables(part))
    document.build(story, canvasmaker=partial(_NumberedCanvas, paper=paper))
    return written.getvalue()


class _NumberedCanvas(Canvas):  # type: ignore[misc]
    """Keeps the pages back until their number is known, then foots each of them."""

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._paper = paper
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, state in enumerate(self._kept, 1):
            self.__dict__.update(state)
            self._foot(number, len(self._kept))
            super().showPage()
        super().save()

    def _foot(self, page: int, pages: int) -> None:
        self.setFont(f"{fonts.SANS}-Regular", 8)
        self.setFillColor(HexColor(_FAINT))
        self.drawString(_MARGIN, 12 * mm, clean(self._paper.footer))
        self.drawRightString(
            A4[0] - _MARGIN, 12 * mm, clean(self._paper.page_words.format(page=page, pages=pages))
        )


def _flowables(part: Part) -> Sequence[Flowable]:
    return _MADE[type(part)](part)


def _heading(part: Heading) -> Sequence[Flowable]:
    size = {1: 14.0, 2: 12.0}.get(part.level, 10.5)
    style = _style(f"Heading{part.level}", fonts.SANS, size, bold=True, before=size * 0.9)
    style.keepWithNext = 1
    return [_Marked(part, style)]


class _Marked(Text):  # type: ignore[misc]
    """A heading that is also a bookmark of the file."""

    def __init__(self, part: Heading, style: ParagraphStyle) -> None:
        super().__init__(_plain(part.text), style)
        self._part = part

    def draw(self) -> None:
        key = f"h{id(self)}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(clean(self._part.text), key, level=0, closed=False)
        super().draw()


def _paragraph(part: Paragraph) -> Sequence[Flowable]:
    return [Text(_marked_up(part.words), _body(centred=part.centred))]


def _bullets(part: Bullets) -> Sequence[Flowable]:
    entries = [ListItem(Text(_marked_up(entry), _body())) for entry in part.entries]
    kind = {"bulletType": "1"} if part.numbered else {"bulletType": "bullet", "start": "•"}
    return [ListFlowable(entries, leftIndent=14, bulletFontName=f"{fonts.SERIF}-Regular", **kind)]


def _table(part: Table) -> Sequence[Flowable]:
    if not part.rows and not part.headings:
        return []
    cell = _style("Cell", fonts.SANS, 8.5, before=0)
    head = _style("Head", fonts.SANS, 8.5, bold=True, before=0)
    rows = [[Text(_marked_up(words), cell) for words in row] for row in part.rows]
    if part.headings:
        rows.insert(0, [Text(_plain(words), head) for words in part.headings])
    columns = max(len(row) for row in rows)
    shares = part.widths or [1.0] * columns
    drawn = Grid(
        rows,
        colWidths=[_WIDTH * share / sum(shares) for share in shares],
        repeatRows=1 if part.headings else 0,
        splitInRow=1,
    )
    drawn.setStyle([("GRID", (0, 0), (-1, -1), 0.4, _LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return [drawn, Spacer(1, 3 * mm)]


def _picture(part: Picture) -> Sequence[Flowable]:
    width, height = ImageReader(BytesIO(part.content)).getSize()
    wanted = min(part.width_mm * mm if part.width_mm else _WIDTH, _WIDTH)
    scale = min(wanted / width, _HIGHEST / height)
    return _with_caption(Image(BytesIO(part.content), width * scale, height * scale), part.caption)


def _code(part: Code) -> Sequence[Flowable]:
    drawn = Image(BytesIO(qr_png(part.address)), part.size_mm * mm, part.size_mm * mm)
    return _with_caption(drawn, f"{part.caption} {part.address}".strip())


def _labels(part: Labels) -> Sequence[Flowable]:
    below = _style("Label", fonts.SANS, 11, bold=True, before=0)
    below.alignment = TA_CENTER
    wide = _WIDTH / part.columns
    size = min(wide - 8 * mm, 28 * mm)
    cells = [
        [Image(BytesIO(qr_png(held)), size, size), Text(_plain(letters), below)]
        for held, letters in part.codes
    ]
    rows = [cells[start : start + part.columns] for start in range(0, len(cells), part.columns)]
    rows[-1] += [""] * (part.columns - len(rows[-1]))  # type: ignore[list-item]
    drawn = Grid(rows, colWidths=[wide] * part.columns)
    drawn.setStyle([("GRID", (0, 0), (-1, -1), 0.4, _LINE), ("ALIGN", (0, 0), (-1, -1), "CENTER")])
    return [drawn]


def _with_caption(drawn: Image, caption: str) -> Sequence[Flowable]:
    drawn.hAlign = "LEFT"
    below = [Text(_plain(caption), _style("Caption", fonts.SANS, 8, before=1))] if caption else []
    return [Spacer(1, 2 * mm), KeepTogether([drawn, *below])]


def _lines(part: Lines) -> Sequence[Flowable]:
    ruled = [HRFlowable(width="100%", thickness=0.4, color=_LINE, spaceBefore=18) for _ in range(part.count)]
    return [KeepTogether([Text(_plain(part.label), _body()), *ruled])]


def _new_page(part: PageBreak) -> Sequence[Flowable]:
    return [NewPage()]


_MADE: dict[type[Any], Callable[[Any], Sequence[Flowable]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Picture: _picture,
    Code: _code,
    Labels: _labels,
    Lines: _lines,
    PageBreak: _new_page,
}


def _style(name: str, family: str, size: float, *, bold: bool = False, before: float = 3) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=f"{family}-{'Bold' if bold else 'Regular'}",
        fontSize=size,
        leading=size * 1.45,
        spaceBefore=before,
        spaceAfter=2,
        splitLongWords=1,
    )


def _body(*, centred: bool = False) -> ParagraphStyle:
    style = _style("Body", fonts.SERIF, 10.5)
    if centred:
        style.alignment = TA_CENTER
    return style


def _plain(text: str) -> str:
    """Safe inside the writer's own mark-up; a line break of the text stays one."""
    return escape(clean(text)).replace("\n", "<br/>")


def _marked_up(words: Words) -> str:
    made = []
    for run in runs(words):
        text = _plain(run.text)
        if run.small or run.faint:
            colour = f' color="{_FAINT}"' if run.faint else ""
            size = ' size="8"' if run.small else ""
            text = f"<font{size}{colour}>{text}</font>"
        text = f"<b>{text}</b>" if run.bold else text
        made.append(f"<i>{text}</i>" if run.italic else text)
    return "".join(made)

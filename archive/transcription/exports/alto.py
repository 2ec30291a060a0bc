"""ALTO 4 (Library of Congress), out and in. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive.transcription.exports.xml import (
    Element,
    add,
    children,
    found,
    new_root,
    number,
    read,
    scaled,
    written,
)
from archive.transcription.placing import Place, shared
from schemas.errors import InvalidInput
from schemas.transcripts import Box, PageInfo, Segment, Transcript, Word, word_offsets

_SPACE = "http://www.loc.gov/standards/alto/ns-v4#"


def to_alto(version: Transcript, filename: str) -> bytes:
    """Pages with their lines and words; confidence as WC. Lines without a box are left out of no page."""
    root = new_root(_SPACE, "alto")
    description = add(root, "Description")
    add(description, "MeasurementUnit", "pixel")
    add(add(description, "sourceImageInformation"), "fileName", filename)
    _processing(description, version)
    layout = add(root, "Layout")
    for page in version.pages or (PageInfo(1, 1, 1),):
        drawn = add(
            layout,
            "Page",
            ID=f"p{page.number}",
            PHYSICAL_IMG_NR=page.number,
            WIDTH=page.width,
            HEIGHT=page.height,
        )
        space = add(drawn, "PrintSpace", HPOS=0, VPOS=0, WIDTH=page.width, HEIGHT=page.height)
        lines = [(at, one) for at, one in enumerate(version.segments) if (one.page or 1) == page.number]
        if lines:
            block = add(space, "TextBlock", ID=f"b{page.number}", **_position(_around(lines)))
            for at, segment in lines:
                _line(block, at, segment)
    return written(root)


def _processing(description: Element, version: Transcript) -> None:
    step = add(description, "Processing", ID="made")
    add(step, "processingDateTime", version.made_at.isoformat())
    software = add(step, "processingSoftware")
    engine = version.author.kind == "engine"
    add(software, "softwareName", version.author.name if engine else "Ký Ức")
    if engine and version.author.version:
        add(software, "softwareVersion", version.author.version)


def _around(lines: list[tuple[int, Segment]]) -> Box | None:
    whole: Box | None = None
    for _, segment in lines:
        whole = whole.union(segment.box) if whole and segment.box else whole or segment.box
    return whole


def _position(box: Box | None) -> dict[str, object]:
    return {"HPOS": box.x, "VPOS": box.y, "WIDTH": box.width, "HEIGHT": box.height} if box else {}


def _line(block: Element, at: int, segment: Segment) -> None:
    where = segment.box or Box(0, 0, 1, 1)
    line = add(block, "TextLine", ID=f"l{at}", **_position(where))
    words = list(word_offsets(segment))
    if not words:
        row = segment.text.split()
        places = shared(row, Place(where))
        words = [(Word(text, 1.0, one.box), 0, 0) for text, one in zip(row, places, strict=True)]
    for number_, (word, _, _) in enumerate(words):
        if number_:
            add(line, "SP")
        add(
            line,
            "String",
            CONTENT=word.text.strip(),
            WC=f"{word.confidence:.2f}",
            **_position(word.box or where),
        )


def from_alto(data: bytes, pages: Mapping[int, PageInfo], first: int = 1) -> tuple[Segment, ...]:
    """Lines of each page, scaled to our pages. `first`: our number of the file's first page. InvalidInput."""
    root = read(data)
    made: list[Segment] = []
    for offset, page in enumerate(found(root, "Page")):
        ours = pages.get(first + offset)
        width, height = number(page, "WIDTH"), number(page, "HEIGHT")
        across = ours.width / width if ours and width else 1.0
        down = ours.height / height if ours and height else 1.0
        made += _lines(page, first + offset, across, down)
    if not made:
        raise InvalidInput(
            "no lines",
            vi="Tệp ALTO này không có dòng chữ nào.",
            en="There are no lines of text in this ALTO file.",
        )
    return tuple(made)


def _lines(page: Element, page_number: int, across: float, down: float) -> Iterator[Segment]:
    for line in found(page, "TextLine"):
        words = [
            Word(one.get("CONTENT", ""), _sure(one), scaled(_box(one), across, down))
            for one in children(line, "String")
            if one.get("CONTENT", "").strip()
        ]
        text = " ".join(word.text.strip() for word in words)
        if text:
            box = scaled(_box(line), across, down)
            sure = sum(word.confidence for word in words) / len(words)
            yield Segment(text, sure, page_number, box, words=tuple(words))


def _sure(word: Element) -> float:
    given = number(word, "WC")
    return min(max(given, 0.0), 1.0) if given is not None else 1.0


def _box(element: Element) -> tuple[float, float, float, float] | None:
    sides = [number(element, name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    x, y, width, height = sides
    if x is None or y is None or width is None or height is None:
        return None
    return x, y, width, height

"""PAGE XML 2019-07-15 (PRImA; Transkribus, eScriptorium), out and in. One file is one page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC

from lxml import etree

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
from schemas.errors import InvalidInput
from schemas.markings import MarkKind
from schemas.transcripts import Box, PageInfo, Segment, Transcript, Word, word_offsets

_SPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_POINT = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")


def to_page_xml(version: Transcript, page: PageInfo, filename: str) -> bytes:
    """The lines and words of one page; editorial signs in the `custom` attribute, as Transkribus has them."""
    root = new_root(_SPACE, "PcGts", xsi=_XSI)
    root.set(etree.QName(_XSI, "schemaLocation"), f"{_SPACE} {_SPACE}/pagecontent.xsd")
    metadata = add(root, "Metadata")
    add(metadata, "Creator", "Ký Ức")
    made = version.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    add(metadata, "Created", made)
    add(metadata, "LastChange", made)
    drawn = add(root, "Page", imageFilename=filename, imageWidth=page.width, imageHeight=page.height)
    lines = [(at, one) for at, one in enumerate(version.segments) if (one.page or 1) == page.number]
    if lines:
        order = add(add(drawn, "ReadingOrder"), "OrderedGroup", id="order")
        add(order, "RegionRefIndexed", index=0, regionRef="r0")
        region = add(drawn, "TextRegion", id="r0", type="paragraph")
        _coords(region, Box(0, 0, page.width, page.height))
        for at, segment in lines:
            _line(region, at, segment)
        _equiv(region, "\n".join(segment.text for _, segment in lines), None)
    return written(root)


def _line(region: Element, at: int, segment: Segment) -> None:
    box = segment.box or Box(0, 0, 1, 1)
    line = add(region, "TextLine", id=f"l{at}", custom=_custom(at, segment))
    _coords(line, box)
    foot = box.y + round(box.height * 0.8)
    add(line, "Baseline", points=f"{box.x},{foot} {box.x + box.width},{foot}")
    for number_, (word, _, _) in enumerate(word_offsets(segment)):
        if word.box is not None:
            drawn = add(line, "Word", id=f"l{at}w{number_}")
            _coords(drawn, word.box)
            _equiv(drawn, word.text.strip(), word.confidence)
    _equiv(line, segment.text, segment.confidence)


def _custom(at: int, segment: Segment) -> str:
    told = [f"readingOrder {{index:{at};}}"]
    for mark in segment.marks:
        name = {"struck": "textStyle", "unclear": "unclear", "missing": "gap", "inserted": "add"}
        style = " strikethrough:true;" if mark.kind is MarkKind.STRUCK else ""
        kind = name.get(mark.kind.value, mark.kind.value)
        told.append(f"{kind} {{offset:{mark.start}; length:{mark.end - mark.start};{style}}}")
    return " ".join(told)


def _coords(parent: Element, box: Box) -> None:
    right, foot = box.x + box.width, box.y + box.height
    add(parent, "Coords", points=f"{box.x},{box.y} {right},{box.y} {right},{foot} {box.x},{foot}")


def _equiv(parent: Element, text: str, confidence: float | None) -> None:
    sure = None if confidence is None else f"{min(max(confidence, 0.0), 1.0):.3f}"
    add(add(parent, "TextEquiv", conf=sure), "Unicode", text)


def from_page_xml(data: bytes, pages: Mapping[int, PageInfo], page_number: int = 1) -> tuple[Segment, ...]:
    """The lines in reading order, scaled to our page. Raises InvalidInput."""
    root = read(data)
    page = next(iter(found(root, "Page")), None)
    made = list(_lines(page, pages.get(page_number), page_number)) if page is not None else []
    if not made:
        raise InvalidInput(
            "no lines",
            vi="Tệp PAGE XML này không có dòng chữ nào.",
            en="There are no lines of text in this PAGE XML file.",
        )
    return tuple(made)


def _lines(page: Element, ours: PageInfo | None, page_number: int) -> Iterator[Segment]:
    width, height = number(page, "imageWidth"), number(page, "imageHeight")
    across = ours.width / width if ours and width else 1.0
    down = ours.height / height if ours and height else 1.0
    for region in _in_order(page):
        for line in children(region, "TextLine"):
            words = [
                Word(text, _sure(one), scaled(_box(one), across, down))
                for one in children(line, "Word")
                if (text := _text(one))
            ]
            text = _text(line) or " ".join(word.text for word in words)
            if text:
                box = scaled(_box(line), across, down)
                fits = [word.text for word in words] == text.split()
                yield Segment(
                    " ".join(text.split()), _sure(line), page_number, box, words=tuple(words) if fits else ()
                )


def _in_order(page: Element) -> Sequence[Element]:
    """Regions as the reading order names them, the others after them as they stand."""
    regions = list(found(page, "TextRegion"))
    refs = list(found(page, "RegionRefIndexed", "RegionRef"))
    refs.sort(key=lambda one: number(one, "index") or 0.0)
    place = {one.get("regionRef", ""): at for at, one in enumerate(refs)}
    return sorted(regions, key=lambda one: place.get(one.get("id", ""), len(place)))


def _text(element: Element) -> str:
    """Of several readings the first by its index."""
    readings = sorted(children(element, "TextEquiv"), key=lambda one: number(one, "index") or 0.0)
    for reading in readings:
        for unicode_ in children(reading, "Unicode"):
            if (unicode_.text or "").strip():
                return (unicode_.text or "").strip()
    return ""


def _sure(element: Element) -> float:
    for reading in children(element, "TextEquiv"):
        given = number(reading, "conf")
        if given is not None:
            return min(max(given, 0.0), 1.0)
    return 1.0


def _box(element: Element) -> tuple[float, float, float, float] | None:
    for coords in children(element, "Coords"):
        points = [(float(x), float(y)) for x, y in _POINT.findall(coords.get("points", ""))]
        if points:
            left, top = min(x for x, _ in points), min(y for _, y in points)
            return left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top
    return None

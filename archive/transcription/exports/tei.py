"""TEI P5: pages with a facsimile and zones, recordings with a timeline and utterances. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from archive.transcription.exports.signs import Piece, pieces
from archive.transcription.exports.xml import Element, add, new_root, written, xml_text
from schemas.markings import Mark, MarkKind
from schemas.transcripts import Segment, Transcript

_SPACE = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_WRAPS: dict[MarkKind, tuple[str, dict[str, str]]] = {
    MarkKind.UNCLEAR: ("unclear", {}),
    MarkKind.MISSING: ("supplied", {"reason": "lost"}),
    MarkKind.STRUCK: ("del", {"rend": "strikethrough"}),
    MarkKind.INSERTED: ("add", {"place": "above"}),
    MarkKind.OTHER_HAND: ("seg", {"type": "otherHand"}),
    MarkKind.STAMP: ("stamp", {}),
    MarkKind.INAUDIBLE: ("unclear", {"reason": "inaudible"}),
    MarkKind.OVERLAPPING: ("seg", {"type": "overlap"}),
}
_GAPS = {MarkKind.MISSING: "lost", MarkKind.INAUDIBLE: "inaudible", MarkKind.UNCLEAR: "illegible"}


@dataclass(frozen=True, slots=True)
class About:
    """What the header says. `author`: a role or an engine, never a private name."""

    title: str
    source: str
    author: str
    filename: str


def to_tei(version: Transcript, about: About) -> bytes:
    root = new_root(_SPACE, "TEI")
    _header(root, version, about)
    if version.pages:
        _facsimile(root, version, about)
    text = add(root, "text")
    text.set(_LANGUAGE, "vi")
    body = add(text, "body")
    spoken = any(segment.start is not None for segment in version.segments)
    division = add(body, "div", type="recording" if spoken else "document")
    if spoken:
        _utterances(division, version)
    else:
        _written(division, version)
    return written(root)


def _header(root: Element, version: Transcript, about: About) -> None:
    header = add(root, "teiHeader")
    file = add(header, "fileDesc")
    titles = add(file, "titleStmt")
    add(titles, "title", about.title)
    statement = add(titles, "respStmt")
    add(statement, "resp", "bản chép")
    add(statement, "name", about.author)
    publication = add(file, "publicationStmt")
    add(publication, "p", "Ký Ức")
    source = add(file, "sourceDesc")
    add(source, "p", about.source or about.filename)
    revision = add(header, "revisionDesc")
    add(revision, "change", version.status.value, when=version.made_at.date().isoformat())


def _facsimile(root: Element, version: Transcript, about: About) -> None:
    facsimile = add(root, "facsimile")
    for page in version.pages:
        surface = add(facsimile, "surface", ulx=0, uly=0, lrx=page.width, lry=page.height)
        surface.set(_ID, f"p{page.number}")
        add(surface, "graphic", url=f"{about.filename}#page={page.number}")
        for at, segment in enumerate(version.segments):
            if segment.box and (segment.page or 1) == page.number:
                box = segment.box
                zone = add(
                    surface, "zone", ulx=box.x, uly=box.y, lrx=box.x + box.width, lry=box.y + box.height
                )
                zone.set(_ID, f"z{at}")


def _written(division: Element, version: Transcript) -> None:
    page: int | None = None
    block = add(division, "ab")
    for at, segment in enumerate(version.segments):
        if segment.page != page and version.pages:
            page = segment.page
            add(block, "pb", n=page, facs=f"#p{page}")
        add(block, "lb", facs=f"#z{at}" if segment.box and version.pages else None)
        _signed(block, segment)


def _utterances(division: Element, version: Transcript) -> None:
    timeline = add(division, "timeline", unit="s", origin="#T0")
    add(timeline, "when").set(_ID, "T0")
    for at, segment in enumerate(version.segments):
        for name, second in (("b", segment.start), ("e", segment.end)):
            if second is not None:
                point = add(timeline, "when", interval=f"{second:.3f}", since="#T0")
                point.set(_ID, f"T{at}{name}")
    for at, segment in enumerate(version.segments):
        begin, end = (None if one is None else f"#T{at}" for one in (segment.start, segment.end))
        who = add(
            division,
            "u",
            start=f"{begin}b" if begin else None,
            end=f"{end}e" if end else None,
            n=segment.speaker,
        )
        _signed(who, segment)


def _signed(parent: Element, segment: Segment) -> None:
    for piece in pieces(segment):
        if piece.text:
            _wrapped(parent, piece)
        else:
            _empty(parent, piece.marks[0])


def _wrapped(parent: Element, piece: Piece) -> None:
    inside = parent
    for mark in piece.marks:
        name, attributes = _WRAPS[mark.kind]
        inside = add(inside, name, **attributes)
    _say(inside, piece.text)
    for mark in piece.marks:
        if mark.note:
            add(parent, "note", mark.note)


def _empty(parent: Element, mark: Mark) -> None:
    if mark.kind is MarkKind.STAMP:
        add(parent, "stamp", mark.note)
        return
    gap = add(parent, "gap", reason=_GAPS.get(mark.kind, mark.kind.value))
    if mark.note:
        add(gap, "desc", mark.note)


def _say(parent: Element, text: str) -> None:
    """After whatever the element holds already."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + xml_text(text)
    else:
        parent.text = (parent.text or "") + xml_text(text)

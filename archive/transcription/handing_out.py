"""A version of a text handed out as a file, to who may see the whole of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from archive.iiif.manifest import Addresses
from archive.papers.docx import write_docx
from archive.papers.parts import Heading, Paper, Paragraph, Run, Table
from archive.papers.pdf import write_pdf
from archive.ports import Catalogue, ObjectStore
from archive.seeing import must_see
from archive.transcription.cues import clock
from archive.transcription.exports.alto import to_alto
from archive.transcription.exports.facsimile import picture, to_docx, to_layered_pdf, to_pdf
from archive.transcription.exports.iiif import to_annotations
from archive.transcription.exports.page_xml import to_page_xml
from archive.transcription.exports.plain import to_plain
from archive.transcription.exports.signs import signed
from archive.transcription.exports.tei import About, to_tei
from archive.transcription.srt import to_srt
from archive.transcription.webvtt import to_webvtt
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import InvalidInput, NotFound, Refused
from schemas.holdings import Asset, DerivativeKind, Item, Medium
from schemas.people import User
from schemas.rights import Outcome
from schemas.transcripts import PageInfo, Transcript

_PAGES = (Medium.IMAGE, Medium.DOCUMENT)
_SOUND = (Medium.AUDIO, Medium.VIDEO)
FORMATS: Mapping[str, tuple[str, str]] = {
    "txt": ("text/plain; charset=utf-8", "txt"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "pdf": ("application/pdf", "pdf"),
    "pdf-chu": ("application/pdf", "pdf"),
    "tei": ("application/tei+xml", "tei.xml"),
    "alto": ("application/xml", "alto.xml"),
    "page": ("application/xml", "page.xml"),
    "iiif": ("application/ld+json", "iiif.json"),
    "vtt": ("text/vtt; charset=utf-8", "vtt"),
    "srt": ("application/x-subrip; charset=utf-8", "srt"),
}
"""Name in the address: media type and ending. `pdf-chu` is the PDF with a text layer."""


class Stores(Protocol):
    @property
    def objects(self) -> ObjectStore: ...
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class HandedOut:
    content: bytes
    media_type: str
    filename: str


@dataclass(frozen=True, slots=True)
class Told:
    """What stands on it: words in the reader's language, addresses of the archive."""

    title: str
    author: str
    status: str
    at: Addresses | None = None
    """Under which canvases are known outside; needed for annotations alone."""


def formats_for(medium: Medium) -> tuple[str, ...]:
    """What a text of this medium can become."""
    if medium in _SOUND:
        return ("txt", "docx", "pdf", "tei", "iiif", "vtt", "srt")
    return (
        ("txt", "docx", "pdf", "pdf-chu", "tei", "alto", "page", "iiif")
        if medium in _PAGES
        else ("txt", "tei")
    )


def whole_version(
    records: Catalogue, user: User, asset_id: str, version_id: str | None
) -> tuple[Item, Asset, Transcript]:
    """What stands, or this version. Raises NotFound, Refused (a part of it is withheld)."""
    asset = records.asset(asset_id)
    item = records.item(asset.item_id)
    if must_see(records, user, item).outcome is Outcome.PARTLY:
        raise Refused(
            "partly withheld",
            vi="Một phần của tư liệu được giữ lại, nên không tải bản chép ra được.",
            en="A part of the item is withheld, so its text cannot be handed out.",
        )
    version = records.find_transcript(version_id) if version_id else records.current_transcript(asset.id)
    if version is None or version.asset_id != asset.id:
        raise NotFound("version")
    return item, asset, version


def hand_out(
    archive: Stores, user: User, asset_id: str, form: str, told: Told, version_id: str | None = None
) -> HandedOut:
    """The file; the audit says that it was handed out. Raises InvalidInput for a form that does not fit."""
    with archive.records() as records:
        item, asset, version = whole_version(records, user, asset_id, version_id)
        if form not in formats_for(asset.medium):
            raise InvalidInput(
                f"form {form!r}",
                vi="Tư liệu này không tải được ở dạng đó.",
                en="This item has no such form.",
            )
        pictures = _pictures(archive, records, asset) if form in ("docx", "pdf", "pdf-chu") else {}
        content = _made(form, version, asset, item, told, pictures)
        details = {"form": form, "version": version.id}
        records.note(AuditEntry(AuditAct.EXPORTED, "asset", asset.id, details=details))
        records.commit()
    media_type, ending = FORMATS[form]
    if form == "page" and len(version.pages) > 1:
        media_type, ending = "application/zip", "page.zip"
    stem = asset.filename.rsplit(".", 1)[0] or "ban-chep"
    return HandedOut(content, media_type, f"{stem}.{ending}")


def _made(
    form: str, version: Transcript, asset: Asset, item: Item, told: Told, pictures: Mapping[int, bytes]
) -> bytes:
    foot = f"{told.author} · {told.status}"
    if form == "txt":
        return to_plain(version).encode()
    if form == "vtt":
        return to_webvtt(version.segments).encode()
    if form == "srt":
        return to_srt(version.segments).encode()
    if form == "tei":
        return to_tei(version, About(told.title, item.source, foot, asset.filename))
    if form == "alto":
        return to_alto(version, asset.filename)
    if form == "page":
        return _page_xml(version, asset)
    if form == "iiif" and told.at is not None:
        return to_annotations(version, told.at)
    if asset.medium in _SOUND:
        paper = _told_paper(version, told)
        return write_pdf(paper) if form == "pdf" else write_docx(paper)
    if form == "pdf-chu":
        return to_layered_pdf(version, pictures, told.title)
    write = to_pdf if form == "pdf" else to_docx
    return write(version, pictures, told.title, foot)


def _page_xml(version: Transcript, asset: Asset) -> bytes:
    """One page is one file; several are packed together."""
    pages = version.pages or (PageInfo(1, 1, 1),)
    if len(pages) == 1:
        return to_page_xml(version, pages[0], asset.filename)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for page in pages:
            name = zipfile.ZipInfo(f"page/{page.number:04d}.xml", (1980, 1, 1, 0, 0, 0))
            file.writestr(name, to_page_xml(version, page, asset.filename))
    return packed.getvalue()


def _told_paper(version: Transcript, told: Told) -> Paper:
    """A recording on paper: when, who, what."""
    rows = [
        (
            clock(one.start or 0, ".")[:8],
            (Run(f"{one.speaker}: " if one.speaker else "", bold=True), Run(signed(one))),
        )
        for one in version.segments
    ]
    parts = [Paragraph((Run(f"{told.author} · {told.status}", small=True, faint=True),))]
    chapters = [Heading(f"{clock(one.start, '.')[:8]} {one.title}", 3) for one in version.chapters]
    return Paper(told.title, (*parts, *chapters, Table(rows, widths=(1, 7))), footer=told.title)


def _pictures(archive: Stores, records: Catalogue, asset: Asset) -> Mapping[int, bytes]:
    made = {}
    for one in records.derivatives_of(asset.id):
        if one.kind is DerivativeKind.WEB_IMAGE:
            with archive.objects.read_derivative(one.key) as stream:
                made[one.page or 1] = picture(stream.read())
    return made

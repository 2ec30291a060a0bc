"""A transcript that another program made, as a person's version: PAGE XML, ALTO, WebVTT, SRT, plain text.

What has no boxes or seconds of its own takes them from the text that stands, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.access import Act
from archive.authority.encodings import decode
from archive.intake import wake
from archive.ports import Catalogue
from archive.transcription.cleaning import clean_segment
from archive.transcription.exports.alto import from_alto
from archive.transcription.exports.page_xml import from_page_xml
from archive.transcription.exports.xml import local, read
from archive.transcription.merging import with_ids
from archive.transcription.people import Stores, must, open_place
from archive.transcription.reading import read_transcript
from archive.transcription.realignment import realign
from archive.transcription.versions import enter_version
from schemas.errors import InvalidInput
from schemas.holdings import Asset, DerivativeKind
from schemas.people import User
from schemas.transcripts import PageInfo, Segment, Transcript

_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")


def bring_in(
    archive: Stores, user: User, asset_id: str, filename: str, data: bytes, page: int = 1
) -> Transcript:
    """`page`: where the file's first page belongs. The other pages stay as they stand.

    Raises InvalidInput, TooLarge, Conflict (somebody is at it), NotFound, Refused.
    """
    must(user, Act.CORRECT_TEXT)
    with archive.records() as records:
        place = open_place(records, user, asset_id)
        records.hold_text(asset_id)
        head = records.working_transcript(asset_id)
        pages = _pages(records, place.asset, head)
        given = _segments(data, pages, page)
        made, planned = enter_version(
            records, user, place, _whole(given, head), filename[:120], tuple(pages.values())
        )
        records.commit()
    wake(archive.queue, [planned])
    return made


def _segments(data: bytes, pages: Mapping[int, PageInfo], page: int) -> tuple[Segment, ...]:
    if _XML.match(data[:200]) and not data.lstrip().startswith(b"<v "):
        name = local(read(data))
        if name == "PcGts":
            return from_page_xml(data, pages, page)
        if name == "alto":
            return from_alto(data, pages, page)
        raise InvalidInput(
            f"xml {name}",
            vi="Kho nhận bản chép ở dạng PAGE XML, ALTO, WebVTT, SRT hoặc văn bản; tệp XML này là dạng khác.",
            en="The archive takes PAGE XML, ALTO, WebVTT, SRT or plain text; this XML is something else.",
        )
    segments = read_transcript(decode(data).text)
    if not segments:
        raise InvalidInput("empty", vi="Tệp này không có chữ nào.", en="There is no text in this file.")
    return segments


def _pages(records: Catalogue, asset: Asset, head: Transcript | None) -> dict[int, PageInfo]:
    if head is not None and head.pages:
        return {one.number: one for one in head.pages}
    made = records.derivatives_of(asset.id)
    seen = [one for one in made if one.kind is DerivativeKind.WEB_IMAGE and one.width and one.height]
    return {one.page or 1: PageInfo(one.page or 1, one.width or 1, one.height or 1) for one in seen}


def _whole(given: Sequence[Segment], head: Transcript | None) -> tuple[Segment, ...]:
    """The lines that came in place of those of the same pages, cleaned, with places for all words."""
    brought = {segment.page for segment in given}
    cleaned = tuple(replace(clean_segment(one)[0], id=f"f{at}") for at, one in enumerate(given))
    standing = with_ids(head.segments) if head else ()
    located = any(one.box is not None or one.start is not None for one in given)
    if not located:
        return realign(cleaned, standing, kind=standing[0].kind if standing else None)
    before = [one for one in standing if one.page is not None and one.page < min(p or 1 for p in brought)]
    after = [one for one in standing if one.page is not None and one.page > max(p or 1 for p in brought)]
    between = realign(cleaned, [one for one in cleaned if one.words])
    kept = [
        one if not old.words else replace(one, words=old.words)
        for one, old in zip(between, cleaned, strict=True)
    ]
    return (*before, *kept, *after)

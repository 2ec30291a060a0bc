"""Texts as other programs read them, and back: nothing of words, places or signs is lost on the way."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pypdfium2
import pytest
from docx import Document
from iiif_prezi3 import AnnotationPage
from lxml import etree
from PIL import Image

from archive.bootstrap import Archive
from archive.iiif.manifest import Addresses
from archive.transcription.bringing_in import bring_in
from archive.transcription.exports.alto import from_alto, to_alto
from archive.transcription.exports.facsimile import to_docx, to_layered_pdf, to_pdf
from archive.transcription.exports.iiif import to_annotations
from archive.transcription.exports.page_xml import from_page_xml, to_page_xml
from archive.transcription.exports.plain import to_plain
from archive.transcription.exports.signs import signed
from archive.transcription.exports.tei import About, to_tei
from archive.transcription.reading import read_transcript
from archive.transcription.versions import accept
from archive.transcription.webvtt import to_webvtt
from schemas.errors import InvalidInput
from schemas.markings import Mark, MarkKind
from schemas.transcripts import Author, Box, PageInfo, Segment, Transcript
from tests.support.texts import LINES, enter_page, page_lines, spoken_lines
from tests.unit.transcription.conftest import People

XSD = Path(__file__).parents[2] / "support" / "page-2019-07-15.xsd"
TEI = "{http://www.tei-c.org/ns/1.0}"
MARKS = (
    Mark(3, 7, MarkKind.UNCLEAR),
    Mark(8, 11, MarkKind.STRUCK),
    Mark(20, 20, MarkKind.MISSING, "rách góc"),
)


@pytest.fixture
def version() -> Transcript:
    first, *others = page_lines()
    lines = (replace(first, marks=MARKS), *others)
    return Transcript("a", Author("person", "u1", role="volunteer"), lines, (PageInfo(1, 800, 1000),))


def test_plain_text_shows_the_signs(version: Transcript) -> None:
    assert to_plain(version).splitlines()[0] == "Mẹ [kính?] ⟦yêu⟧ của con,[… rách góc]"
    nested = Segment("một hai ba", marks=(Mark(0, 7, MarkKind.INSERTED), Mark(4, 7, MarkKind.STRUCK)))
    assert signed(nested) == "\\một ⟦hai⟧/ ba"


def test_page_xml_is_valid_and_comes_back_the_same(version: Transcript) -> None:
    made = to_page_xml(version, version.pages[0], "trang 1.jpg")
    etree.XMLSchema(etree.parse(XSD)).assertValid(etree.fromstring(made))
    back = from_page_xml(made, {1: version.pages[0]})
    assert [(one.text, one.box) for one in back] == [(one.text, one.box) for one in version.segments]
    assert [[word.box for word in one.words] for one in back] == [
        [word.box for word in one.words] for one in version.segments
    ]


def test_alto_comes_back_the_same_and_scaled_to_our_page(version: Transcript) -> None:
    made = to_alto(version, "trang 1.jpg")
    back = from_alto(made, {1: PageInfo(1, 1600, 2000)})
    assert [one.text for one in back] == [one.text for one in version.segments]
    assert back[0].words[1].box == Box(160, 200, 80, 80)


def test_lines_in_another_order_are_read_as_their_file_says(version: Transcript) -> None:
    made = to_page_xml(version, version.pages[0], "x").decode()
    region = made[made.index("<TextRegion") : made.index("</Page>")]
    second = region.replace('id="r0"', 'id="r1"').replace('id="l', 'id="m').replace("Mẹ", "Má")
    both = made.replace(region, second + region).replace(
        '<RegionRefIndexed index="0" regionRef="r0"/>',
        '<RegionRefIndexed index="1" regionRef="r1"/><RegionRefIndexed index="0" regionRef="r0"/>',
    )
    assert [one.text[:2] for one in from_page_xml(both.encode(), {})[::3]] == ["Mẹ", "Má"]


def test_tei_keeps_signs_as_structure_and_lines_at_their_zones(version: Transcript) -> None:
    root = etree.fromstring(to_tei(version, About("Thư", "gia đình", "Tình nguyện viên", "trang.jpg")))
    assert [one.text for one in root.iter(f"{TEI}unclear")] == ["kính"]
    assert [one.text for one in root.iter(f"{TEI}del")] == ["yêu"]
    [gap] = root.iter(f"{TEI}gap")
    assert (gap.get("reason"), gap[0].text) == ("lost", "rách góc")
    zones = {one.get("{http://www.w3.org/XML/1998/namespace}id") for one in root.iter(f"{TEI}zone")}
    assert {one.get("facs", "").lstrip("#") for one in root.iter(f"{TEI}lb")} == zones
    assert "".join("".join(root.find(f".//{TEI}ab").itertext()).split("rách góc")).startswith(  # type: ignore[union-attr]
        "Mẹ kính yêu của con,"
    )
    spoken = Transcript("a", Author("engine", "x"), spoken_lines(), duration=8.5)
    heard = etree.fromstring(to_tei(spoken, About("Lời kể", "", "Máy", "a.wav")))
    said = list(heard.iter(f"{TEI}u"))
    assert [one.text for one in said] == list(LINES)
    points = {one.get("{http://www.w3.org/XML/1998/namespace}id") for one in heard.iter(f"{TEI}when")}
    assert {one.get("start", "#").lstrip("#") for one in said} <= points


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (800, 1000), "#f3ead6").save(made, "JPEG")
    return made.getvalue()


def test_the_text_layer_lies_over_the_words(version: Transcript) -> None:
    document = pypdfium2.PdfDocument(to_layered_pdf(version, {1: _picture()}, "Thư"))
    page = document[0]
    text = page.get_textpage()
    search = text.search("xông")
    assert search.get_next() is not None
    wanted = version.segments[1].words[7].box
    assert wanted is not None
    left, _, right, _ = text.get_rect(0) if text.count_rects() == 1 else _rect_of(text, "xông")
    scale = page.get_width() / 800
    assert abs(left / scale - wanted.x) < 15
    assert abs(right / scale - (wanted.x + wanted.width)) < 15


def _rect_of(text: pypdfium2.PdfTextPage, word: str) -> tuple[float, float, float, float]:
    start, count = text.search(word).get_next()
    boxes = [text.get_charbox(at) for at in range(start, start + count)]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def test_papers_show_the_picture_beside_the_words(version: Transcript) -> None:
    printed = pypdfium2.PdfDocument(to_pdf(version, {1: _picture()}, "Thư", "Tình nguyện viên"))
    assert "Thạch Hãn, chúng con vẫn khỏe." in printed[0].get_textpage().get_text_range()
    written = Document(io.BytesIO(to_docx(version, {1: _picture()}, "Thư", "Tình nguyện viên")))
    _, right = written.tables[0].rows[0].cells
    assert right.text.splitlines()[1] == LINES[1]
    assert len(written.inline_shapes) == 1


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><PcGts>&x;</PcGts>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><alto>&c;</alto>',
        b"<PcGts><Page>",
        b"<html><body>Th\xc6\xb0</body></html>",
        b"<alto/>",
        b"   ",
    ],
)
def test_what_is_no_transcript_is_refused_with_a_sentence(
    texts: Archive, people: People, data: bytes
) -> None:
    asset = enter_page(texts)
    with pytest.raises(InvalidInput) as told:
        bring_in(texts, people.lan, asset.id, "a.xml", data)
    assert "passwd" not in told.value.message_vi
    assert told.value.message_vi != told.value.message_en


def test_a_file_of_another_program_becomes_a_persons_version(
    texts: Archive, people: People, version: Transcript
) -> None:
    asset = enter_page(texts)
    corrected = replace(
        version, segments=page_lines((LINES[0], "Đơn vị con đang chốt bên bờ sông", LINES[2]))
    )
    data = to_page_xml(corrected, corrected.pages[0], "x")
    made = bring_in(texts, people.lan, asset.id, "transkribus.xml", data)
    assert made.segments[1].words[7].box == corrected.segments[1].words[7].box
    assert accept(texts, people.thu, asset.id, made.id).text == corrected.text
    plain = bring_in(texts, people.minh, asset.id, "a.txt", "\n".join(LINES).replace("Mẹ", "Má").encode())
    assert plain.segments[0].words[1].box == page_lines()[0].words[1].box


def test_subtitles_of_a_corrected_recording_read_back(version: Transcript) -> None:
    spoken = spoken_lines()
    back = read_transcript(to_webvtt(spoken))
    assert [(one.text, one.start, one.end) for one in back] == [
        (one.text, one.start, one.end) for one in spoken
    ]


@dataclass(frozen=True)
class _At:
    """Addresses as the pages give them."""

    def manifest(self) -> str:
        return "https://kho.vn/iiif/i/manifest"

    def lines(self, asset_id: str, page: int) -> str:
        return f"https://kho.vn/iiif/dong/{asset_id}/{page}"


def test_annotations_stand_on_the_lines_boxes_and_the_stretches_seconds(version: Transcript) -> None:
    made = json.loads(to_annotations(version, cast(Addresses, _At())))
    AnnotationPage(**made)
    assert [one["body"]["value"] for one in made["items"]] == list(LINES)
    assert made["items"][1]["target"] == "https://kho.vn/iiif/i/manifest/canvas/a/1#xywh=50,160,320,40"
    spoken = Transcript("b", version.author, spoken_lines())
    heard = json.loads(to_annotations(spoken, cast(Addresses, _At())))
    assert heard["items"][0]["target"].endswith("/canvas/b/1#t=0,2.5")

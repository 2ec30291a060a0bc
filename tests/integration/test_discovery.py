"""From records to hits: what was read or heard is found, at its box or second, by what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.authority.extraction import find_mentions
from archive.bootstrap import Archive
from archive.discovery import Discovery
from archive.indexing import index_items, rebuild_index
from archive.search_analysis import versions
from archive.settings import load
from schemas.errors import SearchUnavailable
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.queries import SearchQuery, SearchResult
from schemas.transcripts import Author, Box, Segment, Transcript, Word
from workers.mending import IndexWatch

ENGINE = Author("engine", "scripted", "1")


def line(text: str, top: int) -> Segment:
    words = text.split()
    boxes = [Box(100 * at, top, 90, 40) for at in range(len(words))]
    return Segment(
        text, 0.9, 1, Box(0, top, 100 * len(words), 40),
        words=tuple(Word(word, 0.9, box) for word, box in zip(words, boxes, strict=True)),
    )  # fmt: skip


def speech(text: str, start: float) -> Segment:
    words = tuple(
        Word(word, 0.8, start=start + at, end=start + at + 0.9) for at, word in enumerate(text.split())
    )
    return Segment(text, 0.8, start=start, end=start + len(words), words=words, kind="speech")


LETTER = (line("Quảng Trị, ngày 20 tháng 7 năm 1972", 0), line("Anh Nguyễn Văn Hùng ở C3, D7, E66", 60))
TESTIMONY = (
    speech("hồi tết mậu thân tôi ở trung đoàn sáu mươi sáu", 3.0),
    speech("anh Hùng nằm lại bên sông Thạch Hãn", 20.0),
)
OTHER = (line("Giấy báo tử: Lê Thị Mận, Bến Tre, năm 1969", 0),)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(load({"KYUC_DATA": str(tmp_path)}))
    yield opened
    opened.close()


@pytest.fixture
def items(archive: Archive) -> dict[str, Item]:
    visit = Visit("Thăm nhà", commune="Xã Triệu Ái", date=date(2026, 8, 2))
    made = {
        "letter": Item(visit.id, ItemKind.LETTER, "Thư gửi mẹ"),
        "testimony": Item(visit.id, ItemKind.TESTIMONY),
        "notice": Item(visit.id, ItemKind.DEATH_NOTICE),
    }
    with archive.records() as records:
        records.add_visit(visit)
        for item, segments in zip(made.values(), (LETTER, TESTIMONY, OTHER), strict=True):
            sha256 = item.id.replace("-", "").ljust(64, "0")
            asset = Asset(item.id, sha256, "file", Medium.IMAGE, "image/jpeg")
            transcript = Transcript(asset.id, ENGINE, segments)
            records.add_object(StoredObject(sha256, 1, "image/jpeg"))
            records.add_item(item)
            records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), "test"))
            records.add_transcript(transcript)
            records.replace_mentions(transcript.id, find_mentions(transcript.text))
        records.commit()
    index_items(archive.records, archive.index, [item.id for item in made.values()])
    return made


@pytest.fixture
def discovery(archive: Archive, items: dict[str, Item]) -> Discovery:
    return Discovery(archive.records, archive.index)


def names(result: SearchResult, items: dict[str, Item]) -> list[str]:
    by_id = {item.id: name for name, item in items.items()}
    return [by_id[hit.item_id] for hit in result.hits]


def test_a_word_on_a_page_opens_at_its_box(discovery: Discovery) -> None:
    locator = discovery.search(SearchQuery("nguyen van hung")).hits[0].places[0].locator
    assert locator is not None
    assert locator.page == 1
    assert locator.box == Box(100, 60, 290, 40)


def test_a_word_that_was_spoken_opens_at_its_second(discovery: Discovery) -> None:
    locator = discovery.search(SearchQuery('"thach han"')).hits[0].places[0].locator
    assert locator is not None
    assert locator.start == 26.0


def test_a_regiment_finds_its_companies_and_what_was_said_of_it(
    discovery: Discovery, items: dict[str, Item]
) -> None:
    result = discovery.search(SearchQuery("e66"))
    assert set(names(result, items)) == {"letter", "testimony"}
    assert [(chip.kind, chip.label) for chip in result.understood] == [("unit", "e66")]
    assert set(names(discovery.search(SearchQuery("đơn vị:e66")), items)) == {"letter", "testimony"}


def test_what_was_meant_is_shown_where_it_was_said_in_other_words(
    discovery: Discovery, items: dict[str, Item]
) -> None:
    hits = {hit.item_id: hit.places[0] for hit in discovery.search(SearchQuery("e66")).hits}
    said = hits[items["testimony"].id]
    marks = [said.snippet[mark.start : mark.end] for mark in said.highlights]
    assert marks == ["trung đoàn sáu mươi sáu"]
    assert said.locator is not None
    assert said.locator.start == 9.0
    by_field = discovery.search(SearchQuery("năm:1968")).hits[0].places[0]
    assert by_field.snippet[by_field.highlights[0].start : by_field.highlights[0].end] == "tết mậu thân"


def test_days_are_found_however_they_were_said(discovery: Discovery, items: dict[str, Item]) -> None:
    assert names(discovery.search(SearchQuery("năm:1968")), items) == ["testimony"]
    assert names(discovery.search(SearchQuery("1971..1973")), items) == ["letter"]
    assert names(discovery.search(SearchQuery("mùa khô 67-68")), items)[0] == "testimony"


def test_an_old_name_of_a_province_finds_what_lies_in_it(
    discovery: Discovery, items: dict[str, Item]
) -> None:
    assert "letter" in names(discovery.search(SearchQuery('nơi:"Bình Trị Thiên"')), items)
    assert "notice" not in names(discovery.search(SearchQuery('nơi:"Bình Trị Thiên"')), items)
    assert names(discovery.search(SearchQuery('nơi:"Kiến Hòa"')), items) == ["notice"]


def test_kinds_by_their_names(discovery: Discovery, items: dict[str, Item]) -> None:
    assert names(discovery.search(SearchQuery('loại:"giấy báo tử"')), items) == ["notice"]


def test_a_field_that_cannot_be_read_is_words(discovery: Discovery, items: dict[str, Item]) -> None:
    assert names(discovery.search(SearchQuery("loại:mận")), items) == ["notice"]


def test_what_was_understood_can_be_switched_off(discovery: Discovery, items: dict[str, Item]) -> None:
    shown = discovery.search(SearchQuery("1971..1973", switched_off=("1971/1973",)))
    assert [chip.value for chip in shown.understood] == ["1971/1973"]
    assert names(discovery.search(SearchQuery("e66", switched_off=("e66",))), items) == ["letter"]


def test_places_in_facets_have_names(discovery: Discovery) -> None:
    labels = {value.label for value in discovery.search(SearchQuery("")).facets["place"]}
    assert "tỉnh Quảng Trị" in labels


def test_a_corrected_text_replaces_the_one_before(archive: Archive, items: dict[str, Item]) -> None:
    with archive.records() as records:
        asset = records.assets_of(items["notice"].id)[0]
        old = records.current_transcript(asset.id)
        assert old is not None
        person = Author("person", "user-1", role="transcriber")
        corrected = Transcript(asset.id, person, (line("Lê Thị Mẫn", 0),), supersedes=old.id)
        records.add_transcript(corrected)
        records.commit()
    index_items(archive.records, archive.index, [items["notice"].id])
    discovery = Discovery(archive.records, archive.index)
    assert discovery.search(SearchQuery('"báo tử"')).total == 0
    assert names(discovery.search(SearchQuery('"Thị Mẫn"')), items) == ["notice"]


def test_the_index_is_made_again_from_the_records_alone(
    archive: Archive, items: dict[str, Item], tmp_path: Path
) -> None:
    before = Discovery(archive.records, archive.index).search(SearchQuery("hùng e66"))
    for folder in (tmp_path / "index").iterdir():
        folder.rename(tmp_path / f"lost-{folder.name}")
    archive = Archive(archive.settings)
    assert archive.index.count() == 0
    assert rebuild_index(archive.records, archive.index) == len(items)
    after = Discovery(archive.records, archive.index).search(SearchQuery("hùng e66"))
    assert [replace(hit, score=0) for hit in after.hits] == [replace(hit, score=0) for hit in before.hits]
    archive.close()


def test_after_an_upgrade_the_index_is_made_anew_by_itself_while_searches_go_on(
    archive: Archive, items: dict[str, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not IndexWatch(archive).look()
    monkeypatch.setattr(versions, "SCHEMA_VERSION", versions.SCHEMA_VERSION + 1)
    upgraded = Archive(archive.settings)
    discovery = Discovery(upgraded.records, upgraded.index)
    assert "letter" in names(discovery.search(SearchQuery("hùng e66")), items)
    assert IndexWatch(upgraded).look()
    assert "letter" in names(discovery.search(SearchQuery("hùng e66")), items)
    assert not IndexWatch(upgraded).look()
    upgraded.close()


def test_an_index_that_the_new_version_cannot_read_is_an_outage_until_it_is_made_anew(
    archive: Archive, items: dict[str, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    higher = versions.SCHEMA_VERSION + 1
    for name in ("SCHEMA_VERSION", "OLDEST_READABLE"):
        monkeypatch.setattr(versions, name, higher)
    upgraded = Archive(archive.settings)
    discovery = Discovery(upgraded.records, upgraded.index)
    with pytest.raises(SearchUnavailable) as away:
        discovery.search(SearchQuery("hùng e66"))
    assert "rebuild-index" in away.value.message("vi")
    assert IndexWatch(upgraded).look()
    assert "letter" in names(discovery.search(SearchQuery("hùng e66")), items)
    upgraded.close()

"""An item leaves as a bag that others can check, and comes back as the same item; bad bags change nothing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import bagit
import pytest
from lxml import etree

from archive.bags.exporting import export_item
from archive.bags.importing import BadBag, ForeignBag, ItemStands, bags_in, import_bag
from archive.bootstrap import Archive
from archive.import_texts import import_texts, mention_finders
from archive.intake import Deposit, open_visit, receive
from archive.keeping.rolling import check_originals
from archive.settings import Secret
from schemas.consent import Consent, Purpose, Withdrawal
from schemas.errors import InvalidInput, KyucError, Refused
from schemas.holdings import Visit
from schemas.people import Role
from schemas.rights import ThingState
from schemas.transcripts import Author, Box, Locator, PageInfo, Segment, Transcript
from schemas.withheld import WithheldFor, WithheldPart
from search_ui.app import create_app
from tests.support.pages import page
from tests.unit.search_ui.conftest import signed_in

PREMIS = {"p": "http://www.loc.gov/premis/v3"}


@pytest.fixture
def elsewhere(archive: Archive, tmp_path: Path) -> Iterator[Archive]:
    """Another archive."""
    bucket, data = archive.settings.s3_bucket, tmp_path / "elsewhere"
    url = Secret(f"sqlite:///{data / 'records.sqlite'}")
    settings = replace(
        archive.settings, data=data, database_url=url, s3_bucket=f"{bucket}-2", s3_derivatives=f"{bucket}-d2"
    )
    opened = Archive(settings)
    yield opened
    opened.close()


@pytest.fixture
def item_id(archive: Archive) -> str:
    """A letter of one page, read by a machine and corrected by a person; a part of it is withheld."""
    visit = open_visit(archive, Visit("Thăm", commune="Xã Thử", known_names=("Trần Văn Thử",)))
    photo = io.BytesIO()
    page(("Gửi mẹ",), width=600).save(photo, "JPEG")
    photo.seek(0)
    asset = receive(archive, photo, "Thư của anh \u202eThử.JPG", Deposit(visit.id, "u", title="Thư")).asset
    read = Transcript(
        asset.id,
        Author("engine", "thử", "1"),
        (Segment("Gui me", page=1, box=Box(1, 2, 30, 40)),),
        (PageInfo(1, 600, 400),),
    )
    mended = replace(
        Transcript(asset.id, Author("person", "u"), (Segment("Gửi mẹ", page=1, box=Box(1, 2, 30, 40)),)),
        pages=read.pages,
        supersedes=read.id,
    )
    consent = Consent(visit.id, "Bà Sáu", frozenset({Purpose.KEEPING, Purpose.MACHINE}))
    part = WithheldPart(Locator(asset.id, 1, Box(0, 0, 9, 9)), WithheldFor.FAMILY_WISH, "u")
    with archive.records() as records:
        records.add_transcripts([read, mended])
        records.add_consent(consent)
        records.withdraw_consent(Withdrawal(consent.id, frozenset({Purpose.MACHINE}), "u"))
        records.add_withheld(part)
        records.commit()
    check_originals(archive)
    return asset.item_id


def _told(archive: Archive, item_id: str) -> list[object]:
    """All that must be the same again."""
    with archive.records() as records:
        item, assets = records.item(item_id), records.assets_of(item_id)
        ids = [asset.id for asset in assets]
        return [
            item,
            assets,
            [records.transcripts(asset_id) for asset_id in ids],
            [records.stored_object(asset.sha256) for asset in assets],
            records.accessions_of(item.visit_id),
            records.consents_of([item.visit_id]),
            records.withheld_parts(ids),
            records.visit(item.visit_id),
        ]


def test_the_bag_is_valid_and_gives_the_same_item_again(
    archive: Archive, elsewhere: Archive, item_id: str, tmp_path: Path
) -> None:
    place = export_item(archive, item_id, tmp_path / "out")
    assert bagit.Bag(str(place)).is_valid()
    assert bags_in(tmp_path / "out") == [place]
    import_bag(elsewhere, place)
    assert _told(elsewhere, item_id) == _told(archive, item_id)
    assert check_originals(elsewhere).whole == 1
    with pytest.raises(ItemStands):
        import_bag(elsewhere, place)


def test_other_archives_find_texts_metadata_and_events(
    archive: Archive, item_id: str, tmp_path: Path
) -> None:
    data = export_item(archive, item_id, tmp_path) / "data"
    endings = sorted("".join(path.suffixes) for path in (data / "transcripts").rglob("*.*"))
    assert endings == sorted([".json", ".txt", ".alto.xml", ".page-1.xml"] * 2)
    events = etree.parse(data / "metadata" / "premis.xml").xpath("//p:eventType/text()", namespaces=PREMIS)
    assert events == ["ingestion", "fixity check", "derivation", "derivation"]
    core = etree.parse(data / "metadata" / "dublin-core.xml").getroot()
    assert [one.text for one in core if one.tag.endswith("title")] == ["Thư"]
    circular = json.loads((data / "metadata" / "thong-tu-05.json").read_text(encoding="utf-8"))
    assert (circular["Tiêu đề"], circular["Mức độ tiếp cận"]) == ("Thư", "Nội bộ chương trình")
    assert all(path.name.isascii() for path in (data / "originals").iterdir())


def test_a_text_of_an_imported_list_travels_too(archive: Archive, elsewhere: Archive, tmp_path: Path) -> None:
    visit = open_visit(archive, Visit("Nhập", kind="import"))
    line = '{"id": 7, "text": "Liệt sĩ Trần Văn Thử, đơn vị e66"}'
    with mention_finders(few=True) as find:
        import_texts(archive, io.BytesIO(line.encode()), visit.id, find)
    with archive.records() as records:
        item_id = next(records.item_ids())
    import_bag(elsewhere, export_item(archive, item_id, tmp_path / "out"))
    assert _told(elsewhere, item_id) == _told(archive, item_id)


def _change(place: Path, name: str, words: str) -> None:
    path = place / name
    path.write_text(path.read_text(encoding="utf-8").replace(*words.split("→")), encoding="utf-8")


def _rebagged(place: Path, words: str) -> None:
    """Changed by somebody who knows to write new manifests."""
    _change(place, "data/metadata/item.json", words)
    bagit.Bag(str(place)).save(manifests=True)


def _linked(place: Path) -> None:
    (place / "data" / "passwd").symlink_to("/etc/passwd")


SPOILT: dict[str, tuple[Callable[[Path], object], type[KyucError]]] = {
    "original changed": (lambda place: next((place / "data/originals").iterdir()).write_bytes(b"x"), BadBag),
    "text changed": (lambda place: _change(place, "data/metadata/item.json", "Thư→Thơ"), BadBag),
    "file to fetch": (lambda place: (place / "fetch.txt").write_text("http://x 1 data/x"), BadBag),
    "link out": (_linked, BadBag),
    "path out": (lambda place: _change(place, "manifest-sha256.txt", "data/meta→data/../../meta"), BadBag),
    "no manifest": (lambda place: (place / "manifest-sha256.txt").unlink(), BadBag),
    "other profile": (lambda place: _change(place, "bag-info.txt", "kyuc-item-1→other"), ForeignBag),
    "unknown field": (lambda place: _rebagged(place, '"visit":→"admin": 1, "visit":'), BadBag),
    "foreign asset": (lambda place: _rebagged(place, '"item_id": "→"item_id": "0'), BadBag),
    "no such kind": (lambda place: _rebagged(place, '"kind": "anh"→"kind": "bom"'), BadBag),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_bag_that_is_not_as_it_was_written_changes_nothing(
    how: str, archive: Archive, elsewhere: Archive, item_id: str, tmp_path: Path
) -> None:
    place = export_item(archive, item_id, tmp_path / "out")
    spoil, refusal = SPOILT[how]
    spoil(place)
    with pytest.raises(refusal) as said:
        import_bag(elsewhere, place)
    assert said.value.message_vi and said.value.message_en
    with elsewhere.records() as records:
        assert records.item_count() == 0 and not list(records.each_object())


def test_what_is_withdrawn_or_in_quarantine_is_not_handed_out(
    archive: Archive, item_id: str, tmp_path: Path
) -> None:
    export_item(archive, item_id, tmp_path)
    with pytest.raises(InvalidInput):
        export_item(archive, item_id, tmp_path)
    with archive.records() as records:
        records.set_item_state(item_id, ThingState.QUARANTINED)
        records.commit()
    with pytest.raises(Refused):
        export_item(archive, item_id, tmp_path / "again")
    assert not (tmp_path / "again").exists() or list((tmp_path / "again").iterdir()) == []


def test_an_empty_folder_is_no_bag(tmp_path: Path) -> None:
    with pytest.raises(ForeignBag):
        bags_in(tmp_path)


def test_who_may_have_all_of_it_gets_the_bag_from_the_page(archive: Archive, tmp_path: Path) -> None:
    visit = open_visit(archive, Visit("Thăm", commune="Xã Thử"))
    item = receive(
        archive, io.BytesIO("Lá thư".encode()), "thư.txt", Deposit(visit.id, "u", title="Thư")
    ).item
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    officer = signed_in(app, archive, Role.PROVINCE_VERIFIER, login="an")
    answer = officer.post(f"/tu-lieu/{item.id}/goi")
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        packed.extractall(tmp_path / "got")
    assert bagit.Bag(str(tmp_path / "got" / f"kyuc-{item.id}")).is_valid()
    assert (
        signed_in(app, archive, Role.VOLUNTEER, login="lan").post(f"/tu-lieu/{item.id}/goi").status_code
        == 403
    )

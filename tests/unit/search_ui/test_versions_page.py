"""The page of versions: who made each, what changed, restored and judged without any script."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.transcription.exports.page_xml import to_page_xml
from schemas.holdings import Asset
from schemas.people import Role
from schemas.transcripts import PageInfo
from tests.support.texts import LINES, PROVINCE, enter_page, page_lines
from tests.unit.search_ui.conftest import signed_in


@pytest.fixture
def asset(records_archive: Archive) -> Asset:
    return enter_page(records_archive)


@pytest.fixture
def lan(app: Flask, records_archive: Archive) -> FlaskClient:
    return signed_in(app, records_archive, Role.VOLUNTEER, place=PROVINCE)


def _upload(client: FlaskClient, asset: Asset, data: bytes, name: str = "a.xml") -> int:
    file = {"tep": (io.BytesIO(data), name), "trang": "1"}
    return client.post(f"/phien-am/{asset.id}/nhap-tep", data=file).status_code


def test_versions_are_brought_in_compared_judged_and_restored(
    app: Flask, records_archive: Archive, asset: Asset, lan: FlaskClient
) -> None:
    thu = signed_in(app, records_archive, Role.TEAM_LEAD, login="thu")
    with records_archive.records() as records:
        machine = records.current_transcript(asset.id)
    assert machine is not None
    file = to_page_xml(machine, PageInfo(1, 800, 1000), "x").replace("xông".encode(), "sông".encode())
    assert _upload(lan, asset, file) == 302
    page = thu.get(f"/phien-am/{asset.id}").text
    assert "Tình nguyện viên số hóa" in page
    assert "Máy (scripted 1)" in page
    assert "Bản này chờ bạn duyệt" in page
    assert "Bản này chờ bạn duyệt" not in lan.get(f"/phien-am/{asset.id}").text
    with records_archive.records() as records:
        made = records.working_transcript(asset.id)
    assert made is not None
    shown = thu.get(f"/phien-am/{asset.id}?a={machine.id}&b={made.id}").text
    assert "<del>xông</del>" in shown and "<ins>sông</ins>" in shown
    judged = {"version": made.id, "act": "return", "reason": "misread", "words": ""}
    refused = thu.post(f"/phien-am/{asset.id}/duyet", data=judged)
    assert refused.status_code == 422 and "Hãy viết cho người chép biết" in refused.text
    assert (
        thu.post(f"/phien-am/{asset.id}/duyet", data={"version": made.id, "act": "accept"}).status_code == 302
    )
    item = lan.get(f"/tu-lieu/{asset.item_id}").text
    assert "Đã duyệt" in item and f"/phien-am/{asset.id}" in item
    back = {"version": machine.id, "reason": "so lại với bản gốc"}
    assert lan.post(f"/phien-am/{asset.id}/khoi-phuc", data=back).status_code == 302
    with records_archive.records() as records:
        restored = records.working_transcript(asset.id)
    assert restored is not None and restored.text == "\n".join(LINES)


@pytest.mark.parametrize(
    ("form", "start"), [("txt", b"M\xe1\xba\xb9"), ("alto", b"<?xml"), ("tei", b"<?xml"), ("iiif", b"{")]
)
def test_links_hand_the_text_out_and_the_audit_says_so(
    lan: FlaskClient, records_archive: Archive, asset: Asset, form: str, start: bytes
) -> None:
    page = lan.get(f"/phien-am/{asset.id}").text
    address = f"/api/phien-am/{asset.id}/xuat/{form}"
    assert address in page
    answer = lan.get(address)
    assert answer.data.startswith(start)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert lan.get(f"/api/phien-am/{asset.id}/xuat/vtt").status_code == 422
    with records_archive.records() as records:
        assert records.audit_head().number > 0


def test_a_hidden_items_text_is_not_handed_out(lan: FlaskClient, records_archive: Archive) -> None:
    hidden = enter_page(records_archive, level=3)
    assert lan.get(f"/phien-am/{hidden.id}").status_code == 404
    assert lan.get(f"/api/phien-am/{hidden.id}/xuat/txt").status_code == 404
    assert _upload(lan, hidden, b"abc", "a.txt") == 404


def test_a_file_that_is_none_is_refused_on_the_same_page(lan: FlaskClient, asset: Asset) -> None:
    file = {"tep": (io.BytesIO(b"<PcGts><Page>"), "a.xml")}
    answer = lan.post(f"/phien-am/{asset.id}/nhap-tep", data=file)
    assert answer.status_code == 422
    assert "Tệp XML hỏng" in answer.text
    assert page_lines()[0].text.split()[0] not in answer.text


def test_names_in_a_text_are_marked_and_refused_on_their_page(lan: FlaskClient, asset: Asset) -> None:
    address = f"/phien-am/{asset.id}/ten"
    page = lan.get(address).text
    version = page.split('name="version" value="')[1].split('"')[0]
    given = {"act": "mark", "version": version, "text": "Thạch Hãn", "kind": "place", "value": ""}
    assert lan.post(address, data=given).status_code == 302
    assert "do người ghi" in lan.get(address).text
    refused = lan.post(address, data={**given, "text": "Chữ lạ", "value": "giữ lại"})
    assert refused.status_code == 422
    assert "không có trong văn bản" in refused.text and 'value="giữ lại"' in refused.text

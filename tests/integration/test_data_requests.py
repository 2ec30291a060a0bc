"""A family asks, staff do it from the request itself; its proof and the letter of answer are there."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.consenting import give
from archive.data_requests import handling
from archive.running.alarms import findings
from archive.running.measuring import measure
from schemas.audit import AuditAct, AuditFilter
from schemas.consent import Consent, Purpose
from schemas.people import Role
from schemas.running import Level, Topic
from search_ui.app import create_app
from tests.support.story import Story, tell
from tests.unit.search_ui.conftest import signed_in

ASKER = "Bà Hồ Thị Lài"
OFFICE = {
    "agency": "Ban Chỉ đạo tỉnh",
    "over": "UBND tỉnh",
    "number": "12/TL-BCĐ",
    "place": "Quảng Trị",
    "rank": "Trưởng ban",
    "signer": "Trần Văn Thử",
}


@pytest.fixture
def story(archive: Archive) -> Story:
    told = tell(archive)
    give(archive, Consent(told.visit.id, "Bà Lê Thị Mận", frozenset(Purpose), "em gái"))
    return told


def _client(archive: Archive, role: Role, login: str = "lan", place: str = "") -> FlaskClient:
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    return signed_in(app, archive, role, login=login, place=place)


def _enter(client: FlaskClient, story: Story, kind: str, days_ago: int = 0) -> str:
    received = handling.today() - timedelta(days=days_ago)
    form = {"kind": kind, "visit": story.visit.code.lower(), "name": ASKER, "relation": "em dâu"}
    form |= {"reach": "0900 000 000", "received": received.isoformat(), "words": "Xin không lưu nữa."}
    answer = client.post("/yeu-cau/moi", data=form)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_an_erasure_is_done_from_the_request_with_its_proof_and_its_letter(
    archive: Archive, story: Story
) -> None:
    officer = _client(archive, Role.INTAKE_OFFICER)
    page = _enter(officer, story, "xoa")
    assert "Chưa xóa tư liệu nào" in officer.get("/yeu-cau/da-xoa").text
    refused = officer.post(page, data={"act": "erase", "item": story.letter.item.id})
    assert refused.status_code == 409, "nobody answers for it yet"
    assert officer.post(page, data={"act": "take"}).status_code == 302
    assert officer.post(page, data={"act": "answer"}).status_code == 302
    chosen = [story.letter.item.id, story.testimony.item.id]
    assert officer.post(page, data={"act": "erase", "item": chosen}).status_code == 302
    assert not archive.objects.holds(story.letter.sha256)
    with archive.records() as records:
        assert records.visit(story.visit.id).family == ""
        (consent,) = records.consents_of([story.visit.id])[story.visit.id]
        assert consent.withdrawn == frozenset(Purpose)
    shown = officer.get(page).text
    assert "2 tư liệu, 2 tệp gốc; tệp cuối cùng bị xóa lúc" in shown
    proof = officer.get("/yeu-cau/da-xoa").text
    assert story.visit.code in proof and "kho tệp đang xóa nốt" not in proof
    assert officer.post(page, data={"act": "done", "outcome": ""}).status_code == 422
    assert officer.post(page, data={"act": "done", "outcome": "Đã xóa hết"}).status_code == 302
    assert officer.post(page, data={"act": "take"}).status_code == 409
    letter = docx.Document(BytesIO(officer.post(f"{page}/thu", data=OFFICE).data))
    words = " ".join(one.text for one in letter.paragraphs)
    assert f"Kính gửi: {ASKER} (em dâu)" in words
    assert "Yêu cầu đã được thực hiện: Đã xóa hết." in words
    assert "đã xóa 2 tư liệu gồm 2 tệp gốc" in words and "hoàn thành lúc" in words
    assert 'value="Ban Chỉ đạo tỉnh"' in officer.get(page).text, "typed once"
    assert re.search(r"xong \d+/\d+/\d{4}, hạn", officer.get("/yeu-cau?xem=xong").text)
    with archive.records() as records:
        entries = records.audit_entries(AuditFilter(act=AuditAct.REQUEST_HANDLED))
    assert len(entries) == 6
    assert ASKER not in str(entries) and "Lài" not in str(entries)


def test_what_is_withdrawn_from_the_request_holds_at_once(archive: Archive, story: Story) -> None:
    officer, reader = _client(archive, Role.DATA_PROTECTION_OFFICER), _client(archive, Role.RESEARCHER, "tim")
    assert reader.get(f"/tu-lieu/{story.letter.item.id}").status_code == 200
    page = _enter(officer, story, "han_che")
    officer.post(page, data={"act": "take"})
    with archive.records() as records:
        (consent,) = records.consents_of([story.visit.id])[story.visit.id]
    form = {"act": "withdraw", "consent": consent.id, "purpose": [Purpose.RESEARCH.value]}
    assert officer.post(page, data=form).status_code == 302
    assert reader.get(f"/tu-lieu/{story.letter.item.id}").status_code == 404
    letter = docx.Document(BytesIO(officer.post(f"{page}/thu", data=OFFICE).data))
    words = " ".join(one.text for one in letter.paragraphs)
    assert "rút lại sự đồng ý cho mục đích nghiên cứu" in words and "đang được thực hiện" in words


def test_a_request_that_is_late_is_told_on_its_page_and_in_the_alarms(archive: Archive, story: Story) -> None:
    officer = _client(archive, Role.INTAKE_OFFICER)
    page = _enter(officer, story, "xem", days_ago=40)
    assert "quá hạn" in officer.get("/yeu-cau").text and "quá hạn" in officer.get(page).text
    told = {one.topic: one for one in findings(measure(archive))}
    assert (told[Topic.REQUESTS].level, told[Topic.REQUESTS].value) == (Level.BAD, 1)
    metrics = officer.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}).text
    assert "kyuc_data_requests_late 1.0" in metrics


def test_only_who_handles_requests_of_that_place_sees_them(archive: Archive, story: Story) -> None:
    page = _enter(_client(archive, Role.INTAKE_OFFICER), story, "sua")
    assert _client(archive, Role.TEAM_LEAD, "doi-truong").get(page).status_code == 403
    elsewhere = _client(archive, Role.INTAKE_OFFICER, "noi-khac", place="Lạng Sơn/Mẫu Sơn")
    assert elsewhere.get(page).status_code == 404
    assert ASKER not in elsewhere.get("/yeu-cau").text
    assert elsewhere.post(page, data={"act": "take"}).status_code == 404


def test_what_was_typed_wrong_comes_back_with_its_reason(archive: Archive, story: Story) -> None:
    officer = _client(archive, Role.INTAKE_OFFICER)
    good = {
        "kind": "xem",
        "visit": story.visit.code,
        "name": ASKER,
        "words": "Xin xem",
        "received": handling.today().isoformat(),
    }
    tomorrow = (handling.today() + timedelta(days=1)).isoformat()
    for wrong in (
        {"visit": "ZZ-9999"},
        {"kind": "x"},
        {"received": tomorrow},
        {"received": "hôm qua"},
        {"name": " "},
    ):
        answer = officer.post("/yeu-cau/moi", data={**good, **wrong})
        assert answer.status_code == 422 and 'role="alert"' in answer.text and "Xin xem" in answer.text

"""What people do through the pages is in the audit, and whoever watches over it can read and review it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from archive.audit.verifying import prove
from archive.bootstrap import Archive
from schemas.audit import AuditAct, AuditFilter
from schemas.people import Role
from search_ui.presenters.audit_words import ACTS
from tests.support.cases import bring_stone
from tests.unit.search_ui.conftest import PASSWORD, signed_in


def _acts(archive: Archive) -> list[tuple[str, str]]:
    """(act, outcome), oldest first."""
    with archive.records() as records:
        return [(one.act, one.outcome) for one in reversed(records.audit_entries(AuditFilter()))]


def test_every_act_has_its_words() -> None:
    assert set(ACTS) == set(AuditAct)


def test_coming_in_being_refused_and_leaving_stand_there(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.VOLUNTEER)
    assert client.get("/quan-tri/nguoi-dung").status_code == 403
    client.post("/dang-xuat")
    client.post("/dang-nhap", data={"login": "lan", "password": "không phải"})
    client.post("/dang-nhap", data={"login": "nguyen-van-a", "password": PASSWORD})
    assert _acts(records_archive)[1:] == [
        ("sign_in", "done"),
        ("call_refused", "refused"),
        ("sign_out", "done"),
        ("sign_in", "refused"),
        ("sign_in", "refused"),
    ]
    with records_archive.records() as records:
        entries = records.audit_entries(AuditFilter())
        kept = [(one.subject_id, one.details, one.by) for one in entries]
    assert "nguyen-van-a" not in str(kept)


def test_an_entry_and_the_answer_carry_the_same_number(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.VOLUNTEER)
    answer = client.get("/nhat-ky")
    assert answer.status_code == 403
    with records_archive.records() as records:
        (entry,) = records.audit_entries(AuditFilter(act="call_refused"))
    assert entry.request == answer.headers["X-Request-ID"]
    assert entry.subject_id == "audit.index"


def test_editing_an_item_is_told_without_what_it_says(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.INTAKE_OFFICER)
    item = bring_stone(records_archive, "import")
    form = {"title": "Bia mộ anh Khởi", "kind": item.kind.value, "description": "lời kể riêng"}
    assert client.post(f"/tu-lieu/{item.id}/sua", data=form).status_code == 302
    with records_archive.records() as records:
        (entry,) = records.audit_entries(AuditFilter(act="item_changed", subject_id=item.id))
    assert entry.roles == "intake_officer"
    assert "title" in entry.details
    assert "Khởi" not in entry.details
    assert "riêng" not in entry.details


def test_asking_for_what_is_anothers_is_told_to_the_watcher_alone(
    app: Flask, records_archive: Archive
) -> None:
    item = bring_stone(records_archive, "import")
    client = signed_in(app, records_archive, Role.VOLUNTEER)
    assert client.get(f"/tu-lieu/{item.id}").status_code == 404
    with records_archive.records() as records:
        (entry,) = records.audit_entries(AuditFilter(subject_id=item.id, act="call_refused"))
    assert entry.outcome == "refused"


def test_the_watcher_finds_reviews_and_prints(app: Flask, records_archive: Archive) -> None:
    signed_in(app, records_archive, Role.VOLUNTEER).get("/quan-tri/nguoi-dung")
    watcher = signed_in(app, records_archive, Role.DATA_PROTECTION_OFFICER, login="minh")
    found = watcher.get("/nhat-ky?viec=call_refused&ai=lan").text
    assert "users.index" in found
    assert watcher.get("/nhat-ky?ai=khong-co").text.count("<tr>") == 0
    week = watcher.get("/nhat-ky/tuan").text
    code = re.search(r'name="tuan" value="([^"]+)"', week)
    assert code is not None
    assert "Bị từ chối" in week
    after = watcher.post("/nhat-ky/tuan", data={"tuan": code.group(1)}, follow_redirects=True).text
    assert "minh đã rà soát" in after
    paper = watcher.get("/nhat-ky/moc.pdf")
    assert paper.data.startswith(b"%PDF")
    with records_archive.records() as records:
        assert prove(records).broken == ()
        acts = {one.act for one in records.audit_entries(AuditFilter(by=_id(records_archive, "minh")))}
    assert {"audit_read", "week_reviewed"} <= acts


@pytest.mark.parametrize("code", ["2026-W99", "x", "99999-W1", "-W"])
def test_a_week_that_is_none_is_told(app: Flask, records_archive: Archive, code: str) -> None:
    watcher = signed_in(app, records_archive, Role.DATA_PROTECTION_OFFICER)
    assert watcher.get(f"/nhat-ky/tuan?tuan={code}").status_code == 422


def test_days_are_vietnams(app: Flask, records_archive: Archive) -> None:
    watcher = signed_in(app, records_archive, Role.DATA_PROTECTION_OFFICER)
    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    assert "Đăng nhập" in watcher.get(f"/nhat-ky?tu={today}&den={today}").text.split("<tbody>")[1]
    tomorrow = today + timedelta(days=1)
    assert "<tbody>" not in watcher.get(f"/nhat-ky?tu={tomorrow}").text


def _id(archive: Archive, login: str) -> str:
    with archive.records() as records:
        user = records.find_user_by_login(login)
    assert user is not None
    return user.id

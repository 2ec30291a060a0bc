"""Where one is signed in: seen, ended, and refused from then on."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.signing_in import sessions
from archive.signing_in.accounts import set_disabled
from schemas.audit import AuditAct, AuditFilter
from schemas.people import Role, User
from tests.unit.search_ui.conftest import PASSWORD, signed_in

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/143.0 Mobile Safari/537.36"
ENDING = re.compile(r'action="(/tai-khoan/phien/[0-9a-f-]+/ket-thuc)"')
HERE = '<span class="label">Máy này</span>'


def _phone(app: Flask, login: str = "lan") -> FlaskClient:
    """The same person on a phone of another network."""
    client = app.test_client()
    client.environ_base |= {"HTTP_USER_AGENT": PHONE, "REMOTE_ADDR": "113.161.72.9"}
    assert client.post("/dang-nhap", data={"login": login, "password": PASSWORD}).status_code == 302
    return client


def _user(archive: Archive, login: str = "lan") -> User:
    with archive.records() as records:
        found = records.find_user_by_login(login)
    assert found is not None
    return found


def test_a_lost_phone_is_seen_and_ended_and_the_api_refuses_it_too(
    app: Flask, records_archive: Archive
) -> None:
    desk = signed_in(app, records_archive, Role.TEAM_LEAD)
    phone = _phone(app)
    assert phone.get("/api/search?q=thu").status_code == 200
    page = desk.get("/tai-khoan").text
    assert "Chrome trên Android" in page
    assert "113.161.*.*" in page, "the town, not the house"
    assert "72.9" not in page
    assert page.count(HERE) == 1
    before = len(ENDING.findall(page[: page.index(HERE)]))
    lost = ENDING.findall(page)[1 - before]
    assert desk.post(lost).status_code == 302
    assert phone.get("/tai-khoan").status_code == 302
    assert phone.get("/api/search?q=thu").status_code == 401
    assert desk.get("/tai-khoan").status_code == 200


def test_all_others_end_and_this_one_stays(app: Flask, records_archive: Archive) -> None:
    desk = signed_in(app, records_archive, Role.TEAM_LEAD)
    others = [_phone(app), _phone(app)]
    desk.post("/tai-khoan/phien/khac")
    assert [one.get("/tai-khoan").status_code for one in others] == [302, 302]
    assert desk.get("/tai-khoan").status_code == 200


def test_an_administrator_ends_another_s_and_nobody_else_can(app: Flask, records_archive: Archive) -> None:
    lan = signed_in(app, records_archive, Role.TEAM_LEAD)
    tam = signed_in(app, records_archive, Role.TEAM_LEAD, login="tam")
    admin = signed_in(app, records_archive, Role.ADMINISTRATOR, login="admin")
    user = _user(records_archive)
    (standing,) = sessions.standing(records_archive, user.id)
    assert tam.post(f"/tai-khoan/phien/{standing.id}/ket-thuc").status_code == 404
    assert tam.post(f"/quan-tri/nguoi-dung/{user.id}/phien").status_code == 403
    assert lan.get("/tai-khoan").status_code == 200
    assert f"/phien/{standing.id}/ket-thuc" in admin.get(f"/quan-tri/nguoi-dung/{user.id}/bao-mat").text
    assert admin.post(f"/quan-tri/nguoi-dung/{user.id}/phien").status_code == 302
    assert lan.get("/tai-khoan").status_code == 302
    with records_archive.records() as records:
        (noted,) = records.audit_entries(AuditFilter(act=AuditAct.SESSION_ENDED))
    assert (noted.by, noted.subject_id) == (_user(records_archive, "admin").id, user.id)


def test_a_closed_account_opened_again_is_signed_in_nowhere(app: Flask, records_archive: Archive) -> None:
    lan = signed_in(app, records_archive, Role.TEAM_LEAD)
    user = _user(records_archive)
    set_disabled(records_archive, user.id, True)
    set_disabled(records_archive, user.id, False)
    assert lan.get("/tai-khoan").status_code == 302


def test_a_cookie_kept_from_before_signing_out_opens_nothing(app: Flask, records_archive: Archive) -> None:
    lan = signed_in(app, records_archive, Role.TEAM_LEAD)
    kept = lan.get_cookie("kyuc")
    assert kept is not None
    lan.post("/dang-xuat")
    thief = app.test_client()
    thief.set_cookie("kyuc", kept.value)
    assert thief.get("/tai-khoan").status_code == 302


def test_a_session_nobody_uses_ends_by_itself(app: Flask, records_archive: Archive) -> None:
    lan = signed_in(app, records_archive, Role.TEAM_LEAD)
    (standing,) = sessions.standing(records_archive, _user(records_archive).id)
    with records_archive.records() as records:
        records.touch_session(standing.id, datetime.now(UTC) - sessions.IDLE - timedelta(hours=1))
        records.commit()
    assert lan.get("/tai-khoan").status_code == 302


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("113.161.72.9", "113.161.0.0/16"),
        ("2405:4802:1:2::7", "2405:4802::/32"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_only_the_coarse_part_of_an_address_is_kept(address: str, kept: str) -> None:
    assert sessions.coarse(address) == kept

"""The code beside the password: set up, asked, used once, guessed at, lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.keeping.sealed_values import opened, seal
from archive.settings import load
from archive.signing_in import second_factor
from archive.signing_in.accounts import create_user, issue_link
from schemas.audit import AuditFilter
from schemas.people import Role, User
from search_ui.app import create_app
from tests.unit.search_ui.conftest import PASSWORD, signed_in

SECRET = re.compile(r'<p class="mono hash">([A-Z2-7]{32})</p>')
SPARE = re.compile(r"<li>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</li>")
PAGE = "/tai-khoan/ma-hai-buoc"


def _enrolled(client: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    """The phone and the spare codes of who is signed in here."""
    (secret,) = SECRET.findall(client.get(PAGE).text)
    phone = pyotp.TOTP(secret)
    answer = client.post(PAGE, data={"code": _code(phone)})
    assert answer.status_code == 200
    return phone, SPARE.findall(answer.text)


def _code(phone: pyotp.TOTP, steps: int = 0) -> str:
    return phone.at(datetime.now(UTC) + timedelta(seconds=30 * steps))


def _half_way(app: Flask, login: str = "lan") -> FlaskClient:
    client = app.test_client()
    answer = client.post("/dang-nhap?next=/tra-cuu", data={"login": login, "password": PASSWORD})
    assert answer.headers["Location"] == "/dang-nhap/ma?next=/tra-cuu"
    assert client.get("/api/search?q=thu").status_code == 401, "the password alone opens nothing"
    return client


def _ask(client: FlaskClient, code: str) -> int:
    return client.post("/dang-nhap/ma?next=/tra-cuu", data={"code": code}).status_code


def _lan(archive: Archive) -> User:
    with archive.records() as records:
        found = records.find_user_by_login("lan")
    assert found is not None
    return found


def test_the_phone_s_code_opens_once_and_a_spare_code_once(app: Flask, records_archive: Archive) -> None:
    phone, spare = _enrolled(signed_in(app, records_archive, Role.PROVINCE_VERIFIER))
    assert len(spare) == 10
    now = _code(phone, 1)
    client = _half_way(app)
    assert client.post("/dang-nhap/ma?next=/tra-cuu", data={"code": now}).headers["Location"] == "/tra-cuu"
    assert client.get("/tra-cuu").status_code == 200
    watched_over_the_shoulder = _half_way(app)
    assert _ask(watched_over_the_shoulder, now) == 403
    assert _ask(watched_over_the_shoulder, spare[0].upper().replace("-", " ")) == 302
    assert _ask(_half_way(app), spare[0]) == 403
    assert "Còn 9 mã" in client.get(PAGE).text


def test_guessing_the_code_is_stopped_even_with_the_right_one(app: Flask, records_archive: Archive) -> None:
    phone, _spare = _enrolled(signed_in(app, records_archive, Role.PROVINCE_VERIFIER))
    client = _half_way(app)
    assert [_ask(client, "12345x") for _ in range(6)] == [403] * 5 + [429]
    assert _ask(client, _code(phone, 1)) == 429


def test_a_one_time_link_does_not_go_around_the_code(app: Flask, records_archive: Archive) -> None:
    _enrolled(signed_in(app, records_archive, Role.PROVINCE_VERIFIER))
    client, form = app.test_client(), {"password": PASSWORD, "again": PASSWORD}
    answer = client.post(f"/lien-ket/{issue_link(records_archive, 'lan')}", data=form)
    assert answer.headers["Location"] == "/dang-nhap/ma"
    assert client.get("/tai-khoan").status_code == 302


def test_an_administrator_helps_who_lost_the_phone_and_it_is_written_down(
    app: Flask, records_archive: Archive
) -> None:
    lan = signed_in(app, records_archive, Role.PROVINCE_VERIFIER)
    _enrolled(lan)
    admin = signed_in(app, records_archive, Role.ADMINISTRATOR, login="admin")
    user = _lan(records_archive)
    assert admin.post(f"/quan-tri/nguoi-dung/{user.id}/ma-hai-buoc").status_code == 302
    assert lan.get("/tai-khoan").status_code == 302, "signed in nowhere"
    assert (
        app.test_client().post("/dang-nhap", data={"login": "lan", "password": PASSWORD}).headers["Location"]
        == "/"
    )
    with records_archive.records() as records:
        acts = [entry.details for entry in records.audit_entries(AuditFilter(act="second_factor_changed"))]
    assert acts == ['{"how":"taken_away"}', '{"how":"begun"}']


def test_a_role_that_needs_the_code_reaches_nothing_before_it(records_archive: Archive) -> None:
    settings = replace(records_archive.settings, second_factor=frozenset({Role.PROVINCE_VERIFIER}))
    archive = Archive(settings)
    app = create_app(settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    client = signed_in(app, archive, Role.PROVINCE_VERIFIER)
    assert client.get("/tra-cuu").headers["Location"] == PAGE
    assert client.get("/api/search?q=thu").get_json()["error"]["code"] == "second_step_needed"
    assert client.post("/buoi-tham/moi", data={}).status_code == 403
    _enrolled(client)
    assert client.get("/tra-cuu").status_code == 200
    assert signed_in(app, archive, Role.VOLUNTEER, login="tam").get("/tra-cuu").status_code == 200
    archive.close()


def test_a_wrong_role_in_the_settings_is_not_passed_over() -> None:
    assert load({"KYUC_SECOND_FACTOR": "administrator, province_verifier"}).second_factor == {
        Role.ADMINISTRATOR,
        Role.PROVINCE_VERIFIER,
    }
    with pytest.raises(ValueError, match="verifier"):
        load({"KYUC_SECOND_FACTOR": "verifier"})


def test_the_records_alone_tell_no_secret(records_archive: Archive) -> None:
    user = create_user(records_archive, "lan", [Role.PROVINCE_VERIFIER], password=PASSWORD)
    secret = second_factor.begin(records_archive, user).secret
    with records_archive.records() as records:
        held = records.second_factor(user.id)
    assert held is not None
    assert secret not in held.sealed
    settings = records_archive.settings
    sealed = seal(settings, "second factor", user.id, secret)
    assert opened(settings, "second factor", user.id, sealed) == secret
    assert opened(settings, "second factor", "somebody else", sealed) is None
    assert opened(settings, "another purpose", user.id, sealed) is None
    assert opened(settings, "second factor", user.id, "torn") is None

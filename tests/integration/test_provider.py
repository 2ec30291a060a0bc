"""Signing in through an office's service: linked by invitation or verified address, and every lie refused."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from archive.bootstrap import Archive
from archive.settings import load
from archive.signing_in import second_factor
from archive.signing_in.accounts import create_user, issue_link, set_disabled
from schemas.audit import AuditFilter
from schemas.people import Role
from search_ui.app import create_app
from tests.support.provider import CLIENT, SECRET, Service, serving

PASSWORD = "sông Thạch Hãn 1972"
ASK = "/dang-nhap/co-quan"


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


@pytest.fixture
def archive(service: Service, tmp_path: Path) -> Iterator[Archive]:
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    names = {"KYUC_OIDC_ISSUER": service.issuer, "KYUC_OIDC_CLIENT_ID": CLIENT}
    opened = Archive(load({**names, "KYUC_OIDC_CLIENT_SECRET_FILE": str(secret), "KYUC_DATA": str(tmp_path)}))
    yield opened
    opened.close()


@pytest.fixture
def app(archive: Archive) -> Flask:
    made = create_app(archive.settings, archive=archive)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: Any, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _way_back(client: FlaskClient, **asked: str) -> str:
    """To the service with the browser, and the address with which it sends the browser back."""
    there = client.get(ASK, query_string=asked).headers["Location"]
    assert "code_challenge_method=S256" in there
    try:
        urllib.request.build_opener(_Stay).open(there)
    except urllib.error.HTTPError as led:
        return led.headers["Location"].removeprefix("http://localhost")
    raise AssertionError("the service led nowhere")


def _came(client: FlaskClient, **asked: str) -> int:
    """302 where the person is in."""
    return client.get(_way_back(client, **asked)).status_code


def _is_in(client: FlaskClient) -> bool:
    return client.get("/tai-khoan").status_code == 200


def test_an_invitation_links_an_account_which_keeps_the_roles_of_the_archive(
    app: Flask, archive: Archive, service: Service
) -> None:
    create_user(archive, "lan", [Role.VOLUNTEER])
    token = issue_link(archive, "lan")
    service.claims = {"sub": "nv-17", "roles": ["administrator"], "groups": ["administrator"]}
    lan = app.test_client()
    assert ASK in lan.get(f"/lien-ket/{token}").text
    assert _came(lan, moi=token) == 302
    assert _is_in(lan)
    assert lan.get("/quan-tri/nguoi-dung").status_code == 403, "the service gives no role"
    again = app.test_client()
    back = again.get(_way_back(again, next="/tra-cuu"))
    assert back.headers["Location"] == "/tra-cuu"
    another = app.test_client()
    service.claims = {"sub": "nv-18"}
    assert _came(another, moi=token) == 403, "the invitation worked once"
    lan.post("/dang-xuat")
    assert not _is_in(lan)
    with archive.records() as records:
        acts = [entry.act for entry in reversed(records.audit_entries(AuditFilter()))]
    assert acts[2:4] == ["identity_linked", "sign_in"]


def test_a_stranger_of_the_office_is_no_user_here(app: Flask, archive: Archive, service: Service) -> None:
    create_user(archive, "lan", [Role.VOLUNTEER], password=PASSWORD)
    service.claims = {"sub": "nv-99", "preferred_username": "lan", "email": "lan", "email_verified": True}
    client = app.test_client()
    assert _came(client) == 403
    assert not _is_in(client)
    with archive.records() as records:
        assert len(records.all_users()) == 1


@pytest.mark.parametrize(("verified", "comes_in"), [(True, True), (False, False), ("true", False)])
def test_an_address_links_only_where_the_service_verified_it(
    app: Flask, archive: Archive, service: Service, verified: object, comes_in: bool
) -> None:
    create_user(archive, "lan@tinhdoan.example", [Role.VOLUNTEER])
    service.claims = {"sub": "nv-17", "email": "Lan@tinhdoan.example", "email_verified": verified}
    client = app.test_client()
    _came(client)
    assert _is_in(client) is comes_in


def _linked(app: Flask, archive: Archive) -> str:
    """An account that came in by the service before; its id."""
    user = create_user(archive, "lan", [Role.VOLUNTEER])
    assert _came(app.test_client(), moi=issue_link(archive, "lan")) == 302
    return user.id


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "of somebody else"},
        {"nonce": None},
        {"aud": "another archive"},
        {"aud": [CLIENT, "another archive"]},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 600},
        {"sub": ""},
    ],
    ids=str,
)
def test_an_answer_that_is_not_for_this_sign_in_opens_nothing(
    app: Flask, archive: Archive, service: Service, lie: dict[str, object]
) -> None:
    _linked(app, archive)
    service.claims = {**service.claims, **lie}
    client = app.test_client()
    assert _came(client) == 403
    assert not _is_in(client)


def test_an_answer_signed_by_another_opens_nothing(app: Flask, archive: Archive, service: Service) -> None:
    _linked(app, archive)
    service.signs_with = RSAKey.generate_key(2048, parameters={"kid": "one"})
    client = app.test_client()
    assert _came(client) == 403
    assert not _is_in(client)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(
    app: Flask, archive: Archive, service: Service
) -> None:
    _linked(app, archive)
    client, thief = app.test_client(), app.test_client()
    back = _way_back(client)
    before = client.get_cookie("kyuc")
    assert before is not None
    assert thief.get(back).status_code == 403, "another browser holds no state"
    service.codes_work_again = True
    assert client.get(back).status_code == 302
    client.post("/dang-xuat")
    assert client.get(back).status_code == 403
    thief.set_cookie("kyuc", before.value)
    assert thief.get(back).status_code == 403, "not even with the cookie of that moment"
    assert client.get(f"{ASK}/ve?error=access_denied&state=x").status_code == 403


def test_a_closed_account_and_a_second_step_hold_here_too(
    app: Flask, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id = _linked(app, archive)
    monkeypatch.setattr(second_factor, "is_kept", lambda *_: True)
    client = app.test_client()
    answer = client.get(_way_back(client))
    assert answer.headers["Location"].startswith("/dang-nhap/ma")
    assert not _is_in(client)
    set_disabled(archive, user_id, True)
    assert _came(app.test_client()) == 403


def test_a_service_that_is_away_is_told_and_passwords_still_work(archive: Archive, service: Service) -> None:
    create_user(archive, "lan", [Role.VOLUNTEER], password=PASSWORD)
    names = {"KYUC_OIDC_ISSUER": "http://127.0.0.1:9", "KYUC_DATA": str(archive.settings.data)}
    app = create_app(load(names), archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.get(ASK).status_code == 503
    assert client.post("/dang-nhap", data={"login": "lan", "password": PASSWORD}).status_code == 302
    with pytest.raises(ValueError, match="https"):
        create_app(load({**names, "KYUC_OIDC_ISSUER": "http://sso.example"}), archive=archive)


def test_without_a_service_there_is_no_such_door(tmp_path: Path) -> None:
    client = create_app(load({"KYUC_DATA": str(tmp_path)})).test_client()
    assert client.get(ASK).status_code == 404
    assert ASK not in client.get("/dang-nhap").text

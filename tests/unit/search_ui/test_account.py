"""Coming in and going out."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.signing_in.accounts import create_user, first_admin_token, issue_link
from schemas.people import Role
from search_ui.app import create_app
from tests.unit.search_ui.conftest import PASSWORD, signed_in


def test_the_first_administrator_comes_in_by_the_link(client: FlaskClient, records_archive: Archive) -> None:
    token = first_admin_token(records_archive)
    assert client.get(f"/lien-ket/{token}").status_code == 200, "opening the link does not use it up"
    answer = client.post(f"/lien-ket/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert client.get("/quan-tri/nguoi-dung").status_code == 200
    again = client.post(f"/lien-ket/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert again.status_code == 403
    assert "đã dùng rồi" in again.text


def test_wrong_passwords_are_limited(client: FlaskClient, records_archive: Archive) -> None:
    create_user(records_archive, "lan", [Role.VOLUNTEER], password=PASSWORD)
    wrong = {"login": "lan", "password": "không phải mật khẩu này"}
    answers = [client.post("/dang-nhap", data=wrong).status_code for _ in range(6)]
    assert answers[0] == 403
    assert answers[-1] == 429
    assert client.post("/dang-nhap", data={"login": "lan", "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "evil"])
def test_nobody_is_led_elsewhere_after_signing_in(
    app: Flask, records_archive: Archive, elsewhere: str
) -> None:
    create_user(records_archive, "lan", [Role.VOLUNTEER], password=PASSWORD)
    answer = app.test_client().post(
        "/dang-nhap", query_string={"next": elsewhere}, data={"login": "lan", "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/"


def test_the_session_cookie_keeps_to_itself(app: Flask, records_archive: Archive) -> None:
    create_user(records_archive, "lan", [Role.VOLUNTEER], password=PASSWORD)
    answer = app.test_client().post("/dang-nhap", data={"login": "lan", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_out_ends_the_session(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.VOLUNTEER)
    client.post("/dang-xuat")
    assert client.get("/").status_code == 302


def test_a_language_is_chosen_and_kept(client: FlaskClient) -> None:
    client.post("/ngon-ngu", data={"language": "en", "next": "/dang-nhap"})
    page = client.get("/dang-nhap").text
    assert '<html lang="en">' in page
    assert "Sign in" in page


def test_an_administrator_invites_and_the_link_works(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.ADMINISTRATOR)
    page = client.post("/quan-tri/nguoi-dung/moi", data={"login": "minh", "roles": ["volunteer"]}).text
    assert "/lien-ket/" in page
    token = issue_link(records_archive, "minh")
    minh = app.test_client()
    minh.post(f"/lien-ket/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert minh.get("/buoi-tham/moi").status_code == 200
    assert minh.get("/quan-tri/nguoi-dung").status_code == 403


def test_an_administrator_cannot_lock_the_door_from_inside(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.ADMINISTRATOR)
    with records_archive.records() as records:
        me = records.find_user_by_login("lan")
    assert me is not None
    assert client.post(f"/quan-tri/nguoi-dung/{me.id}/khoa").status_code == 422
    assert (
        client.post(f"/quan-tri/nguoi-dung/{me.id}/vai-tro", data={"roles": "volunteer"}).status_code == 422
    )


def test_behind_https_the_cookie_is_bound_to_the_host(records_archive: Archive) -> None:
    settings = type(records_archive.settings)(
        **{**vars(records_archive.settings), "public_url": "https://kyuc.example"}
    )
    app = create_app(settings, archive=records_archive)
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_a_new_password_ends_every_other_session(app: Flask, records_archive: Archive) -> None:
    here = signed_in(app, records_archive, Role.VOLUNTEER)
    elsewhere = app.test_client()
    elsewhere.post("/dang-nhap", data={"login": "lan", "password": PASSWORD})
    new = "cầu Hiền Lương 1954"
    answer = here.post("/tai-khoan/mat-khau", data={"current": PASSWORD, "password": new, "again": new})
    assert answer.status_code == 302
    assert here.get("/tai-khoan").status_code == 200
    assert elsewhere.get("/tai-khoan").status_code == 302

"""An error says what happened, in one shape, and gives nothing away."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from schemas.errors import RecordsUnavailable
from schemas.people import Role
from search_ui.access_table import ROUTES
from search_ui.app import create_app
from tests.unit.search_ui.conftest import signed_in

SECRET = "Nguyễn Văn Bí Mật"


def test_one_json_shape_under_api(client: FlaskClient) -> None:
    answer = client.get("/api/suggest?q=hung")
    assert answer.status_code == 401
    said = answer.get_json()
    assert said.keys() == {"error"}
    assert said["error"].keys() == {"code", "message", "transient", "report"}
    assert said["error"]["code"] == "sign_in_needed"


def test_an_unknown_address_is_a_page_of_ours(client: FlaskClient) -> None:
    answer = client.get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text


def test_a_crash_shows_a_report_number_and_nothing_of_the_crash(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.RESEARCHER)

    def crash() -> str:
        raise ValueError(SECRET)

    app.view_functions["home.show"] = crash
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Mã báo lỗi" in answer.text
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text


def test_a_part_that_is_away_is_named_and_is_no_404(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.RESEARCHER)

    def away() -> str:
        raise RecordsUnavailable()

    app.view_functions["home.show"] = away
    answer = client.get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.get_json()["error"]["transient"] is True


def test_a_form_without_its_token_is_refused(records_archive: Archive) -> None:
    app = create_app(records_archive.settings, archive=records_archive)
    answer = app.test_client().post("/dang-nhap", data={"login": "a", "password": "b"})
    assert answer.status_code == 400
    assert "tải lại trang" in answer.text


def test_every_page_carries_the_content_policy(client: FlaskClient) -> None:
    policy = client.get("/dang-nhap").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_route_outside_the_table_is_refused(app: Flask, client: FlaskClient) -> None:
    kept = ROUTES.pop("health.live")
    try:
        assert client.get("/healthz").status_code == 404
    finally:
        ROUTES["health.live"] = kept

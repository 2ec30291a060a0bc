"""The pages over an empty archive on this machine's disk: SQLite, no store, no queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.settings import Settings, load
from archive.signing_in.accounts import create_user
from schemas.people import Role
from search_ui.app import create_app

PASSWORD = "sông Thạch Hãn 1972"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"KYUC_DATA": str(tmp_path / "data")})


@pytest.fixture
def records_archive(settings: Settings) -> Iterator[Archive]:
    opened = Archive(settings)
    yield opened
    opened.close()


@pytest.fixture
def app(settings: Settings, records_archive: Archive) -> Flask:
    made = create_app(settings, archive=records_archive)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def signed_in(app: Flask, archive: Archive, *roles: Role, login: str = "lan", place: str = "") -> FlaskClient:
    """A browser in which a person of these roles has signed in. `place`: of the organisation tree."""
    create_user(archive, login, roles, password=PASSWORD, organisation_path=place, purpose="Chiến dịch 1972")
    client = app.test_client()
    answer = client.post("/dang-nhap", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 302
    return client

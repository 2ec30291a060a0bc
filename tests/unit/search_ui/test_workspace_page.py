"""The page of the workbench: for whom it opens, and what it tells its script."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from schemas.holdings import Medium
from schemas.people import Role
from tests.support.texts import enter_page
from tests.unit.search_ui.conftest import signed_in


@pytest.fixture
def lan(app: Flask, records_archive: Archive) -> FlaskClient:
    return signed_in(app, records_archive, Role.TEAM_LEAD)


def test_the_page_holds_no_text_so_that_a_browser_may_keep_it(
    lan: FlaskClient, records_archive: Archive
) -> None:
    asset = enter_page(records_archive)
    said = lan.get(f"/chep/{asset.id}").get_data(as_text=True)
    assert "Thạch Hãn" not in said
    block = re.search(r'id="workspace-setup">(.*?)</script>', said, re.DOTALL)
    assert block
    setup = json.loads(block[1])
    assert setup["api"] == f"/api/phien-am/{asset.id}"
    assert setup["words"]["state_stored"] == "Đã lưu ở kho lúc {time}"
    assert setup["words"]["sign_struck"] == "gạch bỏ"


def test_a_recording_whose_proxy_failed_can_still_be_corrected(
    lan: FlaskClient, records_archive: Archive
) -> None:
    asset = enter_page(records_archive, medium=Medium.AUDIO)
    said = lan.get(f"/chep/{asset.id}").get_data(as_text=True)
    assert "Bản nghe chưa làm được" in said
    assert 'class="ws-list"' in said


def test_only_what_is_seen_or_heard_has_a_workbench(lan: FlaskClient, records_archive: Archive) -> None:
    asset = enter_page(records_archive, medium=Medium.TEXT)
    assert lan.get(f"/chep/{asset.id}").status_code == 404


def test_who_may_not_see_the_item_learns_nothing_and_who_only_reads_is_refused(
    app: Flask, records_archive: Archive, lan: FlaskClient
) -> None:
    asset = enter_page(records_archive, level=4)
    assert lan.get(f"/chep/{asset.id}").status_code == 404
    steering = signed_in(app, records_archive, Role.STEERING_MEMBER, login="ban")
    assert steering.get(f"/chep/{asset.id}").status_code == 403

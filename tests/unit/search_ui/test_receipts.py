"""What of a visit has come: found by commune and state, told apart from what has not, printed with hashes."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.intake import Deposit, open_visit, receive
from archive.sending import begin, put_part
from schemas.holdings import Visit
from schemas.ids import new_id
from schemas.people import Role
from schemas.processing import Stage, State
from schemas.sendings import Sending
from search_ui.app import create_app
from tests.unit.search_ui.conftest import signed_in

LETTER = "Mẹ kính yêu của con, đơn vị con đang chốt bên sông.".encode()


@pytest.fixture
def visits(archive: Archive) -> tuple[Visit, Visit]:
    """One visit whose recording is on its way, one that is whole and brought the same letter."""
    first = open_visit(archive, Visit("Thăm nhà bà Thử", commune="Xã Một", team="Chi đoàn 1"))
    second = open_visit(archive, Visit("Thăm nhà ông Thử", commune="Xã Hai", team="Chi đoàn 1"))
    for visit in (first, second):
        receive(archive, io.BytesIO(LETTER), "thư.txt", Deposit(visit.id, "u"))
    sending = Sending(new_id(), first.id, "u", "lời kể.webm", 5000)
    begin(archive, sending)
    put_part(archive, sending.id, 0, bytes(1200))
    return first, second


@pytest.fixture
def lead(archive: Archive) -> FlaskClient:
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    return signed_in(app, archive, Role.TEAM_LEAD)


def test_visits_are_found_by_commune_and_by_what_is_missing(
    lead: FlaskClient, visits: tuple[Visit, Visit]
) -> None:
    first, second = visits
    for query, found in (
        ("?xa=Xã Một", {first.code}),
        ("?da-den=dang-ve", {first.code}),
        ("?da-den=du", {second.code}),
        ("?doi=Chi đoàn 1", {first.code, second.code}),
        ("?tu=2030-01-01", set()),
        ("?tuan=2030-W02", set()),
        ("?tap=1", set()),
    ):
        page = lead.get(f"/buoi-tham{query}").text
        assert {visit.code for visit in visits if visit.code in page} == found, query


def test_a_visit_names_what_has_not_come_and_what_is_held_twice(
    lead: FlaskClient, visits: tuple[Visit, Visit]
) -> None:
    first, second = visits
    page = lead.get(f"/buoi-tham/{first.id}").text
    assert "lời kể.webm" in page
    assert "1,2 KB" in page
    assert second.code in page


def test_the_receipt_counts_what_came_and_gives_each_whole_hash(
    lead: FlaskClient, visits: tuple[Visit, Visit]
) -> None:
    first, _ = visits
    page = lead.get(f"/buoi-tham/{first.id}/bien-nhan").text
    assert hashlib.sha256(LETTER).hexdigest() in page
    assert "1 tệp chưa đến đủ" in page
    paper = lead.get(f"/buoi-tham/{first.id}/bien-nhan.pdf")
    assert paper.data.startswith(b"%PDF")


def test_a_phone_learns_what_was_read_and_what_the_lead_said(
    archive: Archive, lead: FlaskClient, visits: tuple[Visit, Visit]
) -> None:
    visit = visits[1]
    address = f"/api/visits/{visit.id}/state"
    assert lead.get(address).json == {"read": [], "check": None}
    with archive.records() as records:
        (item,) = records.items_of(visit.id)
        (asset,) = records.assets_of(item.id)
        state = records.claim_stage(asset.id, Stage.READ_PAGE, "reader", timedelta(minutes=1))
        assert state is not None
        records.end_stage(state, State.DONE)
        records.commit()
    lead.post(f"/buoi-tham/{visit.id}/kiem-tra", data={"complete": "no", "words": "Chụp lại phong bì"})
    told = {"complete": False, "words": "Chụp lại phong bì"}
    assert lead.get(address).json == {"read": [asset.id], "check": told}
    assert "cần bổ sung" in lead.get("/buoi-tham?xa=Xã Hai").text

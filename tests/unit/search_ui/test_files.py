"""Files in and out: what is refused before a byte moves, and what nobody below its level may fetch."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from archive.bootstrap import Archive
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.ids import new_id
from schemas.people import Role
from tests.unit.search_ui.conftest import signed_in

SHA = "ab" * 32


@pytest.fixture
def visit(records_archive: Archive) -> Visit:
    made = Visit("Thăm", code="AA-2222")
    with records_archive.records() as records:
        records.add_visit(made)
        records.commit()
    return made


@pytest.fixture
def restricted(records_archive: Archive, visit: Visit) -> Asset:
    item = Item(visit.id, ItemKind.LETTER, "Thư", level=3)
    asset = Asset(item.id, SHA, "thư.jpg", Medium.IMAGE, "image/jpeg")
    with records_archive.records() as records:
        records.add_item(item)
        records.add_object(StoredObject(SHA, 3, "image/jpeg"))
        records.add_asset(asset, Accession(asset.id, visit.id, SHA, datetime.now(UTC), "test"))
        records.commit()
    return asset


@pytest.mark.parametrize("path", ["/tep/{asset}/goc", "/tep/{asset}/xem/web_image", "/tu-lieu/{item}"])
def test_below_its_level_a_file_does_not_exist(
    app: Flask, records_archive: Archive, restricted: Asset, path: str
) -> None:
    lead = signed_in(app, records_archive, Role.TEAM_LEAD)
    assert lead.get(path.format(asset=restricted.id, item=restricted.item_id)).status_code == 404


def test_a_volunteer_does_not_download_originals(
    app: Flask, records_archive: Archive, restricted: Asset
) -> None:
    volunteer = signed_in(app, records_archive, Role.VOLUNTEER)
    assert volunteer.get(f"/tep/{restricted.id}/goc").status_code == 403


@pytest.mark.parametrize(
    ("query", "content_type", "status", "code"),
    [
        ("filename=a.jpg", "multipart/form-data", 422, "invalid_input"),
        ("filename=a.jpg&kind=khong_co", "application/octet-stream", 422, "invalid_input"),
        ("filename=a.jpg&item=khong-phai-id", "application/octet-stream", 422, "invalid_input"),
        (
            "filename=a.jpg&item=018f0000-0000-7000-8000-000000000000",
            "application/octet-stream",
            404,
            "not_found",
        ),
    ],
)
def test_what_cannot_be_entered_is_refused_before_it_is_read(
    app: Flask, records_archive: Archive, visit: Visit, query: str, content_type: str, status: int, code: str
) -> None:
    client = signed_in(app, records_archive, Role.VOLUNTEER)
    answer = client.put(
        f"/api/visits/{visit.id}/files?{query}", data=b"\xff\xd8\xff", content_type=content_type
    )
    assert answer.status_code == status
    assert answer.get_json()["error"]["code"] == code


def test_a_visit_that_is_not_there_takes_nothing(app: Flask, records_archive: Archive) -> None:
    client = signed_in(app, records_archive, Role.VOLUNTEER)
    answer = client.put(f"/api/visits/{new_id()}/files?filename=a.jpg", data=b"\xff\xd8\xff")
    assert answer.status_code == 404


def test_a_file_goes_without_the_token_nowhere(records_archive: Archive, app: Flask, visit: Visit) -> None:
    client = signed_in(app, records_archive, Role.VOLUNTEER)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.put(f"/api/visits/{visit.id}/files?filename=a.jpg", data=b"\xff\xd8\xff")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "stale_form"

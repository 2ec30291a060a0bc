"""News of work: told as it happens, and by asking again where too many pages are open."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from schemas.holdings import Item, ItemKind, Visit
from schemas.people import Role
from schemas.processing import Stage
from search_ui.api import live
from tests.support.story import end_all
from tests.unit.search_ui.conftest import signed_in


@pytest.fixture
def item(records_archive: Archive) -> Item:
    visit = Visit("Thăm", code="AA-2222", organisation_path="quang-tri/trieu-ai")
    made = Item(visit.id, ItemKind.LETTER, "Thư", level=1)
    with records_archive.records() as records:
        records.add_visit(visit)
        records.add_item(made)
        records.plan_stage(made.id, made.id, Stage.INDEX_ITEM)
        records.commit()
    return made


@pytest.fixture
def reader(app: Flask, records_archive: Archive) -> FlaskClient:
    return signed_in(app, records_archive, Role.RESEARCHER)


def _first_news(text: str) -> dict[str, dict[str, str]]:
    line = next(line for line in text.splitlines() if line.startswith("data: "))
    news: dict[str, dict[str, str]] = json.loads(line.removeprefix("data: "))
    return news


def test_a_crowd_asks_again_instead_of_holding_every_thread(
    reader: FlaskClient, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(live.MOST_STREAMS):
        assert live._free.acquire(blocking=False)
    try:
        answer = reader.get(f"/api/items/{item.id}/events")
        text = answer.text
    finally:
        for _ in range(live.MOST_STREAMS):
            live._free.release()
    assert text.startswith("retry: ")
    assert "Chờ đến lượt" in _first_news(text)["parts"]["state"]


def test_a_stream_gives_its_place_back(reader: FlaskClient, item: Item, records_archive: Archive) -> None:
    end_all(records_archive, item.id)
    for _ in range(live.MOST_STREAMS + 1):
        text = reader.get(f"/api/visits/{item.visit_id}/events").text
        assert "event: end" in text
        assert not text.startswith("retry: "), "every place was given back"


def test_who_may_not_see_an_item_hears_nothing_of_it(
    app: Flask, records_archive: Archive, item: Item
) -> None:
    with records_archive.records() as records:
        records.change_item(Item(item.visit_id, item.kind, item.title, level=3, id=item.id))
        records.commit()
    volunteer = signed_in(app, records_archive, Role.VOLUNTEER, login="minh", place="quang-tri")
    elsewhere = signed_in(app, records_archive, Role.VOLUNTEER, login="hoa", place="quang-nam")
    assert volunteer.get(f"/tu-lieu/{item.id}").status_code == 404
    end_all(records_archive, item.id)
    news = _first_news(volunteer.get(f"/api/visits/{item.visit_id}/events").text)
    assert news["parts"] == {}
    for path in (f"/api/visits/{item.visit_id}/events", f"/api/items/{item.id}/events"):
        assert elsewhere.get(path).status_code == 404

"""The results page and its map over a small archive: filters with counts, order, the last page, places."""

from __future__ import annotations

import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.embedded import index_what_waits
from archive.import_texts import import_texts, mention_finders
from schemas.holdings import Visit
from schemas.people import Role
from tests.unit.search_ui.conftest import signed_in


@pytest.fixture
def researcher(app: Flask, records_archive: Archive) -> FlaskClient:
    lines = [
        {
            "id": f"t{number}",
            "title": f"Thư số {number}",
            "text": f"Năm {1968 + number % 3}, trung đoàn {66 if number % 2 else 88} hành quân qua Hải Lăng.",
            "date": f"2026-03-{number % 28 + 1:02}",
            "source": "giả định",
            "kind": "letter" if number % 2 else "diary",
        }
        for number in range(45)
    ]
    visit = Visit("Đợt nhập")
    with records_archive.records() as records:
        records.add_visit(visit)
        records.commit()
    rows = io.BytesIO("\n".join(json.dumps(line) for line in lines).encode())
    with mention_finders(few=True) as find:
        import_texts(records_archive, rows, visit.id, find)
    index_what_waits(records_archive, "test")
    return signed_in(app, records_archive, Role.RESEARCHER)


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_a_unit_narrows_what_was_found_and_its_count_is_true(researcher: FlaskClient) -> None:
    shown = page(researcher, "/tra-cuu?q=hành+quân")
    assert "45 tư liệu" in shown
    assert "huyện Hải Lăng, tỉnh Quảng Trị" in shown
    narrowed = page(researcher, "/tra-cuu?q=hành+quân&don-vi=e66")
    assert "22 tư liệu" in narrowed
    assert "✓ e66" in narrowed


def test_the_years_that_hits_speak_of_are_bars_that_narrow(researcher: FlaskClient) -> None:
    shown = page(researcher, "/tra-cuu?q=hành+quân")
    assert "thoi=1969" in shown
    assert "15 tư liệu" in page(researcher, "/tra-cuu?q=hành+quân&thoi=1969")


def test_the_last_page_holds_the_last_hits_in_the_order_asked_for(researcher: FlaskClient) -> None:
    first = page(researcher, "/tra-cuu?q=hành+quân&xep=cu")
    last = page(researcher, "/tra-cuu?q=hành+quân&xep=cu&trang=3")
    assert first.count("data-hit") == 20
    assert last.count("data-hit") == 5
    assert "Trang 3 / 3" in last
    assert "Thư số 0" in first


def test_the_map_shows_where_hits_speak_of_without_asking_anybody_else(researcher: FlaskClient) -> None:
    answer = researcher.get("/tra-cuu/ban-do?q=hành+quân")
    shown = answer.get_data(as_text=True)
    assert "data-spread" in shown
    assert "huyện Hải Lăng, tỉnh Quảng Trị" in shown
    assert "https" not in answer.headers["Content-Security-Policy"]

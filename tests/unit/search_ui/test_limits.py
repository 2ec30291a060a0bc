"""Who asks too fast is told to wait, how long, in their language; nobody else notices."""

from __future__ import annotations

import pytest
from flask import Flask

from archive.bootstrap import Archive
from schemas.people import Role
from search_ui import limits
from search_ui.access_table import ROUTES
from search_ui.limits import LIMITS, Limit, Pace
from tests.unit.search_ui.conftest import signed_in


def test_so_many_at_once_then_one_each_interval() -> None:
    at = [100.0]
    pace, limit = Pace(lambda: at[0]), Limit("search", 3, 60)
    assert [pace.wait("lan", limit) for _ in range(3)] == [0, 0, 0]
    assert pace.wait("lan", limit) == pytest.approx(20)
    assert pace.wait("tam", limit) == 0
    assert pace.wait("lan", Limit("export", 3, 60)) == 0, "another thing to ask for"
    at[0] += 20
    assert [pace.wait("lan", limit) > 0 for _ in range(2)] == [False, True]
    at[0] += 600
    assert [pace.wait("lan", limit) for _ in range(3)] == [0, 0, 0], "rest is not saved up beyond the limit"


def test_a_crowd_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_KEYS", 10)
    at = [0.0]
    pace = Pace(lambda: at[0])
    for number in range(100):
        at[0] += 1
        assert pace.wait(str(number), Limit("search", 60, 60)) == 0
    assert len(pace._used_up) <= 11


def test_a_machine_that_takes_all_is_told_when_to_come_again(
    app: Flask, records_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for endpoint in ("api_search.search", "search.show"):
        monkeypatch.setitem(LIMITS, endpoint, Limit("search", 2, 60))
    lan = signed_in(app, records_archive, Role.RESEARCHER)
    tam = signed_in(app, records_archive, Role.RESEARCHER, login="tam")
    assert [lan.get("/api/search?q=thu").status_code for _ in range(2)] == [200, 200]
    refused = lan.get("/api/search?q=thu")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 30
    assert refused.get_json()["error"]["transient"] is True
    page = lan.get("/tra-cuu?q=thu")
    assert (page.status_code, "đang hỏi kho quá nhanh" in page.text) == (429, True)
    lan.post("/ngon-ngu", data={"language": "en"})
    assert "asks the archive too fast" in lan.get("/tra-cuu?q=thu").text
    assert lan.get("/tai-khoan").status_code == 200
    assert tam.get("/api/search?q=thu").status_code == 200


def test_every_limit_is_of_a_route() -> None:
    assert LIMITS.keys() <= ROUTES.keys()

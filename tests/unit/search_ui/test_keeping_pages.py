"""The page of keeping: what is damaged is said, an incident is closed with words, reports can be checked."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from flask import Flask

from archive.bootstrap import Archive
from archive.keeping.fixity_report import is_genuine, make_report
from schemas.holdings import StoredObject
from schemas.keeping import Incident, IncidentState, KeepingRun, KeepingTask
from schemas.people import Role
from tests.unit.search_ui.conftest import signed_in

SHA256 = "ab" * 32


def _damaged(archive: Archive) -> Incident:
    incident = Incident(SHA256, "damaged")
    with archive.records() as records:
        records.add_object(StoredObject(SHA256, 1_500_000, "image/jpeg"))
        records.add_incident(incident)
        records.add_keeping_run(KeepingRun(KeepingTask.BACKUP, datetime.now(UTC), outcome="no_backup_key"))
        records.commit()
    return incident


def test_damage_is_said_and_closed_only_with_words(app: Flask, records_archive: Archive) -> None:
    incident = _damaged(records_archive)
    client = signed_in(app, records_archive, Role.ADMINISTRATOR)
    page = client.get("/quan-tri/gin-giu").get_data(as_text=True)
    assert "Có 1 bản gốc không còn như khi nhận" in page and SHA256[:16] in page
    assert "Chưa có bản sao lưu trong hai ngày qua" in page and "1,5 MB" in page
    client.post(f"/quan-tri/gin-giu/su-co/{incident.id}", data={"note": " "})
    with records_archive.records() as records:
        assert records.open_incidents() == 1
    client.post(f"/quan-tri/gin-giu/su-co/{incident.id}", data={"note": "Đĩa hỏng, đã thay <b>đĩa</b>"})
    page = client.get("/quan-tri/gin-giu").get_data(as_text=True)
    assert "Đĩa hỏng, đã thay &lt;b&gt;đĩa&lt;/b&gt;" in page and "Không có sự cố nào đang mở" in page
    with records_archive.records() as records:
        assert records.incidents()[0].state is IncidentState.CLOSED


def test_a_report_is_handed_out_as_it_was_signed(app: Flask, records_archive: Archive) -> None:
    make_report(records_archive, "2026-10")
    client = signed_in(app, records_archive, Role.ADMINISTRATOR)
    answer = client.get("/quan-tri/gin-giu/bao-cao/2026-10.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert is_genuine(json.loads(answer.get_data(as_text=True)))
    assert client.get("/quan-tri/gin-giu/bao-cao/2026-09.json").status_code == 404


def test_only_who_keeps_the_archive_sees_it(app: Flask, records_archive: Archive) -> None:
    assert signed_in(app, records_archive, Role.RESEARCHER).get("/quan-tri/gin-giu").status_code == 403

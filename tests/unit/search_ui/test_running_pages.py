"""The job desk and the health page: what failed is told with what to do, and each act does what it says."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.audit.actor import acting
from archive.bootstrap import Archive
from archive.logs import formatter
from archive.running.alarms import findings
from archive.settings import Secret
from schemas.audit import Actor, AuditFilter
from schemas.errors import UnreadableFile
from schemas.holdings import Item
from schemas.people import Role
from schemas.processing import Stage, State
from schemas.running import Facts, Level, StageQueue, Topic
from search_ui.app import create_app
from tests.support.cases import bring_stone
from tests.unit.search_ui.conftest import signed_in

_GB = 10**9
_LEASE = timedelta(minutes=1)


@pytest.fixture
def failed(records_archive: Archive) -> Item:
    """A stone whose reading failed."""
    item = bring_stone(records_archive, "import")
    _fail(records_archive, item)
    return item


def _fail(archive: Archive, item: Item) -> None:
    with archive.records() as records:
        records.plan_stage(item.id, item.id, Stage.READ_PAGE)
        state = records.claim_stage(item.id, Stage.READ_PAGE, "w", _LEASE)
        assert state is not None
        wrong = UnreadableFile()
        told = {"reason_code": wrong.code, "reason_vi": wrong.message_vi, "reason_en": wrong.message_en}
        records.end_stage(state, State.FAILED, **told)
        records.commit()


def _keeper(app: Flask, archive: Archive) -> FlaskClient:
    return signed_in(app, archive, Role.INTAKE_OFFICER)


def _state(archive: Archive, item: Item) -> tuple[State, str | None]:
    with archive.records() as records:
        found = records.stage(item.id, Stage.READ_PAGE)
    assert found is not None
    return found.state, found.reason_code


def test_a_failure_stands_with_family_reason_and_what_to_do(
    app: Flask, records_archive: Archive, failed: Item
) -> None:
    page = _keeper(app, records_archive).get("/cong-viec").text
    assert UnreadableFile.vi in page
    assert "Mở bản gốc. Nếu hỏng thật" in page
    assert f"/tu-lieu/{failed.id}" in page


def test_all_of_a_kind_go_again_at_once(app: Flask, records_archive: Archive, failed: Item) -> None:
    form = {"stage": "read_page", "reason": "unreadable_file"}
    said = _keeper(app, records_archive).post("/cong-viec/lam-lai", data=form, follow_redirects=True).text
    assert "Đã xếp lại 1 việc" in said
    assert _state(records_archive, failed) == (State.WAITING, None)


def test_giving_up_needs_a_note_and_ends_the_asking(
    app: Flask, records_archive: Archive, failed: Item
) -> None:
    client = _keeper(app, records_archive)
    form = {"stage": "read_page", "target": failed.id, "note": "  "}
    assert client.post("/cong-viec/thoi", data=form).status_code == 422
    form["note"] = "Gia đình không còn bản nào khác"
    assert client.post("/cong-viec/thoi", data=form).status_code == 302
    assert _state(records_archive, failed) == (State.FAILED, "given_up")
    assert "Không có việc nào hỏng" in client.get("/cong-viec").text
    assert client.post("/cong-viec/thoi", data=form).status_code == 409
    with records_archive.records() as records:
        (entry,) = records.audit_entries(AuditFilter(act="work_given_up"))
    assert "Gia" not in entry.details


def test_a_paused_queue_begins_nothing_until_it_goes_on(app: Flask, records_archive: Archive) -> None:
    item = bring_stone(records_archive, "import")
    client = _keeper(app, records_archive)
    client.post("/cong-viec/tam-dung", data={"stage": "read_page", "act": "pause"})
    with records_archive.records() as records:
        records.plan_stage(item.id, item.id, Stage.READ_PAGE)
        records.commit()
        assert records.claim_stage(item.id, Stage.READ_PAGE, "w", _LEASE) is None
        assert Stage.READ_PAGE not in {state.stage for state in records.work_to_wake()}
    assert "Tạm dừng từ" in client.get("/cong-viec").text
    client.post("/cong-viec/tam-dung", data={"stage": "read_page", "act": "go-on"})
    with records_archive.records() as records:
        assert records.claim_stage(item.id, Stage.READ_PAGE, "w", _LEASE) is not None


def test_what_is_anothers_is_neither_shown_nor_touched(app: Flask, records_archive: Archive) -> None:
    hidden = bring_stone(records_archive, "import")
    with records_archive.records() as records:
        records.change_item(replace(hidden, level=4))
        records.commit()
    _fail(records_archive, hidden)
    client = _keeper(app, records_archive)
    assert hidden.id not in client.get("/cong-viec").text
    client.post("/cong-viec/lam-lai", data={"stage": "read_page", "reason": "unreadable_file"})
    assert _state(records_archive, hidden)[0] is State.FAILED


def test_the_health_page_says_what_is_the_matter(app: Flask, records_archive: Archive, failed: Item) -> None:
    page = _keeper(app, records_archive).get("/suc-khoe").text
    assert "1 việc hỏng đang chờ người xem" in page
    assert "Chưa sao lưu lần nào" in page
    assert page.index("Cần làm ngay") < page.index("Tốt")


def test_metrics_are_for_this_machine_or_for_the_token(records_archive: Archive, failed: Item) -> None:
    settings = replace(records_archive.settings, metrics_token=Secret("thu-ma"))
    app = create_app(settings, archive=Archive(settings))
    here = app.test_client().get("/metrics").text
    assert re.search(r'kyuc_work\{stage="read_page",state="failed"\} 1\.0', here)
    assert 'kyuc_alarm{topic="backup"} 2.0' in here
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert app.test_client().get("/metrics", environ_overrides=far).status_code == 404
    token = {"Authorization": "Bearer thu-ma"}
    assert app.test_client().get("/metrics", environ_overrides=far, headers=token).status_code == 200
    handed_on = {"X-Forwarded-For": "203.0.113.7"}
    assert app.test_client().get("/metrics", headers=handed_on).status_code == 404


_NOW = datetime(2026, 7, 27, tzinfo=UTC)
_WELL = Facts(_NOW, 800 * _GB, 1000 * _GB, 1 * _GB, last_backup=_NOW - timedelta(hours=8), originals=9)


@pytest.mark.parametrize(
    ("facts", "topic", "level"),
    [
        (_WELL, Topic.DISK, Level.GOOD),
        (replace(_WELL, grown_bytes_a_day=89 * _GB), Topic.DISK, Level.BAD),
        (replace(_WELL, free_bytes=100 * _GB), Topic.DISK, Level.CARE),
        (replace(_WELL, open_incidents=1), Topic.FIXITY, Level.BAD),
        (replace(_WELL, last_backup=_NOW - timedelta(days=8)), Topic.BACKUP, Level.BAD),
        (replace(_WELL, last_backup=None), Topic.BACKUP, Level.BAD),
        (replace(_WELL, store_answers=False), Topic.STORE, Level.BAD),
        (
            replace(
                _WELL,
                queues={
                    Stage.HEAR_TESTIMONY: StageQueue(
                        Stage.HEAR_TESTIMONY, 40, oldest=_NOW - timedelta(days=2, hours=1)
                    )
                },
            ),
            Topic.HEARING,
            Level.BAD,
        ),
    ],
    ids=["well", "nine days", "little left", "damage", "old backup", "no backup", "store away", "behind"],
)
def test_alarms_rise_when_somebody_should_act(facts: Facts, topic: Topic, level: Level) -> None:
    assert {one.topic: one.level for one in findings(facts)}[topic] is level


def test_a_log_line_joins_its_request_and_tells_no_name(tmp_path: Path) -> None:
    logger, handler = logging.getLogger("thử"), logging.FileHandler(tmp_path / "log")
    handler.setFormatter(formatter())
    logger.addHandler(handler)
    with acting(Actor("u-1", request="r-1")):
        try:
            raise ValueError("Nguyễn Văn Bí Mật")
        except ValueError:
            logger.exception("report %s", "1234")
    logger.removeHandler(handler)
    handler.close()
    line = (tmp_path / "log").read_text(encoding="utf-8")
    told = json.loads(line)
    assert (told["request"], told["by"], told["event"]) == ("r-1", "u-1", "report 1234")
    assert told["raised"] == ["ValueError"]
    assert "Bí Mật" not in line

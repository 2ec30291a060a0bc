"""The whole way on the servers of the many-machine set-up: PostgreSQL, MinIO, Elasticsearch, Valkey."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.running import Running
from tests.servers.elasticsearch import ElasticNode
from tests.servers.minio import MinioServer
from tests.servers.postgres import Postgres
from tests.support.pages import page

pytestmark = [pytest.mark.slow, pytest.mark.servers]

TEXT = {
    "id": "ban-tin-1",
    "title": "Bản tin về bến đò Nhan Biều",
    "text": "Tiểu đội của anh Trần Hữu Khởi vượt sông Thạch Hãn đêm 14 tháng 8 năm 1972.",
    "date": "1972-08-14",
    "source": "Bản tin thử nghiệm",
    "kind": "van_ban",
}


@pytest.fixture(scope="module")
def many(
    tmp_path_factory: pytest.TempPathFactory,
    postgres: Postgres,
    minio_server: MinioServer,
    elasticsearch: ElasticNode,
) -> Iterator[Running]:
    servers = {"KYUC_DATABASE_URL": postgres.create("journey")}
    servers |= minio_server.environment() | elasticsearch.environment()
    running = Running(tmp_path_factory.mktemp("many") / "data", servers)
    running.up()
    yield running
    running.down()


def test_only_what_is_not_elsewhere_is_started_here(many: Running) -> None:
    names = {part["name"] for part in many.status()["parts"]}
    assert "seaweedfs" not in names
    assert {"valkey", "web", "caddy", "text"} <= names
    assert not (many.data / "records.sqlite").exists()


def test_a_text_and_a_photographed_page_are_found_by_words_without_marks(
    many: Running, tmp_path: Path
) -> None:
    folder = tmp_path / "thùng giấy"
    folder.mkdir()
    page().save(folder / "giấy báo tử.png")
    (folder / "bản tin.jsonl").write_text(json.dumps(TEXT, ensure_ascii=False) + "\n", encoding="utf-8")
    brought = many.tool("import_", "--wait", str(folder))
    assert brought.returncode == 0, brought.stderr + many.logs()
    assert "Nhan Biều" in _first(many, "ben do nhan bieu")["title"]
    notice = _first(many, "e66 f304 mat tran b3")
    assert notice["page"] == 1
    assert len(notice["box"]) == 4


def test_doctor_finds_every_server_well(many: Running) -> None:
    answer = many.command("doctor", "--json")
    findings = {line["name"]: line for line in map(json.loads, answer.stdout.splitlines())}
    assert {name for name in ("records", "store", "queue", "index") if not findings[name]["good"]} == set()


def _first(many: Running, query: str) -> dict[str, Any]:
    answer = many.tool("search", "--json", query)
    assert answer.returncode == 0, answer.stderr
    hits = json.loads(answer.stdout.splitlines()[0])["hits"]
    assert hits, f"nothing found for {query}"
    return dict(hits[0])

"""One archive, started and ended as a person does it."""

from __future__ import annotations

import os
import signal
import stat
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from minio import Minio
from minio.error import S3Error

from tests.integration.running import Running
from tests.servers.ports import wait_until


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    archive = Running(tmp_path_factory.mktemp("up") / "Kho Ký Ức")  # a space and letters with marks: allowed
    archive.up()
    yield archive
    archive.down()


def test_every_part_runs_and_the_page_answers(running: Running) -> None:
    status = running.status()
    assert status["running"] is True
    assert {part["name"]: part["state"] for part in status["parts"] if not part["up"]} == {}
    names = {part["name"] for part in status["parts"]}
    assert {"caddy", "seaweedfs", "valkey", "web", "reading-1", "hearing-1", "text"} <= names
    with urllib.request.urlopen(running.url) as answer:
        assert answer.status == 200


def test_health_questions_of_containers_are_answered_by_living_parts_only(running: Running) -> None:
    wait_until(lambda: running.tool("alive", "worker").returncode == 0, 60)
    assert running.tool("alive", "web", "--url", running.url).returncode == 0
    assert running.tool("alive", "web", "--url", "http://127.0.0.1:1").returncode == 1


def test_objects_and_pages_share_one_origin_and_objects_need_a_signature(running: Running) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{running.url}/originals/whatever")
    assert refused.value.code == 403
    refused.value.close()


def test_second_up_on_the_same_data_is_refused_with_a_clear_sentence(running: Running) -> None:
    second = running.command("up", "--detach")
    assert second.returncode == 1
    assert "đang chạy rồi" in second.stderr
    assert "already running" in second.stderr
    assert "./kyuc down" in second.stderr
    assert running.status()["running"] is True, "the one that ran goes on"


def test_secrets_are_for_the_owner_only_and_never_printed(running: Running) -> None:
    holding = [
        path for path in (running.data / "run").iterdir() if path.is_file() and path.name != "supervisord.pid"
    ]
    assert {p.name: stat.S_IMODE(p.stat().st_mode) for p in holding if p.stat().st_mode & 0o077} == {}
    secrets = [
        running.endpoints()[name] for name in ("KYUC_S3_SECRET_KEY", "KYUC_QUEUE_PASSWORD", "KYUC_SECRET_KEY")
    ]
    assert all(len(secret) >= 24 for secret in secrets)
    shown = (
        running.output + running.command("status").stdout + running.command("doctor").stdout + running.logs()
    )
    shown += "".join(_environments_and_commands(running))
    assert [secret[:4] + "…" for secret in secrets if secret in shown] == []


def test_first_administrator_gets_a_link_that_opens(running: Running) -> None:
    link = next(line.strip() for line in running.output.splitlines() if "/lien-ket/" in line)
    with urllib.request.urlopen(link) as answer:
        assert answer.status == 200
        assert "password" in answer.read().decode()


def test_store_listens_on_loopback_only_and_refuses_strangers(running: Running) -> None:
    endpoint = running.endpoints()["KYUC_S3_ENDPOINT"]
    assert endpoint.startswith("127.0.0.1:")
    with pytest.raises(S3Error, match=r"SignatureDoesNotMatch|InvalidAccessKeyId"):
        Minio(endpoint, "archive", "guessed-secret-key", secure=False).list_buckets()


def test_killed_part_comes_back_and_status_says_why_it_ended(running: Running) -> None:
    before = running.part("valkey")
    os.kill(before["pid"], signal.SIGKILL)
    wait_until(lambda: _is_back(running, "valkey", before["pid"]), 20)
    after = running.part("valkey")
    assert after["restarts"] == 1
    assert "SIGKILL" in after["reason"]
    assert "SIGKILL" in running.command("status").stdout


def test_down_leaves_no_process_and_can_be_said_twice(tmp_path: Path) -> None:
    archive = Running(tmp_path / "data")
    archive.up()
    assert archive.processes(), "the search for processes finds them while they run"
    started = time.monotonic()
    assert archive.down().returncode == 0
    assert time.monotonic() - started < 12, "ten seconds for the archive, some for starting the command"
    assert archive.processes() == []
    assert archive.down().returncode == 0
    assert archive.command("status").returncode == 3


def test_port_that_is_taken_is_refused_by_name(running: Running, tmp_path: Path) -> None:
    other = Running(tmp_path / "other")
    refused = other.command("up", "--detach", "--port", str(running.port))
    assert refused.returncode == 1
    assert str(running.port) in refused.stderr
    assert "--port" in refused.stderr
    assert other.processes() == []


def test_unknown_argument_is_answered_in_both_languages(tmp_path: Path) -> None:
    answer = Running(tmp_path / "data").command("up", "--no-such-thing")
    assert answer.returncode == 2
    assert "Tham số không hợp lệ" in answer.stderr
    assert "--no-such-thing" in answer.stderr


def _is_back(running: Running, name: str, former: int) -> bool:
    part = running.part(name)
    return bool(part["up"] and part["pid"] != former)


def _environments_and_commands(running: Running) -> Iterator[str]:
    """What other users of the machine, or a crash report, could see of the processes."""
    for line in running.processes():
        folder = Path("/proc") / line.split(":")[0]
        readers: list[Callable[[], bytes]] = [(folder / name).read_bytes for name in ("environ", "cmdline")]
        for read in readers:
            try:
                yield read().decode(errors="replace")
            except OSError:
                continue

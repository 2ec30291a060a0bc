"""The supervisor itself is killed, or the person's terminal goes away: nothing is left running or lost."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest
from minio import Minio

from tests.integration.running import Running, environment
from tests.servers.ports import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def archive(tmp_path: Path) -> Running:
    return Running(tmp_path / "data")


def test_killed_supervisor_takes_everything_along_and_the_next_up_works(archive: Running) -> None:
    archive.up()
    supervisor = int((archive.data / "run" / "supervisord.pid").read_text())
    os.kill(supervisor, signal.SIGKILL)
    wait_until(lambda: archive.processes() == [], 15)
    archive.up()
    assert archive.status()["running"] is True
    archive.down()
    assert archive.processes() == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_up_in_a_terminal_ends_with_its_terminal(archive: Running, ending: signal.Signals) -> None:
    command = archive.words("up", "--port", str(archive.port))
    process = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "Ctrl-C" in line:
            break
    process.send_signal(ending)
    process.wait(15)
    wait_until(lambda: archive.processes() == [], 12)
    assert ending == signal.SIGKILL or process.returncode == 0
    process.stderr.close()


def test_objects_are_found_again_after_every_port_changed(archive: Running) -> None:
    archive.up()
    client = _client(archive)
    client.fput_object("derivatives", "kept", __file__)
    archive.down()
    lines = (archive.data / "run" / "endpoints.env").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("KYUC_PORT_")]
    (archive.data / "run" / "endpoints.env").write_text("\n".join(kept) + "\n", encoding="utf-8")
    archive.up()
    with _client(archive).get_object("derivatives", "kept") as answer:
        assert answer.read() == Path(__file__).read_bytes()
    client = _client(archive)
    client.fput_object("derivatives", "another", __file__)
    with client.get_object("derivatives", "another") as answer:
        assert answer.read() == Path(__file__).read_bytes()
    archive.down()


def test_full_port_range_or_broken_part_is_named_and_nothing_stays(archive: Running) -> None:
    archive.data.mkdir()
    (archive.data / "queue").write_text("a file where a folder should be")
    failed = archive.command("up", "--detach")
    assert failed.returncode != 0
    assert archive.processes() == []


def _client(archive: Running) -> Minio:
    known = archive.endpoints()
    return Minio(
        known["KYUC_S3_ENDPOINT"], known["KYUC_S3_ACCESS_KEY"], known["KYUC_S3_SECRET_KEY"], secure=False
    )

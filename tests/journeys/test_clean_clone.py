"""The README's two commands in an empty folder: a clone and `./kyuc up`. Then again without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.launch import CACHE, ROOT
from tests.integration.running import environment
from tests.servers.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What git knows of the project, uncommitted changes included, and nothing else."""
    folder = tmp_path / "kyuc"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    for name in filter(None, map(os.fsdecode, names)):
        source = ROOT / name
        if source.is_file() and not source.is_symlink():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    return folder


def test_clone_sets_itself_up_runs_and_starts_again_without_a_network(clone: Path, tmp_path: Path) -> None:
    settings = environment() | {"KYUC_DATA": str(tmp_path / "data"), "KYUC_WEIGHTS": str(CACHE / "weights")}
    settings.pop("PYTHONPATH")
    port = str(free_port())

    def kyuc(*words: str, alone: bool = False) -> subprocess.CompletedProcess[str]:
        command = ["./kyuc", *words]
        if alone:
            command = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *command]
        return subprocess.run(
            command,
            cwd=clone,
            env=settings,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    first = kyuc("up", "--detach", "--port", port)
    assert first.returncode == 0, first.stderr
    assert "/lien-ket/" in first.stderr
    parts = json.loads(kyuc("status", "--json").stdout)["parts"]
    assert [part["name"] for part in parts if not part["up"]] == []
    assert kyuc("down").returncode == 0
    cut_off = os.geteuid() == 0 and shutil.which("ip") is not None
    second = kyuc("up", "--detach", "--port", port, alone=cut_off)
    assert second.returncode == 0, second.stderr
    assert "→" not in second.stderr, "the second start has nothing left to set up"
    assert kyuc("down").returncode == 0

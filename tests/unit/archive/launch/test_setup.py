"""Set-up: what is pinned stays pinned, what was done is not done again."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from archive.launch import ROOT, environment, stamps, system
from archive.launch.progress import SetupError, run_step

LOCKS = [environment.RUNTIME, environment.DEVELOPMENT, environment.NODE]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_files_pin_with_hashes_and_name_no_registry(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert blocks
    assert [b.split()[0] for b in blocks if "==" not in b or "--hash=sha256:" not in b] == []


def test_locks_hold_everything_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    dev = project["dependency-groups"]["dev"]
    runtime = project["project"]["dependencies"]
    hint = "run ./kyuc lock"
    assert set(map(_name, runtime)) <= _pinned(environment.RUNTIME).keys(), hint
    assert set(map(_name, runtime + dev)) <= _pinned(environment.DEVELOPMENT).keys(), hint


def test_tests_run_on_the_versions_that_people_get() -> None:
    runtime, development = _pinned(environment.RUNTIME), _pinned(environment.DEVELOPMENT)
    assert {n: v for n, v in runtime.items() if development.get(n) != v} == {}, "run ./kyuc lock"
    assert {"pytest", "mypy", "ruff"}.isdisjoint(runtime), "tools of developers stay out of the archive"


def test_uv_is_installed_at_the_locked_version_and_hash() -> None:
    block = environment.uv_block(environment.RUNTIME.read_text(encoding="utf-8"))
    assert re.match(r"uv==\d+\.\d+\.\d+ \\\n", block)
    assert block.count("\nuv") == 0
    assert "--hash=sha256:" in block
    assert all(line.startswith("    --hash=") for line in block.splitlines()[1:])


def test_fingerprint_sees_content_name_and_order_free() -> None:
    one, two = environment.RUNTIME, environment.NODE
    assert stamps.fingerprint([one, two]) == stamps.fingerprint([two, one])
    assert stamps.fingerprint([one]) != stamps.fingerprint([two])
    assert stamps.fingerprint([one], "3.11") != stamps.fingerprint([one], "3.12")


def test_packages_for_tests_are_not_asked_of_a_person_who_only_uses_it(tmp_path: Path) -> None:
    listing = tmp_path / "apt.txt"
    listing.write_text("# note\nffmpeg # sound\nold | new\ntest chromium\nslow maven\n\n")
    archive = [("ffmpeg",), ("old", "new")]
    assert system.wanted(system.ARCHIVE, listing) == archive
    assert system.wanted(system.TESTS, listing) == [*archive, ("chromium",)]
    assert system.wanted(system.SLOW_TESTS, listing) == [*archive, ("chromium",), ("maven",)]


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="asks Debian's package manager")
def test_only_packages_that_are_not_there_are_asked_for(tmp_path: Path) -> None:
    listing = tmp_path / "apt.txt"
    listing.write_text("dpkg\nno-such-package-kyuc\nno-such-either | dpkg\nno-such-here\n")
    assert system.missing(file=listing) == ["no-such-package-kyuc", "no-such-here"]


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("sudo") is not None, reason="becomes a plain user")
def test_plain_user_is_given_the_one_line_to_type() -> None:
    """Run as nobody, with the system's Python: that user may not enter the developer's folders."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from launch import system; system.install(['x'])"
    command = [
        "setpriv",
        "--reuid",
        "65534",
        "--regid",
        "65534",
        "--clear-groups",
        "/usr/bin/python3",
        "-c",
        code,
    ]
    answer = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if "No module named 'launch'" in answer.stderr:
        pytest.skip("the project lies in a folder that other users may not enter")
    assert answer.returncode != 0
    assert "SetupError" in answer.stderr


def test_install_line_is_one_line_that_can_be_pasted() -> None:
    line = system.install_line(["ffmpeg", "espeak-ng"])
    assert "\n" not in line
    assert line.endswith("ffmpeg espeak-ng")
    assert "apt-get update" in line


def test_failed_step_shows_what_the_program_said() -> None:
    with pytest.raises(SetupError) as caught:
        run_step("Thử", "Trying", ["sh", "-c", "echo the disk is full; exit 3"])
    assert "the disk is full" in caught.value.vi
    assert "status 3" in caught.value.en


def test_step_that_cannot_start_is_ours_too() -> None:
    with pytest.raises(SetupError):
        run_step("Thử", "Trying", ["no-such-program-anywhere"])


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9_.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found.group(0)).lower()


def _pinned(lock: Path) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9][a-z0-9_.-]*)==([^ ;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    )

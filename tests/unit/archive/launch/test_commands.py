"""The table of commands is made from files alone, so a person sees every command, working or not."""

import subprocess
from pathlib import Path

import pytest

from archive.launch import ROOT
from archive.launch.commands import discover, resolve
from archive.launch.main import main, overview


@pytest.fixture
def project(tmp_path: Path) -> Path:
    cli = tmp_path / "archive" / "cli"
    cli.mkdir(parents=True)
    (cli / "__init__.py").write_text("")
    (cli / "import_.py").write_text(
        '"""Nhập / import.\n\nMore."""\nimport nothing_of_the_kind\ndef main(): ...\n'
    )
    (cli / "helper.py").write_text('"""Not a command."""\nVALUE = 1\n')
    (cli / "rebuild_index.py").write_text('"""Dựng lại chỉ mục / rebuild the index."""\ndef main(): ...\n')
    workers = tmp_path / "workers" / "cli"
    workers.mkdir(parents=True)
    (workers / "bench_ocr.py").write_text('"""Đo OCR / measure OCR."""\ndef main(): ...\n')
    (workers / "torn.py").write_text("def (")
    return tmp_path


def test_files_become_commands_as_they_are_typed(project: Path) -> None:
    commands = {" ".join(c.words): c.module for c in discover(project)}
    assert commands == {
        "import": "archive.cli.import_",
        "rebuild-index": "archive.cli.rebuild_index",
        "bench ocr": "workers.cli.bench_ocr",
        "torn": "workers.cli.torn",
    }


def test_help_lists_commands_whose_modules_cannot_be_imported(project: Path) -> None:
    text = overview(discover(project))
    assert "Nhập / import." in text
    assert "torn" in text


def test_longest_command_wins_and_the_rest_is_its_arguments(project: Path) -> None:
    found = resolve(["bench", "ocr", "--pages", "3"], discover(project))
    assert found is not None
    assert (found[0].module, found[1]) == ("workers.cli.bench_ocr", ["--pages", "3"])
    assert resolve(["bench"], discover(project)) is None


def test_every_command_of_the_project_says_what_it_does_in_both_languages() -> None:
    silent = [c.module for c in discover(ROOT) if "/" not in c.help]
    assert silent == [], "first docstring line: 'tiếng Việt / English'"


def test_unknown_command_is_refused_with_the_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-thing"]) == 2
    assert "./kyuc --help" in capsys.readouterr().err


def test_files_of_the_folder_one_stands_in_are_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "archive.py").write_text("raise SystemExit('a stranger')")
    answer = subprocess.run(
        [ROOT / "kyuc", "down", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert "--data" in answer.stdout

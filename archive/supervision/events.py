"""Why a program ended: read from supervisord's log and the program's own last words."""

from __future__ import annotations

import os
import re
import signal
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from archive.supervision.folders import Folders

TAIL_BYTES = 200_000

_ENDED = re.compile(
    r"^(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d+ \w+ "
    r"exited: (?P<name>\S+) \((?P<how>.*); (?:not )?expected\)$"
)
_WRONG = re.compile(
    r"error|exception|fatal|panic|cannot|can't|denied|no space|refused|in use|killed|not found", re.IGNORECASE
)


@dataclass(frozen=True)
class Ending:
    """The newest end of a program that nobody asked for: when (local time), how, last words, how often."""

    when: str
    how: str
    last_words: str
    times: int

    @property
    def vi(self) -> str:
        return f"{self.when}: {_in_vietnamese(self.how)}" + (
            f" ({self.last_words})" if self.last_words else ""
        )


def endings(folders: Folders) -> dict[str, Ending]:
    """By program, since this supervisord started; empty where nothing ended on its own."""
    lines = _since_start(_tail(folders.logs / "supervisord.log").splitlines())
    found = [match for line in lines if (match := _ENDED.match(line))]
    times = Counter(match["name"] for match in found)
    return {
        match["name"]: Ending(
            match["when"], match["how"], last_words(folders, match["name"]), times[match["name"]]
        )
        for match in found
    }


def last_words(folders: Folders, name: str) -> str:
    """The newest line in its log that tells of something wrong, shortened; empty where none does.

    Not simply the last line: by the time somebody asks, the program often runs again and writes on.
    """
    lines = [line.strip() for line in _tail(folders.logs / f"{name}.log", 8000).splitlines()]
    return next((line[:200] for line in reversed(lines) if _WRONG.search(line)), "")


def _since_start(lines: list[str]) -> list[str]:
    started = [at for at, line in enumerate(lines) if "supervisord started with pid" in line]
    return lines[started[-1] :] if started else lines


def _tail(path: Path, size: int = TAIL_BYTES) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - size))
            return file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def _in_vietnamese(how: str) -> str:
    if found := re.search(r"terminated by (SIG\w+)", how):
        meaning = {
            signal.SIGKILL.name: "bị giết, có thể do hết bộ nhớ",
            signal.SIGSEGV.name: "hỏng khi đang chạy",
        }.get(found[1], "bị dừng")
        return f"{meaning} ({found[1]})"
    if found := re.search(r"exit status (\d+)", how):
        return f"tự thoát với mã {found[1]}"
    return how

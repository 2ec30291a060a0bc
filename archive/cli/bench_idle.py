"""Đo bộ nhớ khi kho chạy không / memory of an idle archive: all servers and workers, no model loaded.

Starts an archive of its own in an empty folder and ends it again. One JSON object: `pss_mb` counts shared
memory once (proportional set size, /proc/PID/smaps_rollup); the limit is 700 MB.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from archive.supervision import processes
from archive.supervision.control import Supervisor
from archive.supervision.folders import Folders
from archive.supervision.machine import data_folders, lock_of
from archive.supervision.words import Parser, complain, say
from schemas.errors import KyucError

LIMIT_MB = 700
SETTLE_SECONDS = 20


def main(argv: Sequence[str]) -> int:
    """0 if the whole stays under the limit."""
    parser = Parser(prog="./kyuc bench idle", description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=SETTLE_SECONDS, help="chờ trước khi đo / wait before"
    )
    seconds: float = parser.parse_args(argv).seconds
    with tempfile.TemporaryDirectory(prefix="kyuc-idle-") as folder:
        folders = data_folders(folder)
        command = [sys.executable, "-m", "archive.cli.up", "--data", folder, "--detach"]
        started = subprocess.run(command, capture_output=True, text=True, check=False)
        if started.returncode:
            say(f"✗ {started.stderr.strip()}", "The archive did not start.")
            return 1
        try:
            time.sleep(seconds)
            figures = _measure(folders)
        except KyucError as error:
            return complain(error)
        finally:
            subprocess.run([sys.executable, "-m", "archive.cli.down", "--data", folder], check=False)
    total = round(sum(figures.values()), 1)
    line = {"pss_mb": total, "limit_mb": LIMIT_MB, "ratio": round(total / LIMIT_MB, 3), "parts_mb": figures}
    print(json.dumps(line, ensure_ascii=False))
    return int(total > LIMIT_MB)


def _measure(folders: Folders) -> dict[str, float]:
    parts = {
        state.name: _megabytes(processes.descendants(state.process))
        for state in Supervisor(folders).processes()
    }
    supervisor = int(lock_of(folders).facts()["pid"])
    parts["supervisord"] = round(processes.memory(supervisor) / 1e6, 1)
    return parts


def _megabytes(ids: Sequence[int]) -> float:
    return round(sum(map(processes.memory, ids)) / 1e6, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

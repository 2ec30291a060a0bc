"""Ports and secrets of the servers on this machine: chosen once, kept, given to all through one file."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.supervision.folders import Folders, write_private
from schemas.errors import KyucError

INTERNAL = (
    "s3", "s3_grpc", "master", "master_grpc", "volume", "volume_grpc",
    "filer", "filer_grpc", "admin", "queue",
)  # fmt: skip
"""Names of the loopback ports that only the archive's own parts use."""

ADMIN_STEP = 10000
"""SeaweedFS looks for its own maintenance at the admin port plus this, whatever it is told."""

FIRST_PORT, LAST_PORT = 21000, 31999
"""Below Linux's ephemeral ports (32768 and up), so that no outgoing connection takes them in between."""


class PortTaken(KyucError):
    """The port that was asked for is in use by another program."""

    code = "port_taken"


@dataclass(frozen=True)
class Endpoints:
    """`ports` by name of INTERNAL; the secrets never leave the file and the servers' own configuration."""

    ports: Mapping[str, int]
    s3_access_key: str
    s3_secret_key: str
    queue_password: str
    secret_key: str


def settle(folders: Folders) -> Endpoints:
    """What stood in the file, as far as its ports are still free; the rest is chosen anew."""
    known = read(folders)
    ports: dict[str, int] = {}
    for name in INTERNAL:
        kept = int(known.get(f"KYUC_PORT_{name.upper()}", "0"))
        usable = kept and all(map(is_free, _with_hidden(name, kept)))
        ports[name] = kept if usable else _new_port(name, ports.values())
    return Endpoints(
        ports,
        known.get("KYUC_S3_ACCESS_KEY") or secrets.token_hex(10),
        known.get("KYUC_S3_SECRET_KEY") or secrets.token_urlsafe(32),
        known.get("KYUC_QUEUE_PASSWORD") or secrets.token_urlsafe(24),
        known.get("KYUC_SECRET_KEY") or secrets.token_urlsafe(48),
    )


def read(folders: Folders) -> dict[str, str]:
    if not folders.endpoints.is_file():
        return {}
    lines = folders.endpoints.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def write(folders: Folders, endpoints: Endpoints, public_url: str) -> None:
    """The file that archive.settings reads; mode 0600."""
    password, queue = endpoints.queue_password, endpoints.ports["queue"]
    lines = [
        "# Written by kyuc up. Secrets: keep this file to yourself.",
        f"KYUC_S3_ENDPOINT=127.0.0.1:{endpoints.ports['s3']}",
        f"KYUC_S3_ACCESS_KEY={endpoints.s3_access_key}",
        f"KYUC_S3_SECRET_KEY={endpoints.s3_secret_key}",
        f"KYUC_REDIS_URL=redis://:{password}@127.0.0.1:{queue}/0",
        f"KYUC_QUEUE_PASSWORD={password}",
        f"KYUC_SECRET_KEY={endpoints.secret_key}",
        f"KYUC_PUBLIC_URL={public_url}",
        *(f"KYUC_PORT_{name.upper()}={port}" for name, port in endpoints.ports.items()),
    ]
    write_private(folders.endpoints, "\n".join(lines) + "\n")


def public_port(host: str, asked: int | None, usual: int) -> int:
    """The port people use: the one asked for or PortTaken; else the usual one or the next free above it."""
    if asked is not None:
        if not is_free(asked, host):
            raise PortTaken(
                f"port {asked} is taken",
                vi=f"Cổng {asked} đang có chương trình khác dùng. Hãy chọn cổng khác bằng --port.",
                en=f"Port {asked} is in use by another program. Choose another with --port.",
            )
        return asked
    return next(port for port in range(usual, usual + 1000) if is_free(port, host))


def free_port(taken: Iterable[int] = (), last: int = LAST_PORT) -> int:
    """A loopback port nobody listens on, and not one of `taken`."""
    avoid = set(taken)
    while True:
        port = FIRST_PORT + secrets.randbelow(last - FIRST_PORT)
        if port not in avoid and is_free(port):
            return port


def _new_port(name: str, taken: Iterable[int]) -> int:
    while True:
        port = free_port(taken, LAST_PORT - ADMIN_STEP if name == "admin" else LAST_PORT)
        if all(map(is_free, _with_hidden(name, port))):
            return port


def _with_hidden(name: str, port: int) -> tuple[int, ...]:
    return (port, port + ADMIN_STEP) if name == "admin" else (port,)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True

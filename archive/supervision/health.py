"""Does a server answer? Asked over the wire, without any client library, so that asking stays cheap."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from schemas.errors import Unavailable

TRY_SECONDS = 5.0


class NotReady(Unavailable):
    """A server did not answer in time."""

    code = "not_ready"


def store_answers(endpoint: str) -> bool:
    """The S3 gateway speaks HTTP; without a signature it must refuse, which is answer enough."""
    return _http_status(http.client.HTTPConnection(endpoint, timeout=TRY_SECONDS), "/") in {200, 403}


def queue_answers(url: str) -> bool:
    """Signs in and pings, in Valkey's own protocol."""
    return "PONG" in _conversation(url, "PING\r\n")


def worker_registered(url: str, host: str) -> bool:
    """Whether RQ knows a living worker whose name holds this host's name."""
    return host in _conversation(url, "SMEMBERS rq:workers\r\nPING\r\n")


def _conversation(url: str, words: str) -> str:
    """What Valkey answers to commands that end with PING; empty where it does not answer, or refuses."""
    parts = urlsplit(url)
    signing_in = f"AUTH {parts.password}\r\n" if parts.password else ""
    answer = b""
    try:
        address = (parts.hostname or "127.0.0.1", parts.port or 6379)
        with socket.create_connection(address, TRY_SECONDS) as line:
            line.sendall((signing_in + words).encode())
            while b"PONG" not in answer:
                received = line.recv(4096)
                answer += received
                if not received or any(word in answer for word in (b"-ERR", b"-LOADING", b"-NOAUTH")):
                    return ""
    except OSError:
        return ""
    return answer.decode("utf-8", "replace")


def runs_here(module: str) -> bool:
    """Whether a process of this machine (or container) runs that module."""
    mark = f"-m\0{module}\0".encode()
    return any(mark in _command_line(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _command_line(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


def web_answers(path: Path) -> bool:
    """The web server on its unix socket gives any answer below 500."""
    status = _http_status(_UnixConnection(path), "/healthz")
    return status is not None and status < 500


def front_answers(url: str) -> bool:
    """The way people come: through Caddy to the pages. Its own authority is not checked here."""
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port
    if parts.scheme == "https":
        trusting = ssl._create_unverified_context()
        secure = http.client.HTTPSConnection(host, port, timeout=TRY_SECONDS, context=trusting)
        status = _http_status(secure, "/healthz")
    else:
        status = _http_status(http.client.HTTPConnection(host, port, timeout=TRY_SECONDS), "/healthz")
    return status is not None and status < 500


def wait(what: str, answers: Callable[[], bool], seconds: float, given_up: Callable[[], str | None]) -> None:
    """Until it answers; raises NotReady after `seconds`, or sooner with the reason `given_up` knows."""
    deadline = time.monotonic() + seconds
    while not answers():
        reason = given_up()
        if reason or time.monotonic() > deadline:
            said = f": {reason}" if reason else ""
            raise NotReady(
                f"{what} {reason}",
                vi=f"{what} không chạy lên được{said}. Xem thư mục logs, hoặc gõ ./kyuc doctor.",
                en=f"{what} does not come up{said}. See the logs folder, or type ./kyuc doctor.",
            )
        time.sleep(0.1)


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=TRY_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(TRY_SECONDS)
        self.sock.connect(str(self._path))


def _http_status(connection: http.client.HTTPConnection, path: str) -> int | None:
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()

"""A bad line between a phone and the archive: slow, cut after some bytes, every third request lost.

Counts what really passed: a fault that nobody pays for proves nothing.
"""

from __future__ import annotations

import random
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import BinaryIO, cast

_PIECE = 8 << 10
_OF_THE_CONNECTION = {"transfer-encoding", "keep-alive", "content-length"}
_PART = re.compile(r"/api/sendings/([^/]+)/parts/")


class _CutError(Exception):
    """This connection ends here."""


class FaultyLine:
    """`port` leads to `to`. Faults begin when `bad` is set; the seed makes them the same each time."""

    def __init__(self, to: int, *, drop: float = 0.3, cut_after: int = 5 << 20, rate: int = 0) -> None:
        self.to, self.drop, self.cut_after, self.rate = to, drop, cut_after, rate
        self.bad = False
        self.fates: Counter[str] = Counter()
        self.body: Counter[str] = Counter()
        """Bytes of parts that left the phone, by sending."""
        self._chance = random.Random(30)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]

    def serve(self) -> None:
        while True:
            try:
                phone, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(phone,), daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _talk(self, phone: socket.socket) -> None:
        """Request after request of one connection."""
        passed = 0
        with phone, suppress(_CutError, OSError, HTTPException):
            incoming = cast(BinaryIO, phone.makefile("rb"))
            while head := incoming.readline():
                method, path, _ = head.decode("latin-1").split(" ", 2)
                headers = dict(self._headers(incoming))
                passed += self._request(phone, incoming, method, path, headers, passed)

    @staticmethod
    def _headers(incoming: BinaryIO) -> Iterator[tuple[str, str]]:
        while line := incoming.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            yield name.strip().lower(), value.strip()

    def _request(
        self,
        phone: socket.socket,
        incoming: BinaryIO,
        method: str,
        path: str,
        headers: dict[str, str],
        passed: int,
    ) -> int:
        """Bytes that passed. Raises _CutError where this request meets a fault."""
        size = int(headers.get("content-length", "0"))
        fate = self._fate()
        self.fates[fate] += 1
        if fate == "unheard":
            raise _CutError
        room = self.cut_after - passed if self.bad else size
        ends_at = min(size, room, int(size * self._chance.random()) if fate == "midway" else size)
        archive = self._ask(method, path, headers)
        try:
            self._pass_on(incoming, archive, path, ends_at)
            if ends_at < size or fate == "midway":
                raise _CutError
            answer = archive.getresponse()
            body = answer.read()
        finally:
            archive.close()
        if fate == "unanswered":
            raise _CutError
        self._answer(phone, answer, body, method)
        if answer.getheader("Connection", "").lower() == "close":
            raise _CutError
        return size + len(body)

    def _ask(self, method: str, path: str, headers: dict[str, str]) -> HTTPConnection:
        """The same request on a connection of its own, up to its body."""
        archive = HTTPConnection("127.0.0.1", self.to, timeout=60)
        archive.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if name not in _OF_THE_CONNECTION or name == "content-length":
                archive.putheader(name, value)
        archive.endheaders()
        return archive

    def _fate(self) -> str:
        if not self.bad or self._chance.random() >= self.drop:
            return "well"
        return self._chance.choice(("unheard", "midway", "unanswered"))

    def _pass_on(self, incoming: BinaryIO, archive: HTTPConnection, path: str, size: int) -> None:
        part = _PART.match(path)
        while size:
            piece = incoming.read(min(size, _PIECE))
            if not piece:
                raise _CutError
            if part:
                self.body[part[1]] += len(piece)
            archive.send(piece)
            size -= len(piece)
            if self.rate and self.bad:
                time.sleep(len(piece) / self.rate)

    @staticmethod
    def _answer(phone: socket.socket, answer: HTTPResponse, body: bytes, method: str) -> None:
        lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        kept = [
            (name, value) for name, value in answer.getheaders() if name.lower() not in _OF_THE_CONNECTION
        ]
        lines += [f"{name}: {value}" for name, value in kept]
        if method != "HEAD" and answer.status not in (204, 304):
            lines.append(f"Content-Length: {len(body)}")
        phone.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)


@contextmanager
def faulty_line(to: int, *, rate: int = 0) -> Iterator[FaultyLine]:
    line = FaultyLine(to, rate=rate)
    threading.Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.close()

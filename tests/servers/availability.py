"""What to do where a server or a browser cannot be had: skip with the reason, but fail under CI."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import NoReturn, Protocol, TypeVar

import pytest

FILES = "KYUC_TEST_SERVERS"
"""Folder in which built or fetched servers are kept; default `.cache/servers` beside the code."""


class ServerMissing(Exception):
    """The server cannot be had on this machine; says why."""


def cannot_be_had(reason: object) -> NoReturn:
    """Ends the test: skipped on a developer's machine, failed under CI."""
    if os.environ.get("CI"):
        pytest.fail(f"under CI every server and browser must be there: {reason}", pytrace=False)
    pytest.skip(str(reason))


class Server(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


S = TypeVar("S", bound=Server)


def started_or_skipped(make: Callable[[], S]) -> Iterator[S]:
    """For a fixture to `yield from`: the server, started, and stopped at the end."""
    try:
        server = make()
        server.start()
    except ServerMissing as error:
        cannot_be_had(error)
    yield server
    server.stop()

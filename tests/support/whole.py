"""The whole archive as people start it: every server and worker of `kyuc up`, on a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.ports import free_port


@dataclass(frozen=True)
class Whole:
    origin: str
    link: str
    """The first administrator's one-time link."""
    data: Path


@contextmanager
def running(data: Path, environment: Mapping[str, str] | None = None) -> Iterator[Whole]:
    """`up --detach` … `down`, as a person types them."""
    port = free_port()
    surroundings = {**os.environ, **(environment or {}), "KYUC_DATA": str(data)}
    command = [sys.executable, "-m", "archive.cli.up", "--data", str(data), "--port", str(port), "--detach"]
    started = subprocess.run(
        command, env=surroundings, capture_output=True, text=True, timeout=180, check=False
    )
    said = started.stdout + started.stderr
    try:
        assert started.returncode == 0, said
        link = next(word for word in said.split() if "/lien-ket/" in word)
        origin = link.partition("/lien-ket/")[0]
        yield Whole(origin, link, data)
    finally:
        stop = [sys.executable, "-m", "archive.cli.down", "--data", str(data)]
        subprocess.run(stop, env=surroundings, capture_output=True, timeout=60, check=False)

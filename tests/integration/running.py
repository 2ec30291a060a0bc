"""An archive started as people start it, for tests of the launcher; by the command, not by its functions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.launch import ROOT
from tests.servers.ports import free_port

SECONDS = 120


class Running:
    """The archive of one data folder on a free port."""

    def __init__(self, data: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.settings = dict(settings or {})
        self.port = free_port()
        self.output = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return environment() | self.settings | {"KYUC_DATA": str(self.data)}

    def tool(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command that finds the archive by KYUC_DATA."""
        words = [sys.executable, "-m", f"archive.cli.{name}", *arguments]
        return subprocess.run(
            words, env=self.environment(), capture_output=True, text=True,
            timeout=SECONDS, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    def command(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of `kyuc` on this data folder."""
        return subprocess.run(
            self.words(name, *arguments),
            env=self.environment(), capture_output=True, text=True,
            timeout=SECONDS, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    def words(self, name: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", f"archive.cli.{name}", "--data", str(self.data), *arguments]

    def up(self, *arguments: str) -> None:
        done = self.command("up", "--detach", "--port", str(self.port), *arguments)
        self.output = done.stdout + done.stderr
        assert done.returncode == 0, self.output + self.logs()

    def down(self) -> subprocess.CompletedProcess[str]:
        return self.command("down")

    def status(self) -> dict[str, Any]:
        return dict(json.loads(self.command("status", "--json").stdout))

    def part(self, name: str) -> dict[str, Any]:
        return next(part for part in self.status()["parts"] if part["name"] == name)

    def endpoints(self) -> dict[str, str]:
        lines = (self.data / "run" / "endpoints.env").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if not line.startswith("#"))

    def logs(self) -> str:
        files = sorted((self.data / "logs").glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text(errors='replace')[-1500:]}" for file in files)

    def processes(self) -> list[str]:
        """Command lines of every process that belongs to this data folder, by whatever trace of it."""
        mark = os.fsencode(self.data)
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                traces = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if mark in traces:
                found.append(f"{entry.name}: {command}")
        return found


def environment() -> dict[str, str]:
    """This environment without settings that would lead elsewhere."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("KYUC_")}
    return dict(plain, PYTHONPATH=str(ROOT))

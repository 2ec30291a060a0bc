"""Starts and ends the archive of one machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.settings import Settings, load
from archive.supervision import endpoints, health, processes
from archive.supervision.configuration import write_all
from archive.supervision.control import Supervisor
from archive.supervision.events import endings
from archive.supervision.folders import Folders
from archive.supervision.front import Front, describe
from archive.supervision.programs import SERVERS, Program, common_environment, programs
from archive.supervision.runlock import RunLock
from schemas.errors import KyucError

SERVER_SECONDS, WEB_SECONDS, END_SECONDS = 60.0, 60.0, 10.0
HTTP_PORT, HTTPS_PORT = 8080, 8443

PAGES = ["web", "caddy"]
"""Started before the workers, which would take the processor from them just when a person waits."""

Report = Callable[[str, str], None]
"""Told each step, in Vietnamese and English."""


class StartFailed(KyucError):
    """A step of the start did not succeed; what was started has been ended again."""

    code = "start_failed"


@dataclass(frozen=True)
class Wishes:
    """What was asked on the command line. `lan`: HTTPS for the phones of the local network."""

    host: str | None = None
    port: int | None = None
    lan: bool = False
    outlive: bool = False


def lock_of(folders: Folders) -> RunLock:
    return RunLock(folders.run / "lock")


class Machine:
    """The archive on this machine, between `start` and `end`."""

    def __init__(self, folders: Folders, report: Report) -> None:
        self._folders = folders
        self._report = report
        self._supervisor = Supervisor(folders)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, wishes: Wishes) -> Front:
        """Everything up and answering. Raises AlreadyRunning, PortTaken, NotReady, StartFailed."""
        front, settings, chosen = self._begin(wishes)
        try:
            self._bring_up(front, settings, chosen)
        except BaseException:
            self.end()
            raise
        return front

    def start_servers(self) -> Settings:
        """Only the servers, without pages and workers, to fill an empty archive. Raises as `start`."""
        _, settings, chosen = self._begin(Wishes())
        try:
            self._start_servers(settings, chosen)
        except BaseException:
            self.end()
            raise
        return settings

    def _begin(self, wishes: Wishes) -> tuple[Front, Settings, list[Program]]:
        """Configured, and supervisord launched with nothing started yet."""
        self._folders.make()
        lock = lock_of(self._folders)
        with lock.take() as held:
            processes.end_strays(self._folders)
            front, settings, chosen = self._configure(wishes)
            self._process = self._launch(held.fileno(), outlive=wishes.outlive)
            lock.note(held, pid=self._process.pid, url=front.public_url)
        return front, settings, chosen

    def end(self) -> None:
        """Ask supervisord to end all in order; whatever is left after ten seconds is killed."""
        if self._process is not None:
            end(self._folders)
            self._process.wait()

    def wait(self) -> int:
        """Until supervisord ends; its exit status."""
        return self._process.wait() if self._process is not None else 0

    def _configure(self, wishes: Wishes) -> tuple[Front, Settings, list[Program]]:
        bind = wishes.host or ("0.0.0.0" if wishes.lan else "127.0.0.1")
        usual = HTTPS_PORT if wishes.lan else HTTP_PORT
        port = endpoints.public_port(bind, wishes.port, usual)
        if port != (wishes.port or usual):
            self._report(f"Cổng {usual} đang bận, dùng cổng {port}", f"Port {usual} is taken, using {port}")
        front = describe(bind, port, wishes.lan, os.environ.get("KYUC_PUBLIC_URL", ""))
        chosen_endpoints = endpoints.settle(self._folders)
        endpoints.write(self._folders, chosen_endpoints, front.public_url)
        settings = load(self._folders.environment())
        chosen = programs(settings, self._folders, chosen_endpoints)
        write_all(self._folders, chosen_endpoints, front, chosen, settings.s3_endpoint)
        return front, settings, chosen

    def _launch(self, lock: int, *, outlive: bool) -> subprocess.Popen[bytes]:
        """supervisord in a session of its own, holding the lock; ends with us unless told to outlive us."""
        configuration = self._folders.run / "supervisord.conf"
        command = [sys.executable, "-m", "archive.supervision.supervised", "-n", "-c", str(configuration)]
        with_us = [] if outlive else ["setpriv", "--pdeathsig", "TERM", "--"]
        with (self._folders.logs / "supervisord.out").open("wb") as output:
            return subprocess.Popen(
                [*with_us, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=[lock],
                start_new_session=True,
                cwd=self._folders.data,
                env=self._folders.environment(**common_environment(self._folders)),
            )

    def _bring_up(self, front: Front, settings: Settings, chosen: Sequence[Program]) -> None:
        servers = self._start_servers(settings, chosen)
        self._report("Chuẩn bị cơ sở dữ liệu", "Preparing the records")
        self._run_module("archive.cli.prepare")
        self._report("Khởi động trang web", "Starting the pages")
        self._supervisor.start(PAGES)
        self._wait("web", lambda: health.web_answers(self._folders.socket("web")))
        self._wait("caddy", lambda: health.front_answers(_local(front)))
        self._report("Khởi động các máy đọc, nghe", "Starting the workers")
        rest = [program.name for program in chosen if program.name not in servers + PAGES]
        self._supervisor.start(rest)

    def _start_servers(self, settings: Settings, chosen: Sequence[Program]) -> list[str]:
        servers = [program.name for program in chosen if program.group == SERVERS]
        health.wait("supervisord", self._supervisor.answers, SERVER_SECONDS, self._supervisor_ended)
        self._report("Khởi động kho tệp và hàng đợi", "Starting the object store and the queue")
        self._supervisor.start(servers)
        store, queue = settings.s3_endpoint, str(settings.redis_url)
        self._wait("seaweedfs", lambda: health.store_answers(store))
        self._wait("valkey", lambda: health.queue_answers(queue))
        return servers

    def _wait(self, name: str, answers: Callable[[], bool]) -> None:
        def given_up() -> str | None:
            ended = endings(self._folders).get(name)
            failing = ended is not None and ended.times >= 3
            return ended.vi if ended and failing else self._supervisor_ended()

        health.wait(name, answers, SERVER_SECONDS, given_up)

    def _supervisor_ended(self) -> str | None:
        if self._process is None or self._process.poll() is None:
            return None
        words = (self._folders.logs / "supervisord.out").read_text(encoding="utf-8", errors="replace")
        return f"supervisord: {words.strip()[-300:]}"

    def _run_module(self, module: str) -> None:
        command = [sys.executable, "-m", module]
        environment = self._folders.environment()
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
            said = []
            for line in running.stderr or ():
                said.append(line.rstrip())
                print(line, end="", file=sys.stderr, flush=True)
        if running.returncode:
            last = "\n".join(said[-6:])
            raise StartFailed(
                module,
                vi=f"Không chuẩn bị được dữ liệu:\n{last}",
                en="The records could not be prepared; the reason stands above.",
            )


def end(folders: Folders) -> bool:
    """End the archive of this data folder, from any process; False where none runs."""
    lock = lock_of(folders)
    if not lock.is_held():
        processes.end_strays(folders)
        return False
    if supervisor := lock.facts().get("pid"):
        _signal(int(supervisor), signal.SIGTERM)
    deadline = time.monotonic() + END_SECONDS - 1
    while lock.is_held() and time.monotonic() < deadline:
        time.sleep(0.05)
    if lock.is_held() and supervisor:
        _signal(int(supervisor), signal.SIGKILL)
    processes.end_strays(folders)
    return True


def _signal(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def _local(front: Front) -> str:
    """An address of the front that this machine itself can reach."""
    host = "127.0.0.1" if front.bind in {"0.0.0.0", "::"} else front.names[0]
    return f"{front.scheme}://{host}:{front.port}"


def data_folders(data: str | Path | None, settings: Settings | None = None) -> Folders:
    """The folders of `--data`, or of KYUC_DATA."""
    chosen = Path(data).absolute() if data else (settings or load()).data
    return Folders(chosen)

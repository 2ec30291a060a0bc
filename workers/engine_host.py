"""A child process that keeps the engines loaded and serves one task after another.

RQ forks for each job, and every job would load its models again. Here the worker stays small and hands tasks
to one long-lived child. A task that is silent too long, takes too much memory or crashes ends only the child,
with everything the child started; the next task gets a new one. A child whose worker was killed ends itself.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

from archive import logs
from archive.audit.actor import acts, worker_on
from archive.bootstrap import open_archive
from archive.settings import Settings
from schemas.errors import EngineFailed, EngineOutOfMemory, EngineTimeout, KyucError
from schemas.processing import Stage, StageState
from workers.stages.workplace import StageModule, StageResult, Workplace

log = logging.getLogger(__name__)

_TICK_SECONDS = 0.5
_START_SECONDS = 120
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Limits:
    """`silence`: seconds without a sign of progress. `memory`: bytes of the child with all it started."""

    silence: float
    memory: int


class EngineHost:
    """One child at a time, started when the first task comes, with the modules of all its stages."""

    def __init__(self, settings: Settings, handlers: Mapping[Stage, str]) -> None:
        self._settings = settings
        self._handlers = dict(handlers)
        self._child: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._folder: Path | None = None

    def can(self, stage: Stage) -> bool:
        return stage in self._handlers

    def run(
        self,
        states: Sequence[StageState],
        limits: Limits,
        tick: Callable[[float | None], None],
    ) -> Sequence[StageResult]:
        """The results of one task (states of one stage), in their order.

        `tick` is called about twice a second with the newest progress (None before the first); what it raises
        ends the child. Raises EngineTimeout, EngineOutOfMemory, EngineFailed, or what the stage raised.
        """
        try:
            pipe = self._started(tick)
            pipe.send(tuple(states))
            return self._await_answer(pipe, limits, tick)
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            status = self._child.exitcode if self._child else None
            self.stop()
            raise EngineFailed(f"the engine process ended with status {status}") from error
        except _StageRaised as raised:
            raise raised.error from None
        except BaseException:
            self.stop()
            raise

    def _await_answer(
        self, pipe: Connection, limits: Limits, tick: Callable[[float | None], None]
    ) -> Sequence[StageResult]:
        progress, heard_at = None, time.monotonic()
        while True:
            if pipe.poll(_TICK_SECONDS):
                heard_at = time.monotonic()
                answer = pipe.recv()
                if isinstance(answer, KyucError):
                    raise _StageRaised(answer)
                if not isinstance(answer, float):
                    return cast(Sequence[StageResult], answer)
                progress = answer
            if time.monotonic() - heard_at > limits.silence:
                raise EngineTimeout(f"silent for {limits.silence:.0f} s")
            if self._memory() > limits.memory:
                raise EngineOutOfMemory(f"more than {limits.memory >> 20} MiB")
            tick(progress)

    def _started(self, tick: Callable[[float | None], None]) -> Connection:
        if self._child is not None and self._child.is_alive() and self._pipe is not None:
            return self._pipe
        self.stop()
        work = self._settings.data / "work"
        work.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="engine-", dir=work))
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        given = (theirs, self._settings, self._handlers, self._folder)
        self._child = context.Process(target=_serve, args=given, name="engine-host")
        self._child.start()
        theirs.close()
        began = time.monotonic()
        while not self._pipe.poll(_TICK_SECONDS):
            if time.monotonic() - began > _START_SECONDS:
                raise EngineTimeout("the engine process did not start")
            tick(None)
        self._pipe.recv()
        return self._pipe

    def _memory(self) -> int:
        """Resident bytes of the child's process group; 0 if it has just ended."""
        if self._child is None or self._child.pid is None:
            return 0
        return sum(_resident(process) for process in _group(self._child.pid))

    def stop(self) -> None:
        """Kill the child with everything it started, and empty its folder."""
        if self._child is not None:
            _kill_group(self._child.pid)
            self._child.kill()
            self._child.join()
            self._child = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


class _StageRaised(Exception):
    """An error of ours came back from the child, which is well and goes on."""

    def __init__(self, error: KyucError) -> None:
        super().__init__()
        self.error = error


def _group(leader: int) -> list[int]:
    """The processes of the group that `leader` leads (Linux: /proc)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == leader:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _kill_group(leader: int | None) -> None:
    if leader is None:
        return
    try:
        if os.getpgid(leader) == leader:
            os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _serve(pipe: Connection, settings: Settings, handlers: Mapping[Stage, str], folder: Path) -> None:
    """The child: take states, run their stage, answer with results or with an error of ours."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    logs.configure()
    archive = open_archive(settings)
    place = Workplace(archive, folder, lambda share: pipe.send(float(share)))
    modules = {stage: cast(StageModule, import_module(name)) for stage, name in handlers.items()}
    pipe.send("ready")
    while True:
        try:
            states: Sequence[StageState] = pipe.recv()
        except EOFError:
            return
        acts(worker_on(states[0].target_id))
        pipe.send(_answer(place, modules[states[0].stage], states))


def _answer(
    place: Workplace, module: StageModule, states: Sequence[StageState]
) -> Sequence[StageResult] | KyucError:
    stage = states[0].stage
    try:
        return list(module.run(place, states))
    except KyucError as error:
        return error
    except MemoryError:
        return EngineOutOfMemory("MemoryError")
    except Exception as error:
        log.error("stage %s raised", stage, exc_info=error)
        return EngineFailed(f"{stage}: {type(error).__name__}")


def _end_with(parent: int) -> None:
    """A worker that was killed takes its child, and what the child started, with it."""
    while os.getppid() == parent:
        time.sleep(_TICK_SECONDS)
    os.killpg(0, signal.SIGKILL)

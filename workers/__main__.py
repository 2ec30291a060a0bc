"""`python -m workers QUEUE…`: a worker for these queues. With `sweeper` among them it also sweeps.

Typical: `reading`, `hearing`, and `text sweeper`, each as its own process under the supervisor.
"""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
import threading
from collections.abc import Mapping, Sequence

from archive import logs, route
from archive.bootstrap import open_archive
from archive.settings import Settings, load
from schemas.errors import QueueUnavailable
from schemas.processing import Stage
from workers import jobs
from workers.engine_host import EngineHost
from workers.mending import mend_until
from workers.runner import Pace, Runner
from workers.stages import HANDLERS
from workers.sweeper import export_until, sweep_until

log = logging.getLogger("workers")


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m workers",
        description="Tiến trình xử lý cho các hàng đợi đã nêu. / A worker for the queues named.",
    )
    parser.add_argument("queues", nargs="+", choices=[*route.QUEUES, "sweeper"])
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Works until it is told to end (SIGTERM, SIGINT); running work is given back at once."""
    given = _arguments(argv)
    logs.configure()
    return work(load(), given.queues, HANDLERS, Pace())


def work(settings: Settings, queues: Sequence[str], handlers: Mapping[Stage, str], pace: Pace) -> int:
    """Serve these queues (and sweep, if `sweeper` is among them) until told to end; the exit status."""
    archive = open_archive(settings)
    stopped = threading.Event()
    if "sweeper" in queues:
        given = (archive, stopped, pace.sweep_seconds)
        sweeper = threading.Thread(target=sweep_until, args=given, daemon=True, name="sweeper")
        sweeper.start()
        for beside in (export_until, mend_until):
            threading.Thread(target=beside, args=(archive, stopped), daemon=True).start()
        if len(queues) == 1:
            sweeper.join()
            return 0
    served = [name for name in queues if name != "sweeper"]
    mine = {stage: module for stage, module in handlers.items() if route.queue_of(stage) in served}
    host = EngineHost(settings, mine)
    name = f"{'-'.join(served)}-{socket.gethostname()}-{os.getpid()}"
    jobs.serve_with(runner := Runner(archive, host, name, pace))
    try:
        archive.serve(served, name, runner.stop)
    except QueueUnavailable as error:
        log.error("queue: %s", error.detail)
        return 1
    finally:
        stopped.set()
        host.stop()
        archive.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

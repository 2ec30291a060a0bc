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

from archive import route
from archive.bootstrap import open_archive
from archive.settings import load
from schemas.errors import QueueUnavailable
from workers import jobs
from workers.engine_host import EngineHost
from workers.runner import Runner
from workers.stages import HANDLERS
from workers.sweeper import sweep_until

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
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    settings = load()
    archive = open_archive(settings)
    queues = [name for name in given.queues if name != "sweeper"]
    stopped = threading.Event()
    if "sweeper" in given.queues:
        sweeper = threading.Thread(target=sweep_until, args=(archive, stopped), daemon=True, name="sweeper")
        sweeper.start()
        if not queues:
            sweeper.join()
            return 0
    host = EngineHost(settings, HANDLERS)
    name = f"{'-'.join(queues)}-{socket.gethostname()}-{os.getpid()}"
    jobs.serve_with(runner := Runner(archive, host, name))
    try:
        archive.serve(queues, name, runner.stop)
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

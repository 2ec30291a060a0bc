"""A real worker process on the real queue, whose stages are scripted."""

from __future__ import annotations

import logging
import sys
from datetime import timedelta

from archive.settings import load
from schemas.processing import Stage
from workers.__main__ import work
from workers.runner import Pace

_PACE = Pace(lease=timedelta(seconds=3), first_pause=0.2, sweep_seconds=0.5)

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(name)s %(message)s")
    scripted = dict.fromkeys(Stage, "tests.support.scripted_stage")
    sys.exit(work(load(), ["reading", "hearing", "text", "sweeper"], scripted, _PACE))

"""Waits for the night and starts its work in a process of its own, so that waiting takes hardly any memory.

What was missed while the machine was off is done a while after it is started.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime, timedelta

FIRST_SECONDS = 600.0
"""After a start people work; the night's work that was missed comes a little later."""


def main() -> None:
    """Never ends by itself. What failed is tried again; what is done already costs a second."""
    time.sleep(FIRST_SECONDS)
    while True:
        subprocess.run([sys.executable, "-m", "archive.cli.nightly"], check=False)
        time.sleep(seconds_to_next(datetime.now()))


def seconds_to_next(now: datetime) -> float:
    """To a minute past the next half hour, so that a time of night is met soon after it begins."""
    past = now.replace(minute=0, second=30, microsecond=0)
    halves = (past + timedelta(minutes=30 * step) for step in range(4))
    return (next(half for half in halves if half > now) - now).total_seconds()


if __name__ == "__main__":
    main()

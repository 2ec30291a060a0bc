"""supervisord that outlives a full disk.

Its own log and those of all programs lie beside the data. What cannot be written there is printed as an error
to its output, which lies there too: left to itself that second failure ends it, and the archive with it.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from supervisor import loggers, supervisord


def _say_nothing(handler: Any) -> None:
    """A line of a log that is lost is nothing to end the archive for."""


def _turn_over(handler: Any) -> None:
    """Begin a new file, or go on with the old one where none can be made."""
    try:
        _beginning_anew(handler)
    except OSError:
        if handler.stream.closed:
            handler.stream = Path(handler.baseFilename).open(handler.mode)  # noqa: SIM115 closed by the handler


_beginning_anew = loggers.RotatingFileHandler.doRollover


def main() -> None:
    loggers.Handler.handleError = _say_nothing
    loggers.RotatingFileHandler.doRollover = _turn_over
    try:
        supervisord.main()
    except OSError as error:  # closing the logs, when all has ended
        if error.errno != errno.ENOSPC:
            raise


if __name__ == "__main__":
    main()

"""ffmpeg and ffprobe without a network: they are started from a thread to which the kernel refuses one.

A seccomp filter belongs to a thread and passes on to what is started from it, so the programs are behind bars
from their first instruction, and nothing runs between fork and exec.
"""

from __future__ import annotations

import logging
import os
import resource
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import IO, Any

from workers.confined import cage

log = logging.getLogger(__name__)

MEMORY = 3 << 30
_FILES = 256


@lru_cache(maxsize=1)
def _starter(_process: int) -> ThreadPoolExecutor:
    """The one thread of this process that starts programs; a process that was forked makes its own."""
    return ThreadPoolExecutor(1, thread_name_prefix="confined", initializer=_go_behind_bars)


def _go_behind_bars() -> None:
    if not cage.refuse((*cage.NETWORK, *cage.OTHERS)):
        log.warning("this kernel refuses no system calls: ffmpeg keeps its network")


def started(
    arguments: Sequence[str],
    *,
    stdout: int | IO[Any],
    stderr: int | IO[Any],
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """The program, running, without a network, with bounded memory and files."""
    process = (
        _starter(os.getpid())
        .submit(subprocess.Popen[bytes], arguments, stdin=stdin, stdout=stdout, stderr=stderr)
        .result()
    )
    resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (_FILES, _FILES))
    resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))
    return process

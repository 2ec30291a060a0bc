"""What was written stands on the disk itself, not only in memory: no power cut takes a receipt back."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)


def flush_to_disk(folder: Path) -> None:
    """Write out all that any process wrote to the file system of `folder` (Linux `syncfs`). Raises OSError.

    The store of a single machine answers before its bytes are on the disk and has no setting for it; others
    that write there at the same moment only share the wait.
    """
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if _libc.syncfs(held) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(held)

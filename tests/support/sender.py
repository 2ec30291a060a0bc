"""Takes one file in, slowly: `python -m tests.support.sender VISIT FILE`. Made to be killed in the middle."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from archive.bootstrap import open_archive
from archive.intake import Deposit, receive


class _Slow:
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def read(self, size: int = -1, /) -> bytes:
        print("reading", flush=True)
        time.sleep(0.05)
        return self._file.read(min(size, 256 * 1024))


if __name__ == "__main__":
    receipt = receive(open_archive(), _Slow(Path(sys.argv[2])), "phim.jpg", Deposit(sys.argv[1], "u"))
    print(receipt.sha256, flush=True)

"""`./kyuc test mutated`: files of every kind, changed at random, with figures as a JSON object."""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from pathlib import Path

from tests.attacks.mutated import try_all


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(argv: list[str]) -> int:
    """0 only if every file was read or refused with a sentence."""
    parser = argparse.ArgumentParser(prog="kyuc test mutated", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000, help="số tệp mỗi loại / files of each kind")
    parser.add_argument("--minutes", type=float, default=math.inf, help="dừng sau / end after so long")
    parser.add_argument("--seed", type=int, default=1972)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        seconds = given.minutes * 60
        tally = try_all(Path(folder), given.files, given.seed, _say, seconds)
    tried = sum(tally.read.values()) + sum(tally.refused.values())
    told = {"files": tried, "read": dict(tally.read), "refused": dict(tally.refused), "wrong": tally.wrong}
    print(
        json.dumps({**told, "slowest_seconds": round(tally.slowest_seconds, 2), "grown_mb": tally.grown_mb})
    )
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

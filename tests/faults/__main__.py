"""`./kyuc test faults`: the storm with figures, as a JSON object; 0 only if nothing was lost or doubled."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.faults.storm import Weather, started, storm


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc test faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="số lần giết tiến trình / processes killed")
    parser.add_argument("--away", type=float, default=600, help="giây kho tệp treo / seconds the store hangs")
    parser.add_argument("--pause", type=float, default=5.0, help="giây giữa hai lần / between two")
    parser.add_argument("--seed", type=int, default=72)
    given = parser.parse_args(argv)
    with (
        tempfile.TemporaryDirectory(prefix="kyuc-storm-") as folder,
        started(Path(folder) / "data") as running,
    ):
        found = storm(
            running,
            Weather(given.kills, given.away, seed=given.seed, pause=(min(1.0, given.pause), given.pause)),
        )
    print(json.dumps(asdict(found), ensure_ascii=False))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

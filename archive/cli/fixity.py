"""Đối chiếu bản gốc với mã kiểm tra / Compare originals in the store with the hashes under which they came.

Prints a JSON line for each original that is damaged or missing, and one last line with the counts.
"""

from __future__ import annotations

import argparse
import json
import sys

from archive.bootstrap import open_archive
from archive.preservation import FixityReport, check_originals
from schemas.errors import DamagedObject, KyucError

_SHOWN_EVERY = 100


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc fixity",
        description="Đọc lại các bản gốc và đối chiếu mã SHA-256; lâu chưa kiểm tra thì làm trước. / "
        "Read originals back and compare their SHA-256, those first that were not checked for longest.",
    )
    parser.add_argument("--limit", type=int, help="chỉ kiểm tra chừng này bản gốc / check only so many")
    return parser


def _show(report: FixityReport) -> None:
    if report.whole % _SHOWN_EVERY == 0:
        print(f"  {report.whole} bản gốc nguyên vẹn / originals whole", file=sys.stderr)


def main(argv: list[str]) -> int:
    """0 only if every original that was checked is whole."""
    given = _parser().parse_args(argv)
    archive = open_archive()
    try:
        report = check_originals(archive, given.limit, _show)
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    finally:
        archive.close()
    for outcome, found in (("damaged", report.damaged), ("missing", report.missing)):
        for sha256 in found:
            print(json.dumps({"sha256": sha256, "outcome": outcome}))
    if report.damaged or report.missing:
        print(f"{DamagedObject.vi} / {DamagedObject.en}", file=sys.stderr)
    print(json.dumps({"whole": report.whole, "damaged": len(report.damaged), "missing": len(report.missing)}))
    return 1 if report.damaged or report.missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Đối chiếu bản gốc với mã kiểm tra / compare originals in the store with the hashes under which they came.

Prints a JSON line for each original that is damaged or missing, and one last line with the counts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from archive.bootstrap import Archive, open_archive
from archive.keeping.fixity_report import is_genuine, make_report
from archive.keeping.rolling import Bounds, FixityReport, check_originals
from archive.keeping.sizes import bytes_of
from archive.settings import load
from archive.supervision.machine import data_folders
from archive.supervision.words import Parser, complain, say
from schemas.errors import DamagedObject, InvalidInput, KyucError


def _parser() -> Parser:
    parser = Parser(prog="./kyuc fixity", description=__doc__)
    parser.add_argument("--budget", metavar="20GB", help="đọc chừng này rồi thôi / read so much, no more")
    parser.add_argument("--limit", metavar="N", type=int, help="chỉ chừng này bản gốc / only so many")
    parser.add_argument(
        "--report",
        nargs="?",
        const="",
        metavar="YYYY-MM",
        help="báo cáo tháng đã ký / signed report of a month",
    )
    parser.add_argument(
        "--verify", metavar="FILE", type=Path, help="xem chữ ký báo cáo / check a report's signature"
    )
    parser.add_argument("--key", metavar="HEX", help="khóa công khai của kho / the archive's public key")
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    return parser


def main(argv: Sequence[str]) -> int:
    """0 only if every original that was checked is whole (or the report is genuine)."""
    given = _parser().parse_args(argv)
    archive = open_archive(load(data_folders(given.data).environment()))
    try:
        if given.verify:
            return _verify(given.verify, given.key)
        if given.report is not None:
            month = given.report or f"{date.today():%Y-%m}"
            print(json.dumps(make_report(archive, month), ensure_ascii=False))
            return 0
        return _check(archive, Bounds(bytes_of(given.budget) if given.budget else None, given.limit))
    except KyucError as error:
        return complain(error)
    finally:
        archive.close()


def _check(archive: Archive, bounds: Bounds) -> int:
    report = check_originals(archive, bounds, _Shown())
    mended = set(report.mended)
    for outcome, found in (("damaged", report.damaged), ("missing", report.missing)):
        for sha256 in found:
            print(json.dumps({"sha256": sha256, "outcome": outcome, "mended": sha256 in mended}))
    counts: dict[str, Any] = {"whole": report.whole, "bytes": report.size}
    counts |= {"damaged": len(report.damaged), "missing": len(report.missing), "mended": len(mended)}
    counts |= {"copied_to_second": report.copied, "complete": report.complete}
    print(json.dumps(counts))
    if report.second_away:
        say("! Kho thứ hai không trả lời.", "The second store does not answer.")
    if len(report.damaged) + len(report.missing) == len(mended):
        return 0 if not mended else _mended(len(mended))
    say(f"✗ {DamagedObject.vi}", DamagedObject.en)
    return 1


def _mended(number: int) -> int:
    say(
        f"! {number} bản gốc hỏng đã được thay từ kho thứ hai.",
        "Damaged ones were mended from the second store.",
    )
    return 1


def _verify(file: Path, key: str | None) -> int:
    try:
        genuine = is_genuine(json.loads(file.read_text(encoding="utf-8")), key)
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise InvalidInput(
            "no report", vi="Không đọc được báo cáo này.", en="This report cannot be read."
        ) from error
    print(json.dumps({"genuine": genuine}))
    if genuine:
        say("✓ Báo cáo còn nguyên như khi ký.", "The report stands as it was signed.")
    else:
        say("✗ Báo cáo đã bị sửa hoặc không do kho này ký.", "The report was changed, or another signed it.")
    return 0 if genuine else 1


class _Shown:
    def __call__(self, report: FixityReport) -> None:
        print(f"  {report.looked_at} bản gốc / originals, {report.size / 1e9:.2f} GB", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Đối chiếu hai danh sách liệt sĩ, nêu bằng chứng / Reconcile two lists of martyrs, with the evidence.

Writes CSV: left,right,weight,probability,evidence,contradictions. `left` and `right` are the lists' own ids,
`weight` is in bits, the last two columns are JSON lists of {feature, level, weight, left, right}.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archive.linkage.reconcile import Link, reconcile
from archive.linkage.table import read_table
from schemas.errors import KyucError
from schemas.linkage import Evidence

HEADINGS = ("left", "right", "weight", "probability", "evidence", "contradictions")


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc martyrs link", description=__doc__)
    parser.add_argument("left", type=Path, metavar="A.csv")
    parser.add_argument("right", type=Path, metavar="B.csv")
    parser.add_argument("--output", type=Path, default=Path("links.csv"), help="tệp kết quả · where to write")
    given = parser.parse_args(argv)
    try:
        links = reconcile(read_table(given.left), read_table(given.right))
    except (KyucError, OSError) as error:
        reason = f"{error.message_vi}\n{error.message_en}" if isinstance(error, KyucError) else str(error)
        print(reason, file=sys.stderr)
        return 1
    write_links(links, given.output)
    print(f"{len(links)} cặp · pairs -> {given.output}", file=sys.stderr)
    return 0


def write_links(links: Sequence[Link], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        for link in links:
            writer.writerow(
                (
                    link.left,
                    link.right,
                    link.weight,
                    link.probability,
                    _json(link.evidence),
                    _json(link.contradictions),
                )
            )


def _json(evidence: tuple[Evidence, ...]) -> str:
    return json.dumps([one.to_json() for one in evidence], ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

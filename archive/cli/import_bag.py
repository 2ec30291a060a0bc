"""Nhận lại gói BagIt do Ký Ức xuất / take in bags that Ký Ức exported: the same items again.

A JSON line for each bag on standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archive.bags.importing import bags_in, import_bag
from archive.bootstrap import open_archive
from archive.settings import load
from archive.supervision.machine import data_folders
from archive.supervision.words import Parser, complain, say
from schemas.errors import KyucError


def main(argv: Sequence[str]) -> int:
    """0 if every bag was taken in; a bag that is refused hinders no other."""
    parser = Parser(prog="./kyuc import bag", description=__doc__)
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="một gói hoặc thư mục chứa các gói / bag or bags"
    )
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    given = parser.parse_args(argv)
    archive = open_archive(load(data_folders(given.data).environment()))
    refused = 0
    try:
        for bag in bags_in(given.folder.absolute()):
            try:
                parcel = import_bag(archive, bag)
            except KyucError as error:
                if error.transient:
                    raise
                refused += 1
                print(json.dumps({"bag": bag.name, "refused": error.code}))
                complain(error)
            else:
                print(json.dumps({"bag": bag.name, "item": parcel.item.id, "files": len(parcel.assets)}))
    except KyucError as error:
        return complain(error)
    finally:
        archive.close()
    if not refused:
        say("✓ Đã nhận đủ.", "All taken in.")
    return int(refused > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

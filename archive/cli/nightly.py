"""Việc gìn giữ ban đêm: sao lưu, đối chiếu bản gốc, báo cáo tháng / the night's keeping, what of it is due.

`./kyuc up` runs it each night. What was done since last night is not done again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

from archive.bootstrap import open_archive
from archive.keeping.nightly import keep
from archive.settings import load
from archive.supervision.machine import data_folders
from archive.supervision.words import Parser, complain
from schemas.errors import KyucError

_NICE = 15
"""People who work at night come first."""


def main(argv: Sequence[str]) -> int:
    """0 if all that was due is done."""
    parser = Parser(prog="./kyuc nightly", description=__doc__)
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    given = parser.parse_args(argv)
    os.nice(_NICE)
    archive = open_archive(load(data_folders(given.data).environment()))
    failed = 0
    try:
        for task, error in keep(archive):
            failed += 1
            print(json.dumps({"task": task, "error": error.code}))
            complain(error)
    except KyucError as error:
        return complain(error)
    finally:
        archive.close()
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

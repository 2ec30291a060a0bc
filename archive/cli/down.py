"""Dừng kho ký ức, không để lại tiến trình nào / end the archive, leaving no process."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from archive.supervision.machine import data_folders, end
from archive.supervision.words import Parser, say


def main(argv: Sequence[str]) -> int:
    """0 also where none was running: what was wanted holds."""
    parser = Parser(prog="./kyuc down", description=__doc__)
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    folders = data_folders(parser.parse_args(argv).data)
    if end(folders):
        say("✓ Đã dừng hẳn.", "Ended.")
    else:
        say(f"Không có kho nào đang chạy ở {folders.data}.", "No archive is running there.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

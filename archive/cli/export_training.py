"""Xuất dòng ảnh và chữ đã duyệt để dạy máy đọc / Export pairs of line image and accepted text for training.

`DIR`: an empty or new folder. Each line becomes NAME.png and NAME.gt.txt; manifest.jsonl tells them all. Only
pages whose text a second person accepted, whose family allows machines, and of which nothing is withheld.
One JSON object with the counts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from archive.bootstrap import open_archive
from archive.settings import load
from archive.supervision.machine import data_folders
from archive.supervision.words import Parser, complain, say
from archive.transcription.training import export_training
from schemas.errors import KyucError


def main(argv: Sequence[str]) -> int:
    """0 also where nothing may be exported: the counts say why."""
    parser = Parser(prog="./kyuc export training", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--level", type=int, default=1, choices=range(5), help="mức cao nhất / highest level")
    parser.add_argument("--data", metavar="FOLDER", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    given = parser.parse_args(argv)
    folder: Path = given.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        say(f"✗ {folder} không trống. Hãy chọn thư mục mới.", "The folder is not empty. Choose a new one.")
        return 2
    archive = open_archive(load(data_folders(given.data).environment()))
    try:
        told = export_training(archive, folder, given.level)
    except KyucError as error:
        return complain(error)
    finally:
        archive.close()
    print(json.dumps(asdict(told)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

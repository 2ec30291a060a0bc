"""Đo tốc độ đối chiếu bản gốc so với tính mã thẳng từ đĩa / fixity against plain hashing off the disk.

Both read cold: what the system keeps in memory of the store's files and of ours is dropped before each round.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from archive.bootstrap import Archive
from archive.cli.bench_backup import a_store, filled
from archive.fixity import sha256_of
from archive.keeping.rolling import check_originals
from archive.settings import load
from schemas.errors import KyucError
from schemas.holdings import StoredObject


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc bench fixity",
        description="So tốc độ đối chiếu với tính SHA-256 thẳng từ đĩa (cần kho đang chạy: ./kyuc up). / "
        "Fixity against plain SHA-256 of files on the same disk (the store must run: ./kyuc up).",
    )
    parser.add_argument("--files", type=int, default=100, help="số tệp / number of files")
    parser.add_argument("--megabytes", type=float, default=8.0, help="cỡ mỗi tệp / size of each")
    parser.add_argument("--rounds", type=int, default=3, help="số lần đo / how often")
    return parser


def main(argv: list[str]) -> int:
    """One JSON object; `ratio` is our speed divided by the plain one (median of the rounds)."""
    given = _parser().parse_args(argv)
    own = load()
    try:
        with tempfile.TemporaryDirectory(dir=own.data) as folder, a_store(own, Path(folder)) as archive:
            stored = filled(archive, given.files, int(given.megabytes * 1e6))
            plain = _files(archive, stored, Path(folder) / "plain")
            rounds = [_round(archive, plain, own.data) for _ in range(given.rounds)]
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    megabytes = given.files * given.megabytes
    raw, ours = (statistics.median(times) for times in zip(*rounds, strict=True))
    figures = {
        "bench": "fixity",
        "megabytes": megabytes,
        "plain_mb_per_second": round(megabytes / raw, 1),
        "ours_mb_per_second": round(megabytes / ours, 1),
        "ratio": round(raw / ours, 3),
    }
    print(json.dumps(figures))
    return 0


def _files(archive: Archive, stored: Sequence[StoredObject], folder: Path) -> list[Path]:
    folder.mkdir(parents=True)
    paths = []
    for one in stored:
        path = folder / one.sha256
        with archive.objects.retrieve(one.sha256) as stream:
            path.write_bytes(stream.read())
        paths.append(path)
    return paths


def _round(archive: Archive, plain: Sequence[Path], data: Path) -> tuple[float, float]:
    _forget(plain)
    began = time.perf_counter()
    for path in plain:
        with path.open("rb") as file:
            sha256_of(file)
    seconds = time.perf_counter() - began
    _forget([path for path in (data / "objects").rglob("*") if path.is_file()])
    began = time.perf_counter()
    report = check_originals(archive)
    if report.whole != len(plain):
        raise KyucError("not all were compared")
    return seconds, time.perf_counter() - began


def _forget(paths: Sequence[Path]) -> None:
    """Written to the disk, then dropped from the system's memory."""
    for path in paths:
        with closing(os.fdopen(os.open(path, os.O_RDONLY))) as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

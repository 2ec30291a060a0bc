"""Tốc độ nhận tệp so với PUT thẳng vào kho / Speed of intake against a plain PUT of the same bytes.

Both read the same bytes from the same disk into the same store, in turn. Ours is the whole way of an
original: hashed, sent, read back, compared, locked.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from minio import Minio
from minio.deleteobjects import DeleteObject

from archive.bootstrap import open_archive
from archive.settings import Settings, load
from schemas.errors import KyucError

_BUCKET = "bench-originals"
_RAW = "raw"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc bench upload",
        description="So tốc độ nhận tệp với PUT thẳng vào kho (cần kho đang chạy: ./kyuc up). / "
        "Intake against a plain PUT to the store (which must run: ./kyuc up).",
    )
    parser.add_argument("--megabytes", type=int, default=256, help="cỡ tệp / size of the file")
    parser.add_argument("--rounds", type=int, default=3, help="số lần đo / how often")
    return parser


def main(argv: list[str]) -> int:
    """One JSON object; `ratio` is our speed divided by that of the plain PUT (median of the rounds)."""
    given = _parser().parse_args(argv)
    settings = replace(load(), s3_bucket=_BUCKET)
    try:
        archive = open_archive(settings)
        archive.objects.prepare()
        settings.data.mkdir(parents=True, exist_ok=True)
        with _emptied(settings) as client, tempfile.TemporaryDirectory(dir=settings.data) as folder:
            file = Path(folder) / "upload"
            rounds = [
                _round(client, archive.objects.deposit_file, file, given.megabytes)
                for _ in range(given.rounds)
            ]
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    raw, ours = (statistics.median(times) for times in zip(*rounds, strict=True))
    result = {"megabytes": given.megabytes, "rounds": given.rounds}
    result |= {"raw_seconds": round(raw, 3), "ours_seconds": round(ours, 3)}
    result["ratio"] = round(statistics.median(one / two for one, two in rounds), 3)
    result["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(result))
    return 0


def _round(
    client: Minio, deposit: Callable[[Path], object], file: Path, megabytes: int
) -> tuple[float, float]:
    """Seconds of the plain PUT and of ours, for new bytes."""
    with file.open("wb") as made:
        for _ in range(megabytes):
            made.write(os.urandom(1 << 20))
    began = time.perf_counter()
    with file.open("rb") as stream:
        client.put_object(_BUCKET, _RAW, stream, megabytes << 20)
    between = time.perf_counter()
    deposit(file)
    return between - began, time.perf_counter() - between


@contextmanager
def _emptied(settings: Settings) -> Iterator[Minio]:
    """A plain client of the same store; what the bench stored is removed again, locks or not."""
    keys = (settings.s3_access_key, settings.s3_secret_key)
    client = Minio(settings.s3_endpoint, *keys, secure=settings.s3_secure, region="us-east-1")
    try:
        yield client
    finally:
        listed = client.list_objects(_BUCKET, recursive=True, include_version=True)
        stored = [DeleteObject(one.object_name or "", one.version_id) for one in listed]
        for failure in client.remove_objects(_BUCKET, stored, bypass_governance_mode=True):
            print(f"left behind: {failure.code}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Đo tốc độ sao lưu so với chép thẳng từ kho ra đĩa / backup against a plain copy from the store to the disk.

The plain copy reads the same originals from the same store into files and sees them to the disk. Ours also
hashes, seals and reads back each, and takes the records with it.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from minio import Minio
from minio.deleteobjects import DeleteObject

from archive.bootstrap import Archive, open_archive
from archive.keeping.backup import back_up
from archive.keeping.keys import make_key
from archive.settings import Secret, Settings, load
from schemas.errors import KyucError
from schemas.holdings import StoredObject

_BUCKET = "bench-backup"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc bench backup",
        description="So tốc độ sao lưu với chép thẳng từ kho (cần kho đang chạy: ./kyuc up). / "
        "Backup against a plain copy from the store (which must run: ./kyuc up).",
    )
    parser.add_argument("--files", type=int, default=60, help="số tệp / number of files")
    parser.add_argument("--megabytes", type=float, default=4.0, help="cỡ mỗi tệp / size of each")
    parser.add_argument("--rounds", type=int, default=3, help="số lần đo / how often")
    return parser


def main(argv: list[str]) -> int:
    """One JSON object; `ratio` is our speed divided by that of the plain copy (median of the rounds)."""
    given = _parser().parse_args(argv)
    own = load()
    try:
        with tempfile.TemporaryDirectory(dir=own.data) as folder, a_store(own, Path(folder)) as archive:
            stored = filled(archive, given.files, int(given.megabytes * 1e6))
            rounds = [_round(archive, stored, Path(folder) / f"round{n}") for n in range(given.rounds)]
            again = _seconds_again(archive, Path(folder) / "round0")
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    megabytes = given.files * given.megabytes
    plain, ours = (statistics.median(times) for times in zip(*rounds, strict=True))
    figures = {
        "bench": "backup",
        "files": given.files,
        "megabytes": megabytes,
        "plain_mb_per_second": round(megabytes / plain, 1),
        "ours_mb_per_second": round(megabytes / ours, 1),
        "ratio": round(plain / ours, 3),
        "seconds_with_nothing_new": round(again, 2),
    }
    print(json.dumps(figures))
    return 0


@contextmanager
def a_store(own: Settings, folder: Path) -> Iterator[Archive]:
    """An archive of its own in the running store, emptied afterwards."""
    settings = replace(
        own,
        data=folder / "data",
        database_url=Secret(f"sqlite:///{folder / 'data' / 'records.sqlite'}"),
        s3_bucket=_BUCKET,
        s3_derivatives=f"{_BUCKET}-d",
    )
    with closing(open_archive(settings)) as archive:
        make_key(settings, archive.sealing, folder / "key.txt", "")
        yield archive
        _empty(settings)


def _empty(settings: Settings) -> None:
    store = Minio(
        settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key, secure=settings.s3_secure
    )
    found = store.list_objects(_BUCKET, recursive=True, include_version=True)
    gone = [DeleteObject(one.object_name or "", one.version_id) for one in found]
    for problem in store.remove_objects(_BUCKET, gone, bypass_governance_mode=True):
        print(f"bench: {problem.code}", file=sys.stderr)


def filled(archive: Archive, files: int, size: int) -> Sequence[StoredObject]:
    """Bytes that cannot be compressed, as photos and recordings are."""
    stored = [archive.objects.deposit(io.BytesIO(secrets.token_bytes(size))) for _ in range(files)]
    with archive.records() as records:
        records.add_objects(stored)
        records.commit()
    return stored


def _round(archive: Archive, stored: Sequence[StoredObject], folder: Path) -> tuple[float, float]:
    began = time.perf_counter()
    for one in stored:
        _copy(archive, one, folder / "plain" / one.sha256)
    between = time.perf_counter()
    back_up(archive, folder / "ours")
    return between - began, time.perf_counter() - between


def _copy(archive: Archive, one: StoredObject, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.objects.retrieve(one.sha256) as stream, path.open("wb") as file:
        shutil.copyfileobj(stream, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())


def _seconds_again(archive: Archive, folder: Path) -> float:
    began = time.perf_counter()
    back_up(archive, folder / "ours")
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A ZIP file of bags into a folder: nothing leads out of it, no links, never more than the disk can take."""

from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from archive.bags.importing import BadBag
from schemas.errors import StoreFull, TooLarge

_MOST_FILES = 20_000
_MOST_RATIO = 200
_SMALLEST = 1_000_000
_LONGEST_PATH = 500
_CHUNK = 1 << 20


def unpack(file: Path, folder: Path) -> None:
    """Raises BadBag, TooLarge, StoreFull; `folder` then holds parts of it."""
    try:
        with zipfile.ZipFile(file) as packed:
            _check(packed, file.stat().st_size, folder)
            for part in packed.infolist():
                _write(packed, part, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise BadBag(type(error).__name__) from error


def _check(packed: zipfile.ZipFile, size: int, folder: Path) -> None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_FILES or unpacked > _MOST_RATIO * max(size, _SMALLEST):
        raise TooLarge(
            "unpacks to too much",
            vi="Tệp nén này bung ra quá lớn hoặc quá nhiều tệp. Chưa có gì được nhận.",
            en="This file unpacks to far too much. Nothing was taken in.",
        )
    if 2 * unpacked > shutil.disk_usage(folder).free:
        raise StoreFull(
            "no room to unpack",
            vi="Máy không đủ chỗ để mở tệp này. Chưa có gì được nhận.",
            en="There is no room on the disk to open this file. Nothing was taken in.",
        )
    if any(_leads_out(part) for part in parts):
        raise BadBag("paths that lead out, or links")


def _leads_out(part: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    link = stat.S_ISLNK(part.external_attr >> 16)
    return link or path.is_absolute() or ".." in path.parts or len(part.filename) > _LONGEST_PATH


def _write(packed: zipfile.ZipFile, part: zipfile.ZipInfo, folder: Path) -> None:
    """Its bytes, and not one more than the list said."""
    if part.is_dir():
        return
    place = folder / part.filename
    place.parent.mkdir(parents=True, exist_ok=True)
    left = part.file_size
    with packed.open(part) as source, place.open("xb") as target:
        while piece := source.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise BadBag("a file is longer than the list says")
            target.write(piece)

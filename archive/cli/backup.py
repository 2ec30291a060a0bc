"""Sao lưu hồ sơ và bản gốc trong lúc mọi người làm việc / back up everything while people work.

A JSON line with the figures of the run on standard output.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from archive.bootstrap import Archive, open_archive
from archive.keeping.backup import Progress, back_up
from archive.keeping.keys import make_key, read_key
from archive.keeping.restore import examine
from archive.keeping.signatures import signer_of
from archive.settings import load
from archive.supervision.machine import data_folders
from archive.supervision.words import Parser, complain, say
from schemas.errors import InvalidInput, KyucError

_EVERY_SECONDS = 5.0


def _parser() -> Parser:
    parser = Parser(prog="./kyuc backup", description=__doc__)
    parser.add_argument("folder", nargs="?", metavar="DIR", help="thư mục sao lưu / backup folder")
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    parser.add_argument(
        "--new-key", metavar="FILE", type=Path, help="tạo khóa vào tệp / make a key into a file"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="đọc lại tất cả, cần --key / read all of it back; needs --key",
    )
    parser.add_argument("--key", metavar="FILE", type=Path, help="tệp khóa / the key file")
    return parser


def main(argv: Sequence[str]) -> int:
    """0 once everything is kept; 3 where an original is missing or damaged in the store."""
    given = _parser().parse_args(argv)
    archive = open_archive(load(data_folders(given.data).environment()))
    try:
        if given.new_key:
            return _new_key(archive, given.new_key)
        root = _folder(archive, given.folder)
        return _check(archive, root, given.key) if given.check else _back_up(archive, root)
    except KyucError as error:
        return complain(error)
    except OSError as error:
        say(f"✗ Không ghi được vào thư mục sao lưu: {error.strerror}", "The backup folder cannot be written.")
        return 1
    finally:
        archive.close()


def _folder(archive: Archive, given: str | None) -> Path:
    folder = Path(given).absolute() if given else archive.settings.backup
    if folder is None:
        raise InvalidInput(
            "no folder",
            vi="Hãy ghi thư mục sao lưu: ./kyuc backup /usb/sao-luu",
            en="Name the backup folder: ./kyuc backup /usb/backup",
        )
    return folder


def _new_key(archive: Archive, file: Path) -> int:
    pair = make_key(archive.settings, archive.sealing, file.absolute(), signer_of(archive.settings).public)
    say(
        f"✓ Đã ghi khóa vào {file}. Cất ở hai nơi an toàn, ngoài máy chủ: mất khóa là mất bản sao lưu.",
        "The key is made. Keep that file in two safe places, off the server: no backup opens without it.",
    )
    print(json.dumps({"public": pair.public, "file": str(file)}))
    return 0


def _back_up(archive: Archive, root: Path) -> int:
    began = time.monotonic()
    made = back_up(archive, root, _Shown())
    manifest = made.manifest
    figures = {
        "run": manifest.run,
        "originals": manifest.originals,
        "bytes": manifest.originals_bytes,
        "copied": made.copied,
        "copied_bytes": made.copied_bytes,
        "missing": list(manifest.missing),
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(figures))
    if manifest.missing:
        say(
            f"✗ {len(manifest.missing)} bản gốc bị thiếu hoặc hỏng trong kho; các bản khác đã sao lưu đủ. "
            "Gõ: ./kyuc fixity",
            "Originals are missing or damaged in the store; all others are kept. Type: ./kyuc fixity",
        )
        return 3
    say(
        f"✓ Đã sao lưu {manifest.originals} bản gốc ({made.copied} bản mới) và toàn bộ hồ sơ.",
        f"Kept: {manifest.originals} originals ({made.copied} new) and all records.",
    )
    return 0


def _check(archive: Archive, root: Path, key: Path | None) -> int:
    if key is None:
        raise InvalidInput(
            "no key",
            vi="Hãy thêm tệp khóa: --key /usb/khoa-sao-luu.txt",
            en="Add the key file: --key /usb/backup-key.txt",
        )
    found = examine(archive, root, read_key(key, archive.sealing))
    facts = {"run": found.manifest.run, "originals": len(found.objects), "whole": True}
    print(json.dumps(facts))
    say("✓ Bản sao lưu nguyên vẹn và khóa mở được.", "The backup is whole and the key opens it.")
    return 0


class _Shown:
    """Says how far it is, every few seconds."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _EVERY_SECONDS

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY_SECONDS
            print(
                f"  {progress.done}/{progress.of} bản gốc, {progress.copied_bytes / 1e9:.1f} GB / originals",
                file=sys.stderr,
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

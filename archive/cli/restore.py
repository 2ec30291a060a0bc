"""Khôi phục kho từ bản sao lưu, vào một kho trống / restore a backup into an empty archive.

A JSON line with what stands now on standard output. The archive must not be running; start it afterwards.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from archive.bootstrap import open_archive
from archive.keeping.errors import NotEmpty
from archive.keeping.keys import read_key
from archive.keeping.restore import Restored, examine, restore
from archive.settings import Settings, load
from archive.supervision.folders import Folders
from archive.supervision.machine import Machine, data_folders, lock_of
from archive.supervision.words import Parser, complain, say
from schemas.errors import Conflict, KyucError

_STEPS = {
    "check": ("Đọc thử bản sao lưu", "Reading the backup through"),
    "originals": ("Đưa bản gốc vào kho", "Putting the originals into the store"),
    "index": ("Dựng lại chỉ mục tra cứu", "Rebuilding the search index"),
}
_EVERY_SECONDS = 5.0


class ArchiveRuns(Conflict):
    code = "archive_runs"
    vi = "Kho này đang chạy. Gõ ./kyuc down rồi khôi phục lại."
    en = "This archive is running. Type ./kyuc down, then restore again."


def _parser() -> Parser:
    parser = Parser(prog="./kyuc restore", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path, help="thư mục sao lưu / backup folder")
    parser.add_argument("--key", metavar="FILE", type=Path, required=True, help="tệp khóa / the key file")
    parser.add_argument("--run", metavar="NAME", help="lần sao lưu (mặc định: mới nhất) / which run")
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    return parser


def main(argv: Sequence[str]) -> int:
    """0 once the same archive stands again; otherwise nothing was restored."""
    given = _parser().parse_args(argv)
    folders = data_folders(given.data)
    began = time.monotonic()
    try:
        restored = _restore(folders, given.folder.absolute(), given.key, given.run)
    except KyucError as error:
        return complain(error)
    except OSError as error:
        say(f"✗ Không khôi phục được: {error.strerror or error}", "The restore did not succeed.")
        return 1
    facts = {"run": restored.run, "originals": restored.originals, "items_found": restored.indexed}
    print(json.dumps({**facts, "rows": dict(restored.rows), "seconds": round(time.monotonic() - began, 1)}))
    say(f"✓ Đã khôi phục {restored.originals} bản gốc và toàn bộ hồ sơ. Gõ: ./kyuc up", "Restored.")
    return 0


def _restore(folders: Folders, root: Path, key_file: Path, run: str | None) -> Restored:
    """Everything is looked at first; servers start only once it is known that the restore can be done."""
    if lock_of(folders).is_held():
        raise ArchiveRuns()
    with closing(open_archive(load(folders.environment()))) as looking:
        key = read_key(key_file, looking.sealing)
        if looking.copies.occupied():
            raise NotEmpty()
        found = examine(looking, root, key, run, _Shown())
    with _store_running(folders) as settings, closing(open_archive(settings)) as archive:
        return restore(archive, found, key, _Shown())


@contextmanager
def _store_running(folders: Folders) -> Iterator[Settings]:
    """The archive's own servers while the restore lasts, or those that the settings name elsewhere."""
    settings = load(folders.environment())
    if settings.environment.get("KYUC_S3_ENDPOINT"):
        yield settings
        return
    machine = Machine(folders, say)
    try:
        yield machine.start_servers()
    finally:
        machine.end()


class _Shown:
    """Says each step once, and how far it is every few seconds."""

    def __init__(self) -> None:
        self._step, self._next = "", 0.0

    def __call__(self, step: str, done: int, of: int) -> None:
        if step != self._step:
            self._step, self._next = step, time.monotonic() + _EVERY_SECONDS
            say(*_STEPS[step])
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY_SECONDS
            print(f"  {done}/{of}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

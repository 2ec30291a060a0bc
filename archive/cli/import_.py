"""Đưa tệp và danh sách văn bản vào kho / Take folders of files and lists of texts (JSON Lines) in.

Prints a JSON line for each line or file that could not be taken, and one last line with the counts.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from archive.bootstrap import Archive, open_archive
from archive.embedded import index_what_waits
from archive.import_files import Source, import_file, is_text_list, sources
from archive.import_texts import BATCH, Finder, TextCounts, import_texts, mention_finders
from archive.intake import wake
from schemas.errors import KyucError
from schemas.holdings import ItemKind
from schemas.processing import Stage

_POLL_SECONDS = 1.0
_FEW_BYTES = 500_000


@dataclass
class Totals:
    """What became of everything that was given."""

    files: int = 0
    files_before: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    errors: int = 0
    visits: dict[str, None] = field(default_factory=dict)

    def add(self, counts: TextCounts) -> None:
        self.new += counts.new
        self.changed += counts.changed
        self.same += counts.same
        self.errors += len(counts.errors)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc import",
        description="Đưa các thư mục tệp và danh sách văn bản JSON Lines vào kho; chạy lại thì đi tiếp. / "
        "Take folders of files and JSON Lines of texts in; run again, it goes on where it stopped.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument(
        "--wait", action="store_true", help="chờ đến khi tra cứu được / wait until searchable"
    )
    parser.add_argument("--title", default="", help="tên đợt nhập / name of the visit that is made of it")
    parser.add_argument("--commune", default="", help="xã, phường / commune")
    parser.add_argument("--kind", choices=[*ItemKind], help="loại tư liệu của các tệp / kind of the files")
    return parser


def main(argv: list[str]) -> int:
    """0 only if everything was taken (and, with --wait, became searchable)."""
    given = _parser().parse_args(argv)
    archive = open_archive()
    totals = Totals()
    began = time.monotonic()
    try:
        with mention_finders(few=_size(given.paths) < _FEW_BYTES) as find:
            for source in sources(archive, given.paths, given.title, given.commune):
                totals.visits[source.visit_id] = None
                _take(archive, source, given, find, totals)
        waiting = _finish(archive, totals, given.wait)
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    finally:
        archive.close()
    seconds = round(time.monotonic() - began, 2)
    taken = {"files": totals.files, "files_before": totals.files_before, "new": totals.new}
    taken |= {"changed": totals.changed, "same": totals.same, "errors": totals.errors}
    print(json.dumps({**taken, "waiting": waiting, "seconds": seconds}))
    return 1 if totals.errors else 0


def _size(paths: list[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def _take(archive: Archive, source: Source, given: argparse.Namespace, find: Finder, totals: Totals) -> None:
    try:
        if is_text_list(source.path):
            with source.path.open("rb") as lines:
                counts = import_texts(archive, lines, source.visit_id, find, _show)
            totals.add(counts)
            for wrong in counts.errors:
                _report(source, wrong.error, line=wrong.line)
        elif import_file(archive, source, ItemKind(given.kind) if given.kind else None) is None:
            totals.files_before += 1
        else:
            totals.files += 1
    except (KyucError, OSError) as error:
        totals.errors += 1
        _report(source, error if isinstance(error, KyucError) else _of_disk(error))


def _of_disk(error: OSError) -> KyucError:
    words = error.strerror or type(error).__name__
    return KyucError(words, vi=f"Không đọc được tệp: {words}.", en=f"The file cannot be read: {words}.")


def _report(source: Source, error: KyucError, line: int | None = None) -> None:
    where = {"file": str(source.path)} | ({"line": line} if line else {})
    print(
        json.dumps(
            {**where, "error": error.code, "vi": error.message_vi, "en": error.message_en}, ensure_ascii=False
        )
    )


def _show(counts: TextCounts) -> None:
    if counts.taken % (BATCH * 10) < BATCH:
        print(f"  {counts.taken} văn bản / texts", file=sys.stderr)


def _finish(archive: Archive, totals: Totals, wait: bool) -> int:
    """Have the items indexed: by the running archive if there is one, else here. How much work is left."""
    visits = list(totals.visits)
    if not archive.queue.serves():
        worker = f"import-{os.getpid()}"
        index_what_waits(
            archive, worker, lambda done: print(f"  {done} đã lập chỉ mục / indexed", file=sys.stderr)
        )
        return _left(archive, visits)
    with archive.records() as records:
        due = [state for state in records.work_to_wake() if state.stage is Stage.INDEX_ITEM]
    wake(archive.queue, due[:1])
    while wait and (left := _left(archive, visits)):
        print(f"  còn {left} việc / {left} stages to go", file=sys.stderr)
        time.sleep(_POLL_SECONDS)
    if wait:
        _report_failures(archive, visits, totals)
    return _left(archive, visits)


def _left(archive: Archive, visits: list[str]) -> int:
    """Stages that stand between these visits and the search."""
    with archive.records() as records:
        left = records.open_work(visits)
    return sum(number for stage, number in left.items() if stage is not Stage.SUGGEST_LINKS)


def _report_failures(archive: Archive, visits: list[str], totals: Totals) -> None:
    with archive.records() as records:
        for state in records.failed_work(visits):
            totals.errors += 1
            title = records.item(state.item_id).title
            line = {"item": state.item_id, "title": title, "stage": state.stage, "error": state.reason_code}
            print(json.dumps({**line, "vi": state.reason_vi, "en": state.reason_en}, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

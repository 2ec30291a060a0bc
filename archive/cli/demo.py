"""Bộ tư liệu mẫu: dựng, đưa vào kho, chờ tra cứu được / The practice collection, until it can be searched.

The story is invented; its visits are marked `demo`. Running it again adds only what is missing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote_plus

import archive.demo
from archive.bootstrap import Archive, open_archive
from archive.demo import fonts
from archive.demo.accounts import ACCOUNTS, make_accounts
from archive.demo.bring import BY, Held, bring_visit
from archive.demo.make import MadeFile, make_all
from archive.demo.story import SEARCHES, VISITS
from archive.demo.waiting import Patience, Standing, wait
from archive.linkage.importing import ListToImport, import_list
from archive.settings import load
from schemas.errors import KyucError

_PATIENCE_SECONDS = 1200.0
REGISTRY_SOURCE = "Danh sách mẫu (hư cấu)"


def main(argv: Sequence[str]) -> int:
    """0 when every item of the story can be searched (or was handed over, with --no-wait)."""
    given = _parser().parse_args(argv)
    environment = dict(os.environ, KYUC_DATA=given.data) if given.data else dict(os.environ)
    settings = load(environment)
    kept = open_archive(settings)
    try:
        return _run(kept, settings.data / "demo", given)
    except KyucError as error:
        _say(f"✗ {error.message_vi}", error.message_en)
        return 1
    finally:
        kept.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kyuc demo", description=__doc__)
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu (KYUC_DATA) / data folder")
    parser.add_argument(
        "--files-only", action="store_true", help="chỉ dựng tệp, không đưa vào kho / only make the files"
    )
    parser.add_argument(
        "--no-wait",
        action="store_true",
        help="không chờ máy đọc và nghe / do not wait for reading and hearing",
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=_PATIENCE_SECONDS,
        metavar="S",
        help="chờ lâu nhất, giây / longest wait, s",
    )
    return parser


def _run(kept: Archive, folder: Path, given: argparse.Namespace) -> int:
    made = _make(folder)
    if given.files_only:
        _say(f"✓ {len(made)} tệp ở {folder}", f"{len(made)} files")
        return 0
    _register(kept, folder / "registry.csv")
    held = _bring(kept, folder, made)
    passwords = make_accounts(kept, folder / "accounts.json")
    standing = None
    if not given.no_wait:
        standing = wait(
            kept, held, Patience(given.timeout), _Bar("Đọc và nghe", "reading and hearing").standing
        )
    _tell(kept.settings.public_url, passwords, folder)
    return 0 if standing is None else _outcome(standing)


def _make(folder: Path) -> list[MadeFile]:
    folder.mkdir(parents=True, exist_ok=True)
    if fonts.missing():
        _say("Tải phông chữ viết tay (một lần) …", "Fetching the hands' fonts (once) …")
        if absent := fonts.fetch():
            _say(
                f"! Chưa tải được phông {', '.join(absent)}: trang viết tay dùng phông in.",
                "Those pages are written in print letters instead.",
            )
    bar = _Bar("Dựng tư liệu", "making files")
    made = list(make_all(folder / "files", bar.show))
    shutil.copyfile(Path(archive.demo.__file__).with_name("registry.csv"), folder / "registry.csv")
    return made


def _register(kept: Archive, registry: Path) -> None:
    """The invented records under a source of their own, before the items, so that links are proposed."""
    wanted = ListToImport(registry, REGISTRY_SOURCE, BY)
    report = import_list(kept.records, wanted)
    _say(f"Danh sách liệt sĩ mẫu: {report.rows} dòng.", "Practice registry taken in.")


def _bring(kept: Archive, folder: Path, made: Sequence[MadeFile]) -> list[Held]:
    bar = _Bar("Đưa vào kho", "taking in")
    held: list[Held] = []
    for number, visit in enumerate(VISITS, start=1):
        bar.show(number, len(VISITS), visit.title)
        held += bring_visit(kept, visit, made, folder)
    return held


class _Bar:
    """One line that counts; on a terminal it writes over itself."""

    def __init__(self, vi: str, en: str) -> None:
        self._words = f"{vi} / {en}"
        self._last = ""

    def show(self, done: int, total: int, what: str = "") -> None:
        line = f"{self._words}: {done}/{total} {what}".rstrip()
        if line == self._last:
            return
        self._last = line
        if sys.stderr.isatty():
            print(f"\r\033[K{line[:100]}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def standing(self, standing: Standing) -> None:
        self.show(len(standing.ready) + len(standing.failed), standing.total)


def _outcome(standing: Standing) -> int:
    for held, state in standing.failed:
        _say(f"✗ {held.title}: {state.reason_vi or state.reason_code}", state.reason_en or "")
    if waiting := standing.total - len(standing.ready) - len(standing.failed):
        _say(
            f"✗ Còn {waiting} tư liệu chưa xong. Máy đọc và nghe có đang chạy không? Xem ./kyuc status.",
            f"{waiting} items are not ready yet. Are the workers running? See ./kyuc status.",
        )
    if len(standing.ready) < standing.total:
        return 1
    _say(f"✓ Cả {standing.total} tư liệu mẫu đã tra cứu được.", "All items can be searched.")
    return 0


def _tell(address: str, passwords: dict[str, str], folder: Path) -> None:
    """Accounts, lists and searches to try, on standard output."""
    print("\nTài khoản mẫu (khóa lại khi dùng thật: ./kyuc user close …) / practice accounts:")
    for practice in ACCOUNTS:
        secret = passwords[practice.login] or "(đã đặt trước / set before)"
        print(f"  {practice.login:16} {secret:32} {practice.label_vi}")
    print("\nBa câu tra cứu nên thử / three searches to try:")
    for search in SEARCHES:
        print(f"  {search.query}\n      {search.why_vi}\n      {search.why_en}")
        if address:
            print(f"      {address.rstrip('/')}/tra-cuu?q={quote_plus(search.query)}")
    print(f"\nDanh sách liệt sĩ mẫu để tập liên kết / practice registry:\n  {folder / 'registry.csv'}")
    sys.stdout.flush()


def _say(vi: str, en: str) -> None:
    print(f"{vi}\n  {en}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

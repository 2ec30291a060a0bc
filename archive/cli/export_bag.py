"""Xuất tư liệu thành gói BagIt cho kho lưu trữ khác / write items as bags for other archives.

A JSON line for each bag on standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.bags.exporting import export_item
from archive.bootstrap import Archive, open_archive
from archive.settings import load
from archive.supervision.machine import data_folders
from archive.supervision.words import Parser, complain, say
from schemas.errors import InvalidInput, KyucError, NotFound, Refused

_MOST_OF_A_VISIT = 200


def _parser() -> Parser:
    parser = Parser(prog="./kyuc export bag", description=__doc__)
    parser.add_argument(
        "what", nargs="?", metavar="ID", help="mã tư liệu hoặc buổi thăm / id of an item or a visit"
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="thư mục chứa các gói / folder of the bags")
    parser.add_argument("--all", action="store_true", help="mọi tư liệu / every item")
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    return parser


def main(argv: Sequence[str]) -> int:
    """0 once every bag stands; items that are withdrawn or in quarantine are passed over and told."""
    given = _parser().parse_args(argv)
    archive = open_archive(load(data_folders(given.data).environment()))
    bags = refused = 0
    try:
        for item_id in _wanted(archive, given.what, given.all):
            try:
                bag = export_item(archive, item_id, given.folder.absolute())
            except Refused:
                refused += 1
                continue
            bags += 1
            print(json.dumps({"item": item_id, "bag": str(bag)}))
    except KyucError as error:
        return complain(error)
    finally:
        archive.close()
    say(f"✓ Đã xuất {bags} gói vào {given.folder}.", f"{bags} bags written.")
    if refused:
        say(f"! {refused} tư liệu đã gỡ hoặc cách ly nên không xuất.", "Withdrawn or quarantined: left out.")
    return 0


def _wanted(archive: Archive, what: str | None, everything: bool) -> Iterator[str]:
    if bool(what) == everything:
        raise InvalidInput(
            "item or --all",
            vi="Hãy ghi mã tư liệu hoặc buổi thăm, hoặc --all.",
            en="Name an item or a visit, or say --all.",
        )
    with archive.records() as records:
        if what is None:
            ids = list(records.item_ids())
        elif records.items([what]):
            ids = [what]
        elif records.find_visit(what):
            ids = _of_visit(archive, what)
        else:
            raise NotFound("neither an item nor a visit")
    yield from ids


def _of_visit(archive: Archive, visit_id: str) -> list[str]:
    ids: list[str] = []
    with archive.records() as records:
        while batch := records.items_of(visit_id, offset=len(ids), limit=_MOST_OF_A_VISIT):
            ids += [item.id for item in batch]
    return ids


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Liệt sĩ có thể liên quan tới tệp hay tư liệu / records that a file or item may concern, with evidence.

`ITEM` is the id of an item of the archive; `FILE` any photo, scan, recording or text. The records are the
lists that `kyuc martyrs import` brought in. One JSON object a line:
{"file","suggestions":[{"record","external_id","name","weight","probability","evidence":[{"feature","level",
"weight","left","right","where"}],"contradictions":[…]}]}; weights in bits. The machine only proposes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.authority.extraction import find_mentions
from archive.bootstrap import Archive, open_archive
from archive.linkage.clues import Clues
from archive.linkage.suggest import Suggested, says_too_little, suggest
from archive.linkage.suggesting import Suggester, believed_now, clues_of_item, clues_of_text
from archive.ports import Catalogue
from schemas.errors import InvalidInput, KyucError
from schemas.holdings import ItemKind
from workers.files import transcript_of_file

_TOO_LITTLE = (
    "Quá ít để gợi ý: chưa đọc được họ tên đầy đủ, năm hay đơn vị nào. / "
    "Too little to suggest from: no whole name, year or unit was read."
)
_NOBODY = "Không ai trong các danh sách giống tư liệu này. / Nobody of the lists is like this item."


@dataclass(frozen=True)
class _Found:
    suggested: list[Suggested]
    too_little: bool


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc martyrs suggest", description=__doc__)
    parser.add_argument("what", nargs="+", metavar="FILE|ITEM")
    parser.add_argument(
        "--json", action="store_true", help="JSON, mỗi tệp một dòng / one line of JSON a file"
    )
    parser.add_argument("--top", type=int, default=5)
    parser.add_argument("--kind", choices=[kind.value for kind in ItemKind])
    given = parser.parse_args(argv)
    archive, failed = open_archive(), False
    suggester = Suggester(archive.settings.data / "registry")
    for what in given.what:
        try:
            found = _suggested(archive, suggester, what, given)
        except KyucError as error:
            print(f"{what}: {error.message_vi} / {error.message_en}", file=sys.stderr)
            print(
                _json(
                    {
                        "file": what,
                        "error": {"code": error.code, "vi": error.message_vi, "en": error.message_en},
                    }
                )
            )
            failed = True
            continue
        if not found.suggested:
            print(f"{what}: {_TOO_LITTLE if found.too_little else _NOBODY}", file=sys.stderr)
        _show(what, found, as_json=given.json)
    return int(failed)


def _suggested(archive: Archive, suggester: Suggester, what: str, given: argparse.Namespace) -> _Found:
    kind = ItemKind(given.kind) if given.kind else None
    with archive.records() as records:
        clues = _clues_of_file(Path(what), kind) if Path(what).exists() else _clues_of_item(records, what)
        if not records.source_lists():
            raise InvalidInput(
                vi="Chưa có danh sách liệt sĩ nào. Hãy nhập bằng: ./kyuc martyrs import DANH_SACH.csv",
                en="There is no list of martyrs yet. Bring one in: ./kyuc martyrs import LIST.csv",
            )
        registry, _ = suggester.register(records)
        found = suggest(registry, clues, given.top, believed=believed_now(records))
        return _Found(found[: given.top], says_too_little(clues))


def _clues_of_file(path: Path, kind: ItemKind | None) -> Clues:
    transcript = transcript_of_file(path, kind)
    return clues_of_text(kind, transcript, find_mentions(transcript.text))


def _clues_of_item(records: Catalogue, item_id: str) -> Clues:
    return clues_of_item(records, records.item(item_id))


def _show(what: str, found: _Found, *, as_json: bool) -> None:
    if as_json:
        told = {"file": what, "suggestions": [_suggestion(one) for one in found.suggested]}
        print(_json({**told, "too_little": True} if found.too_little else told), flush=True)
        return
    for one in found.suggested:
        print(f"{what}\t{one.probability:.3f}\t{one.weight:+.1f}\t{one.row.external_id}\t{one.row.name}")


def _suggestion(one: Suggested) -> dict[str, Any]:
    return {
        "record": one.row.id,
        "external_id": one.row.external_id,
        "name": one.row.name,
        "weight": one.weight,
        "probability": one.probability,
        "strong": one.strong,
        "evidence": [part.to_json() for part in one.evidence],
        "contradictions": [part.to_json() for part in one.contradictions],
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

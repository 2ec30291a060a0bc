"""Nhật ký hệ thống: kiểm chứng, mốc băm mỗi ngày / the audit: prove it whole, its daily anchors.

`verify` prints a JSON line for each break and one last line with the counts. `anchors` prints the anchor of
each day and where the chain stands now: print them or keep them elsewhere, and give them back to
`verify --anchors`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archive.audit.chain import Break
from archive.audit.verifying import anchor_now, prove
from archive.bootstrap import Archive, open_archive
from schemas.audit import Anchor
from schemas.errors import InvalidInput, KyucError

_WORDS = {
    Break.CHANGED: ("đã bị sửa", "was changed"),
    Break.MISSING: ("thiếu mục trước mục này", "entries before it are missing"),
    Break.CUT_OFF: ("thiếu các mục sau mục này", "entries after it are missing"),
    Break.ADDED: ("bị thêm vào", "was added"),
    Break.ANCHOR: ("khác với mốc đã giữ", "is not what the anchor says"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc audit",
        description="Kiểm chứng nhật ký: không mục nào bị sửa, xóa, thêm hay đổi chỗ. / "
        "Prove the audit: no entry changed, removed, inserted or moved.",
    )
    acts = parser.add_subparsers(dest="act", required=True)
    verify = acts.add_parser("verify", help="kiểm chứng cả nhật ký / prove the whole audit")
    verify.add_argument(
        "--anchors", type=Path, metavar="FILE", help="mốc giữ ở nơi khác / anchors kept elsewhere"
    )
    acts.add_parser("anchors", help="in các mốc để giữ ở nơi khác / print the anchors to keep elsewhere")
    return parser


def main(argv: Sequence[str]) -> int:
    """0 only if the whole chain stands as it was written."""
    given = _parser().parse_args(argv)
    archive = open_archive()
    try:
        return _verify(archive, given.anchors) if given.act == "verify" else _anchors(archive)
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    finally:
        archive.close()


def _verify(archive: Archive, kept: Path | None) -> int:
    elsewhere = _read(kept) if kept else []
    with archive.records() as records:
        proof = prove(records, elsewhere, _tell)
    for broken in proof.broken:
        vi, en = _WORDS[broken.how]
        print(f"✗ Mục {broken.number} {vi}. / Entry {broken.number} {en}.", file=sys.stderr)
        print(json.dumps({"number": broken.number, "break": broken.how.value}))
    counts = {"entries": proof.entries, "anchors": proof.anchors, "broken": len(proof.broken)}
    print(json.dumps(counts))
    return 1 if proof.broken else 0


def _anchors(archive: Archive) -> int:
    with archive.records() as records:
        for anchor in (*records.audit_anchors(), anchor_now(records)):
            print(json.dumps(anchor.to_json()))
    return 0


def _read(path: Path) -> list[Anchor]:
    """Raises InvalidInput."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [Anchor.from_json(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(
            f"anchors: {type(error).__name__}",
            vi="Không đọc được tệp mốc. Mỗi dòng phải là một mốc do lệnh “kyuc audit anchors” in ra.",
            en="The anchors cannot be read. Each line must be one that `kyuc audit anchors` printed.",
        ) from error


def _tell(entries: int) -> None:
    print(f"  {entries} mục nguyên vẹn hoặc đã báo / entries compared", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

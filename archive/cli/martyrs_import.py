"""Nhập danh sách liệt sĩ (CSV, XLSX), giữ nguyên văn / Import a list of martyrs, every row as written.

Columns are told by their headings, or by `--map FILE` (JSON: {"name": "Họ và tên", "death": "Hy sinh", …}).
A column `id` or `mã số` becomes the external id. A newer edition of a `--source` changes only what changed.
One JSON object with what was done; changed and refused rows one a line on standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from archive.bootstrap import open_archive
from archive.linkage.importing import ListToImport, import_list
from schemas.errors import KyucError


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc martyrs import", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--map", type=Path, help="JSON: trường → cột · field to column")
    parser.add_argument("--source", help="tên nguồn, mặc định là tên tệp · name of the source")
    parser.add_argument(
        "--dry-run", action="store_true", help="chỉ cho biết sẽ làm gì · say only what would be done"
    )
    given = parser.parse_args(argv)
    try:
        mapping = json.loads(given.map.read_text(encoding="utf-8")) if given.map else None
        wanted = ListToImport(given.file, given.source or given.file.stem, "import", mapping)
        report = import_list(open_archive().records, wanted, dry_run=given.dry_run, progress=_show)
    except KyucError as error:
        print(f"{error.message_vi}\n{error.message_en}", file=sys.stderr)
        return 1
    except (OSError, json.JSONDecodeError) as error:
        print(f"{error}", file=sys.stderr)
        return 1
    for note in report.notes:
        print(f"{note.vi} · {note.en}", file=sys.stderr)
    for changed in report.changes:
        said = "; ".join(f"{heading}: “{old}” → “{new}”" for heading, old, new in changed.cells)
        print(f"{changed.external_id}: {said}", file=sys.stderr)
    for row in report.refused:
        print(f"{row.vi} · {row.en}", file=sys.stderr)
    counts = {name: value for name, value in asdict(report).items() if isinstance(value, int)}
    counts["refused"] = counts.pop("refused_rows")
    print(json.dumps({"file": str(given.file), **counts}, ensure_ascii=False))
    return 1 if report.refused else 0


def _show(rows: int) -> None:
    print(f"… {rows} dòng · rows", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

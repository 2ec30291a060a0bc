"""A list of people in memory: columns by kind, cells as written. From CSV in whatever encoding it comes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from archive.linkage.columns import FieldKind, kind_of_column
from archive.linkage.names import is_placeholder
from schemas.errors import InvalidInput

_ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")
_SAMPLE = 200
_MAX_COLUMNS = 400


@dataclass(frozen=True)
class Column:
    heading: str
    kind: FieldKind
    cells: list[str]


@dataclass(frozen=True)
class PersonTable:
    """`ids[i]` names row i; `columns` hold the other cells, row by row, as written."""

    ids: list[str]
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, heading: str) -> Column | None:
        return next((column for column in self.columns if column.heading == heading), None)


def read_table(path: Path) -> PersonTable:
    """A CSV file with a heading row. Raises InvalidInput with the reason, in both languages."""
    text = _decoded(path)
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect=_dialect(text)))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise InvalidInput(
            vi=f"“{path.name}” không có dòng dữ liệu nào dưới dòng tiêu đề.",
            en=f"“{path.name}” has no rows below its heading.",
        )
    return table_of(rows[0], rows[1:])


def table_of(headings: list[str], rows: list[list[str]]) -> PersonTable:
    """Cells are trimmed; short rows are filled with empty cells. The id column is told by its heading."""
    if len(headings) > _MAX_COLUMNS:
        raise InvalidInput(
            vi=f"Danh sách có {len(headings)} cột, quá nhiều (tối đa {_MAX_COLUMNS}).",
            en=f"The list has {len(headings)} columns, too many (at most {_MAX_COLUMNS}).",
        )
    width = len(headings)
    cells = [[row[i].strip() if i < len(row) else "" for row in rows] for i in range(width)]
    kinds = [
        kind_of_column(heading, column[:_SAMPLE]) for heading, column in zip(headings, cells, strict=True)
    ]
    id_at = _id_column(kinds, cells)
    ids = cells[id_at] if id_at is not None else [str(number + 1) for number in range(len(rows))]
    columns = tuple(
        _column(heading.strip(), FieldKind.CODE if kind is FieldKind.ID else kind, column)
        for at, (heading, kind, column) in enumerate(zip(headings, kinds, cells, strict=True))
        if at != id_at
    )
    return PersonTable(ids, columns)


def _column(heading: str, kind: FieldKind, cells: list[str]) -> Column:
    """A stand-in for a name ("Chưa xác định được thông tin") is no name: two such rows are not namesakes."""
    if kind is FieldKind.NAME:
        cells = ["" if is_placeholder(cell) else cell for cell in cells]
    return Column(heading, kind, cells)


def _id_column(kinds: list[FieldKind], cells: list[list[str]]) -> int | None:
    for at, kind in enumerate(kinds):
        if kind is FieldKind.ID and len(set(cells[at])) == len(cells[at]) and all(cells[at]):
            return at
    return None


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    if not raw.strip():
        raise InvalidInput(vi=f"“{path.name}” là tệp rỗng.", en=f"“{path.name}” is empty.")
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput(
        vi=f"Không rõ bảng mã của “{path.name}”. Hãy lưu lại dạng UTF-8.",
        en=f"The encoding of “{path.name}” is unknown. Save it as UTF-8.",
    )


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Found

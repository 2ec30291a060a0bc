"""Lists as they really come: CSV in any encoding or separator, XLSX with titles, two-row headings, sheets.

Rows are streamed, so that a list of a million rows needs no memory. What cannot be opened is refused with the
reason and what to do, in both languages.
"""

from __future__ import annotations

import csv
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from archive.authority.encodings import decode
from archive.linkage.headings import guessed_mapping
from archive.linkage.list_letters import in_unicode, old_letters
from archive.linkage.workbooks import looked_through
from schemas.errors import InvalidInput, TooLarge
from schemas.martyrs import ListNote

Row = list[str]
_FONTS = frozenset({"tcvn3", "vni", "viqr"})
_LOOKED_AT = 1 << 20
_MAX_COLUMNS = 400
_HEADING_WITHIN = 15
csv.field_size_limit(1 << 20)


@dataclass(frozen=True)
class ListFile:
    """The heading and, once, its rows (numbered from 1 below the heading, cells trimmed)."""

    headings: Row
    rows: Iterator[tuple[int, Row]]
    notes: Sequence[ListNote] = ()
    """What a person should know: formulas, macros, photos, an old encoding."""


def open_list_file(path: Path) -> ListFile:
    """Raises InvalidInput or TooLarge."""
    if not path.is_file() or path.stat().st_size == 0:
        raise InvalidInput(vi=f"“{path.name}” là tệp rỗng.", en=f"“{path.name}” is empty.")
    workbook = zipfile.is_zipfile(path)
    notes = list(looked_through(path)) if workbook else []
    raw = _workbook_rows(path) if workbook else _text_rows(path)
    rows = ([cell.strip() for cell in row] for row in raw)
    filled, encoding = in_unicode(row for row in rows if any(row))
    if encoding:
        notes.append(old_letters(encoding))
    headings, rest = _heading(filled, path.name)
    if len(headings) > _MAX_COLUMNS:
        raise TooLarge(
            vi=f"Danh sách có {len(headings)} cột, quá nhiều (tối đa {_MAX_COLUMNS}).",
            en=f"The list has {len(headings)} columns, too many (at most {_MAX_COLUMNS}).",
        )
    return ListFile(headings, enumerate(_under(headings, rest), 1), notes)


def _under(headings: Row, rows: Iterator[Row]) -> Iterator[Row]:
    """Rows as wide as the heading; a heading that repeats on a later sheet is no row."""
    width = len(headings)
    for row in rows:
        whole = [*row[:width], *[""] * (width - len(row))]
        if whole != headings:
            yield whole


def _heading(rows: Iterator[Row], name: str) -> tuple[Row, Iterator[Row]]:
    """The row that names most fields, among the first few; titles above it are passed over."""
    first = list(islice(rows, _HEADING_WITHIN))
    if len(first) < 2:
        raise InvalidInput(
            vi=f"“{name}” không có dòng dữ liệu nào dưới dòng tiêu đề.",
            en=f"“{name}” has no rows below its heading.",
        )
    one_row = [(_fields_named(row), -at, row, at + 1) for at, row in enumerate(first)]
    two_rows = [
        (_fields_named(both), -at, both, at + 2) for at, both in enumerate(map(_two_rows, first, first[1:-1]))
    ]
    _, _, headings, below = max(one_row + two_rows)
    return _distinct(headings), chain(first[below:], rows)


def _fields_named(row: Row) -> int:
    return len(guessed_mapping([cell for cell in row if cell]))


def _two_rows(upper: Row, lower: Row) -> Row:
    """A merged heading ("Ngày" over "sinh", "hy sinh") read as one: the upper cell holds until the next."""
    width, held, joined = max(len(upper), len(lower)), "", []
    for at in range(width):
        above, below = (row[at] if at < len(row) else "" for row in (upper, lower))
        held = above or held
        joined.append(f"{held} {below}".strip() if below else above)
    return joined


def _distinct(headings: Row) -> Row:
    """Every column has a name of its own."""
    seen: dict[str, int] = {}
    named = []
    for at, heading in enumerate(headings, 1):
        heading = " ".join(heading.split()) or f"cột {at}"
        seen[heading] = seen.get(heading, 0) + 1
        named.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return named


def _text_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as opened:
        head = opened.read(_LOOKED_AT)
    encoding = _encoding(head, path.name)
    first = head.decode(encoding, "ignore").split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        yield from csv.reader(text, delimiter=delimiter)


def _encoding(head: bytes, name: str) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\0" in head:
        raise InvalidInput(
            vi=f"“{name}” không phải danh sách CSV hay XLSX. Hãy lưu lại bằng Excel rồi gửi lại.",
            en=f"“{name}” is no CSV or XLSX list. Save it again with Excel and send that.",
        )
    try:
        getincrementaldecoder("utf-8")().decode(head, final=len(head) < _LOOKED_AT)
    except UnicodeDecodeError:
        # letters of an old font are bytes of their own; its cells are converted when they are read
        return "latin-1" if decode(head).encoding in _FONTS else "cp1258"
    return "utf-8-sig"


def _workbook_rows(path: Path) -> Iterator[Row]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InvalidInput(
            str(error),
            vi=f"Không mở được “{path.name}” như bảng tính. Hãy lưu lại dạng .xlsx hoặc .csv.",
            en=f"“{path.name}” cannot be opened as a workbook. Save it as .xlsx or .csv.",
        ) from error
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    """As people would read it in the sheet: a date as day/month/year, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

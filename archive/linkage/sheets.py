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
from itertools import chain
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from archive.authority.encodings import decode
from archive.linkage.list_letters import old_letters
from archive.linkage.list_parts import Row, follows, main_part, part_of, together
from archive.linkage.workbooks import looked_through
from schemas.errors import InvalidInput, TooLarge
from schemas.martyrs import ListNote

_FONTS = frozenset({"tcvn3", "vni", "viqr"})
_LOOKED_AT = 1 << 20
_MAX_COLUMNS = 400
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
    raw = _workbook_sheets(path) if workbook else [(path.name, _text_rows(path))]
    parts = [part for title, rows in raw if (part := part_of(title, rows)) is not None]
    main = parts[main_part(parts)] if parts else None
    if main is None:
        raise _no_rows(path.name)
    kept = [main, *(part for part in parts[main_part(parts) + 1 :] if follows(part, main))]
    notes += [old_letters(one) for one in dict.fromkeys(part.encoding for part in kept) if one]
    notes += [_left_out(part.title) for part in parts if part.title not in {one.title for one in kept}]
    headings, rows = together(main, kept)
    if len(headings) > _MAX_COLUMNS:
        raise TooLarge(
            vi=f"Danh sách có {len(headings)} cột, quá nhiều (tối đa {_MAX_COLUMNS}).",
            en=f"The list has {len(headings)} columns, too many (at most {_MAX_COLUMNS}).",
        )
    if (first := next(rows, None)) is None:
        raise _no_rows(path.name)
    return ListFile(headings, enumerate(chain([first], rows), 1), notes)


def _no_rows(name: str) -> InvalidInput:
    return InvalidInput(
        vi=f"“{name}” không có dòng dữ liệu nào dưới dòng tiêu đề.",
        en=f"“{name}” has no rows below its heading.",
    )


def _left_out(title: str) -> ListNote:
    return ListNote(
        f"Trang “{title}” không phải bảng danh sách nên không nhập.",
        f"The sheet “{title}” is no table of the list and is left out.",
    )


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


def _workbook_sheets(path: Path) -> list[tuple[str, Iterator[Row]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InvalidInput(
            str(error),
            vi=f"Không mở được “{path.name}” như bảng tính. Hãy lưu lại dạng .xlsx hoặc .csv.",
            en=f"“{path.name}” cannot be opened as a workbook. Save it as .xlsx or .csv.",
        ) from error
    return [
        (sheet.title, ([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)))
        for sheet in book.worksheets
    ]


def _cell(value: object) -> str:
    """As people would read it in the sheet: a date as day/month/year, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

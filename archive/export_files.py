"""Rows to a file that a spreadsheet opens: CSV or XLSX, row by row, never a formula out of what was read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from schemas.exports import ExportForm

_FORMULA_SIGNS = frozenset("=+-@\t\r\n")
_ROWS_IN_SHEET = 1_000_000
"""A sheet ends at 1,048,576 rows."""
_LONGEST_CELL = 32_000


def write_rows(path: Path, form: ExportForm, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    if form is ExportForm.CSV:
        _csv(path, heading, rows)
    else:
        _xlsx(path, heading, rows)


def harmless(cell: str) -> str:
    """What a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises."""
    return f"'{cell}" if cell[:1] in _FORMULA_SIGNS or cell.lstrip()[:1] in _FORMULA_SIGNS else cell


def _csv(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:  # Excel needs the mark
        writer = csv.writer(file)
        writer.writerow(heading)
        for row in rows:
            writer.writerow([harmless(cell) for cell in row])


def _xlsx(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.append(list(heading))
    for number, row in enumerate(rows, 1):
        if number % _ROWS_IN_SHEET == 0:
            sheet = book.create_sheet(str(number // _ROWS_IN_SHEET + 1))
            sheet.append(list(heading))
        sheet.append([_text_cell(sheet, cell) for cell in row])
    book.save(path)


def _text_cell(sheet: Any, text: str) -> Any:
    """Text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", text)[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell

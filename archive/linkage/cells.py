"""One cell of a list as a field of a record: its normal form, or why it cannot be read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archive.linkage.dates import parse_partial_date
from archive.linkage.missing import missing_value
from schemas.martyrs import ListNote, Missing

_DATES = frozenset({"birth", "death", "enlisted"})
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class CellRead:
    normal: str
    """As the archive understands it; empty where it does not."""
    wrong: ListNote | None = None
    missing: Missing | None = None
    """Which absence the cell writes, if it writes one; that is read and not wrong."""


def read_cell(field: str, written: str) -> CellRead:
    if missing := missing_value(field, written):
        return CellRead("", missing=missing)
    if field in _DATES:
        date = parse_partial_date(written)
        if date is None or date.year is None:
            return CellRead(
                "",
                ListNote(
                    "không đọc ra ngày, tháng hay năm; vẫn giữ nguyên văn",
                    "no day, month or year could be read; kept as written",
                ),
            )
        return CellRead("/".join(str(part) for part in (date.day, date.month, date.year) if part))
    return CellRead(" ".join(written.split()))


def shifted(values: Mapping[str, str]) -> bool:
    """Whether the cells of a row stand in the wrong columns: a number where the name is, a name in a date."""
    name = values.get("name", "")
    if not name or _LETTER.search(name):
        return False
    return any(_like_a_name(written) for field, written in values.items() if field != "name")


def _like_a_name(written: str) -> bool:
    words = written.split()
    return 2 <= len(words) <= 6 and not any(letter.isdigit() for letter in written)

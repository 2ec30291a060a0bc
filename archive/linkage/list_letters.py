"""Lists typed in fonts of before Unicode (TCVN3, VNI, …): recognised by their rows, converted by cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from archive.authority.encodings import convert, recognise
from schemas.martyrs import ListNote

_SAMPLE = 80
_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viqr": "VIQR", "cp1258": "Windows-1258"}


def in_unicode(rows: Iterator[list[str]]) -> tuple[Iterator[list[str]], str]:
    """The rows in Unicode and the encoding that they were in; empty: they were in Unicode."""
    first = list(islice(rows, _SAMPLE))
    words = "\n".join(cell for row in first for cell in row if not cell.isascii())
    encoding = recognise(words).encoding if words else "unicode"
    whole = chain(first, rows)
    if encoding == "unicode":
        return whole, ""
    return ([convert(cell, encoding) for cell in row] for row in whole), encoding


def old_letters(encoding: str) -> ListNote:
    name = _NAMES.get(encoding, encoding)
    return ListNote(
        f"Danh sách gõ bằng {name}; chữ đã được chuyển sang Unicode. Hãy xem lại các dòng dưới đây.",
        f"The list is typed in {name}; its letters were converted to Unicode. Look at the rows below.",
    )

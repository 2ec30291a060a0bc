"""Rows of a martyr list from its columns, whatever they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.authority.orthography import fold_text
from archive.linkage.table import PersonTable
from schemas.martyrs import MartyrRow

_FIELDS: tuple[tuple[str, str], ...] = (
    ("name", r"name|full name|(ho ten|ho va ten|ten)( liet s[iy])?|liet s[iy]"),
    ("birth", r"birth|dob|date of birth|born|ns|(nam |ngay |ngay thang nam |ngay thang )?sinh"),
    ("death", r"death|date of death|died|hs|(nam |ngay |ngay thang nam |ngay thang )?h[yi] sinh|ngay mat"),
    ("hometown", r"home ?town|(nguyen )?quan|que( quan)?|native place|tru quan"),
    ("rank", r"rank|cap bac( chuc vu)?|chuc vu"),
    ("unit", r"unit|don vi.*|phien hieu"),
    ("enlisted", r"enlisted|(ngay |nam )?nhap ngu"),
    ("cemetery", r"cemetery|nghia trang|noi an tang"),
    ("grave", r"grave|(vi tri |so )?mo|phan mo"),
)


def guessed_mapping(headings: list[str]) -> dict[str, str]:
    """Field of a record to heading of the list; a field that no heading fits is left out."""
    plain = {heading: " ".join(re.sub(r"[_\W]+", " ", fold_text(heading)).split()) for heading in headings}
    mapping: dict[str, str] = {}
    for field, pattern in _FIELDS:
        for heading in headings:
            if re.fullmatch(pattern, plain[heading]) and heading not in mapping.values():
                mapping[field] = heading
                break
    return mapping


def martyr_rows(table: PersonTable, mapping: dict[str, str] | None = None) -> Iterator[MartyrRow]:
    """Each row of the list as a record; its id is the list's own until the archive gives another."""
    mapping = mapping or guessed_mapping([column.heading for column in table.columns])
    cells = {field: column.cells for field, heading in mapping.items() if (column := table.column(heading))}
    for at, own_id in enumerate(table.ids):
        values: dict[str, Any] = {"name": "", **{field: column[at] for field, column in cells.items()}}
        yield MartyrRow(id=own_id, external_id=own_id, **values)

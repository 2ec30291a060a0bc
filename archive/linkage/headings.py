"""Which column of a martyr list tells what, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive.authority.orthography import fold_text
from archive.linkage.missing import missing_value
from schemas.martyrs import MartyrRow

_FIELDS: tuple[tuple[str, str], ...] = (
    ("name", r"name|full name|(ho ten|ho va ten|ten)( liet s[iy])?|liet s[iy]"),
    ("birth", r"birth|dob|date of birth|born|ns|(nam |ngay |ngay thang nam |ngay thang )?sinh"),
    (
        "alias",
        r"alias(es)?|other names?|bi danh"
        r"|ten ((goi )?khac|thuong (goi|dung)|khai sinh|tu|di b)",
    ),
    ("death", r"death|date of death|died|hs|(nam |ngay |ngay thang nam |ngay thang )?h[yi] sinh|ngay mat"),
    ("notice", r"notice( date)?|(ngay |nam )?(giay )?bao tu|ngay (cap|ky) (giay )?bao tu"),
    ("hometown", r"home ?town|que( quan)?|quan"),
    ("native", r"native place|nguyen quan"),
    ("residence", r"residence|tru quan|noi cu tru|cho o"),
    ("rank", r"rank|cap bac( chuc vu)?|chuc vu"),
    ("unit", r"unit|don vi.*|phien hieu"),
    ("enlisted", r"enlisted|(ngay |nam )?nhap ngu"),
    ("cemetery", r"cemetery|nghia trang|noi an tang"),
    ("grave", r"grave|(vi tri |so )?mo|phan mo"),
    (
        "certificate",
        r"certificate( no| number)?|so (giay )?bao tu|(so )?(bang )?(to quoc ghi cong|tqgc)|so bang( tqgc)?",
    ),
)

FIELDS = tuple(field for field, _ in _FIELDS)
"""Of a record, in the order in which people read them."""


def guessed_mapping(headings: list[str]) -> dict[str, str]:
    """Field of a record to heading of the list; a field that no heading fits is left out."""
    plain = {heading: _plain(heading) for heading in headings}
    mapping: dict[str, str] = {}
    for field, pattern in _FIELDS:
        for heading in headings:
            if re.fullmatch(pattern, plain[heading]) and heading not in mapping.values():
                mapping[field] = heading
                break
    return mapping


def martyr_row(record_id: str, external_id: str, values: Mapping[str, str]) -> MartyrRow:
    """`values`: field to cell as written; fields that a row has not are empty, foreign ones are left out."""
    known: dict[str, Any] = {field: values.get(field, "") for field, _ in _FIELDS if field != "alias"}
    others = tuple(_other_names(known["name"], values.get("alias", "")))
    return MartyrRow(id=record_id, external_id=external_id, **known, other_names=others)


def _other_names(name: str, aliases: str) -> Iterator[str]:
    """What stands after "tức" or in brackets with the name, and in the column of aliases."""
    called = [match[1] or match[2] for match in _CALLED.finditer(name)]
    for one in (*called, *re.split(r"[;,/]", aliases)):
        if len(one.split()) > 0 and not missing_value("alias", one.strip()):
            yield _CALLED_SO.sub("", one.strip())


_CALLED_SO = re.compile(r"^(tức|bí danh|b\.?d\.?|tên khác|tên khai sinh)\b[\s.:]*", re.IGNORECASE)
_CALLED = re.compile(r"\(([^()]+)\)|\b(?:tức|bí danh)\b[\s.:]*([^(),;]+)$", re.IGNORECASE)


def id_heading(headings: Iterable[str]) -> str | None:
    """The column that holds the list's own ids, if a heading says so."""
    return next((heading for heading in headings if re.fullmatch(_IDS, _plain(heading))), None)


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[_\W]+", " ", fold_text(heading)).split())


_IDS = r"id|rec id|record id|ma( so)?( ho so)?( liet s[iy])?|external id|so ho so"

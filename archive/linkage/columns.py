"""What a column of a list holds, told from its heading first and from its content second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from archive.authority.orthography import fold_text


class FieldKind(StrEnum):
    ID = "id"
    NAME = "name"
    """A whole personal name."""
    NAME_PART = "name_part"
    """A given name or a surname in a column of its own."""
    DATE = "date"
    PLACE = "place"
    UNIT = "unit"
    RANK = "rank"
    GRAVE = "grave"
    """Khu, lô, hàng, mộ."""
    CODE = "code"
    """Numbers and codes in which every character counts."""
    TEXT = "text"


_HEADINGS: tuple[tuple[FieldKind, str], ...] = (
    (FieldKind.ID, r"id|rec id|record id|ma so|ma|stt|ma ho so|ma liet si|external id"),
    (FieldKind.NAME, r"name|full name|(ho ten|ho va ten|ten)( liet si)?|liet si|cha|me|vo|chong"),
    (FieldKind.NAME_PART, r"(given|first|last|middle|family|sur) ?name|surname|forename|ho|ten dem|dem"),
    (
        FieldKind.DATE,
        r"birth|death|dob|date( of birth| of death)?|born|died|enlisted|sinh|h[yi] sinh|nhap ngu|ns|hs|bao tu"
        r"|.*\b(nam|ngay|ngay thang) (sinh|h[yi] sinh|mat|nhap ngu|tai ngu|di b|bao tu)\b.*",
    ),
    (
        FieldKind.PLACE,
        r"home ?town|.*\bque( quan)?\b.*|nguyen quan|tru quan|native place|place.*|noi h[yi] sinh|dia chi|xa"
        r"|huyen|tinh|cemetery|nghia trang|noi an tang",
    ),
    (FieldKind.UNIT, r"unit|don vi.*|phien hieu"),
    (FieldKind.RANK, r"rank|cap bac|chuc vu|post|cap bac chuc vu"),
    (FieldKind.GRAVE, r"grave|(vi tri |so )?mo|lo|hang|khu|.*grave.*"),
    (FieldKind.CODE, r".*\b(code|number|no|so|post ?code|zip|phone|ssn)\b.*|soc sec id|state"),
    (FieldKind.TEXT, r"address.*|street.*|suburb|city|note.*|ghi chu"),
)

_DATE_LIKE = re.compile(r"\D{0,2}\d{0,2}\D{0,2}\d{0,2}\D{0,2}(1[89]|20)\d{2}\D{0,2}|(1[89]|20)\d{6}")
_UNIT_LIKE = re.compile(r"(?i)\b[a-f]\s?\d{1,4}\b|đoàn|đội")


def kind_of_column(heading: str, values: Sequence[str]) -> FieldKind:
    """The kind of a column; `values` are some non-empty cells of it."""
    plain = " ".join(re.sub(r"[_\W]+", " ", fold_text(heading)).split())
    for kind, pattern in _HEADINGS:
        if re.fullmatch(pattern, plain):
            return kind
    return _kind_of_content([value for value in values if value.strip()])


def _kind_of_content(values: Sequence[str]) -> FieldKind:
    if not values:
        return FieldKind.TEXT

    def share(found: Sequence[bool]) -> float:
        return sum(found) / len(values)

    if share([bool(_DATE_LIKE.fullmatch(value.strip())) for value in values]) > 0.8:
        return FieldKind.DATE
    if share([any(c.isdigit() for c in value) and " " not in value.strip() for value in values]) > 0.8:
        return FieldKind.CODE
    if share([bool(_UNIT_LIKE.search(value)) for value in values]) > 0.5:
        return FieldKind.UNIT
    return FieldKind.TEXT

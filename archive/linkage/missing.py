"""How lists and papers write that a value is not there, and which of five things they mean by it. Pure.

Domain notes, Missing values: chưa xác định (work to do), không rõ (searched, not to be known), không áp dụng,
chưa nhập, hạn chế công bố. Whatever it means, it is no value: two rows that both say "không rõ" do not agree.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.authority.orthography import fold_text
from archive.linkage.names import is_placeholder
from schemas.martyrs import Missing

_NOT_YET = r"(chua|dang)"
_NO = r"(khong|ko|k|kg|0)"
_FIND = r"(xac dinh|xac minh|ro|biet|tim (thay|duoc|ra)|phat hien|xd)"
_WHAT = (
    r"( duoc| dc| ra)?( (thong tin|danh tinh|ngay|nam|thang|don vi|que quan|que|ten|ho ten|mo|noi [a-z ]+))*"
)
_MEANT: tuple[tuple[Missing, str], ...] = (
    (
        Missing.UNDETERMINED,
        rf"(ls |liet s[iy] )?({_NOT_YET} (duoc )?{_FIND}{_WHAT}|{_NOT_YET} (co|du) (thong tin|can cu)( gi)?"
        rf"|cho xac (dinh|minh)|can xac (dinh|minh)|that lac|(bi )?(mo|mat) chu|unidentified|vo danh"
        rf"|khuyet danh)",
    ),
    (
        Missing.UNKNOWABLE,
        rf"(ls |liet s[iy] )?({_NO} (the )?(con )?{_FIND}{_WHAT}|{_NO} (con )?(ai )?(nho|giay to)"
        rf"|{_NO} co thong tin( gi)?|unknown|not known)",
    ),
    (Missing.NOT_APPLICABLE, rf"{_NO} (ap dung|lien quan)|n ?/ ?a|not applicable"),
    (
        Missing.NOT_ENTERED,
        rf"{_NOT_YET} (nhap|dien|ghi|khai|co|cap nhat|bo sung)|(bo|de) trong|{_NO} (ghi|khai|dien)",
    ),
    (
        Missing.RESTRICTED,
        rf"han che( cong bo)?|{_NO} cong bo|{_NO} cong khai|giu kin|bao mat|restricted",
    ),
)
_OF_PROGRAMS = frozenset({"nan", "NaN", "NaT", "None", "none", "null", "NULL", "#N/A", "NA"})
"""What spreadsheets and programs leave in an empty cell; "Nan" and "Na" are names."""
_NO_LETTER = re.compile(r"[^\w?]*|_+")
_DOUBT = re.compile(r"[\W_]*\?[\W_]*")
_GRAVES = frozenset({"cemetery", "grave"})
_LONGEST = 60


@lru_cache(maxsize=1 << 17)
def missing_value(field: str, written: str) -> Missing | None:
    """What the writing of a field means if it is no value; None where it is one. Empty: not entered."""
    if len(written) > _LONGEST:
        return None
    if _NO_LETTER.fullmatch(written) or written in _OF_PROGRAMS:
        return Missing.NOT_ENTERED
    if _DOUBT.fullmatch(written):
        return Missing.UNDETERMINED
    plain = " ".join(fold_text(written).strip(" .,;:()[]-–\"'“”").split())
    for meant, pattern in _MEANT:
        if re.fullmatch(pattern, plain):
            return meant
    if plain in ("khong", "khong co", "ko co"):  # a man without a grave has none yet
        return Missing.UNDETERMINED if field in _GRAVES else Missing.NOT_APPLICABLE
    if field == "name" and is_placeholder(written):
        return Missing.UNDETERMINED
    return None


def given(field: str, written: str) -> str:
    """The writing where it is a value, else nothing."""
    return "" if missing_value(field, written) else written

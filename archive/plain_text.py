"""The text of a plain text file, whatever wrote it. Pure."""

from __future__ import annotations

import codecs

from schemas.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_text(data: bytes) -> str:
    """UTF-8 or UTF-16 as marked; else UTF-8; else Windows-1258. Raises UnreadableFile.

    The 8-bit letters of older codes (TCVN3, VNI) come out as they stood in the file; what they mean is the
    business of `archive.authority`, which keeps what was written.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "cp1258")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"not {encoding}",
            vi="Không đọc được bảng mã của tệp văn bản này. Hãy lưu lại dạng UTF-8 rồi gửi lại.",
            en="The encoding of this text file is not known. Save it as UTF-8 and send it again.",
        ) from error

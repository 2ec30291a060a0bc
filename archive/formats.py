"""What a file is, by its first bytes and never by its name. Pure.

Signatures: the published format specifications (JPEG ITU-T T.81, PNG RFC 2083, TIFF 6.0, RIFF, ISO/IEC
14496-12 `ftyp` brands, Matroska RFC 9559, Ogg RFC 3533, FLAC RFC 9639, AMR RFC 4867, MPEG audio ISO 11172-3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.errors import UnreadableFile
from schemas.holdings import Medium

HEAD_BYTES = 64 * 1024
"""So many first bytes are enough to tell."""


@dataclass(frozen=True, slots=True)
class Format:
    media_type: str
    medium: Medium


_JPEG = Format("image/jpeg", Medium.IMAGE)
_PNG = Format("image/png", Medium.IMAGE)
_WEBP = Format("image/webp", Medium.IMAGE)
_TIFF = Format("image/tiff", Medium.IMAGE)
_HEIC = Format("image/heic", Medium.IMAGE)
_HEIF = Format("image/heif", Medium.IMAGE)
_AVIF = Format("image/avif", Medium.IMAGE)
_PDF = Format("application/pdf", Medium.DOCUMENT)
_WAV = Format("audio/wav", Medium.AUDIO)
_MP3 = Format("audio/mpeg", Medium.AUDIO)
_M4A = Format("audio/mp4", Medium.AUDIO)
_AAC = Format("audio/aac", Medium.AUDIO)
_AMR = Format("audio/amr", Medium.AUDIO)
_OGG = Format("audio/ogg", Medium.AUDIO)
_FLAC = Format("audio/flac", Medium.AUDIO)
_MP4 = Format("video/mp4", Medium.VIDEO)
_MOV = Format("video/quicktime", Medium.VIDEO)
_3GP = Format("video/3gpp", Medium.VIDEO)
_3GP_SOUND = Format("audio/3gpp", Medium.AUDIO)
_WEBM = Format("video/webm", Medium.VIDEO)
_WEBM_SOUND = Format("audio/webm", Medium.AUDIO)
_MKV = Format("video/x-matroska", Medium.VIDEO)
_TEXT = Format("text/plain", Medium.TEXT)

_SOUND_OF = {_MP4: _M4A, _MOV: _M4A, _3GP: _3GP_SOUND, _WEBM: _WEBM_SOUND}

_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", _JPEG),
    (b"\x89PNG\r\n\x1a\n", _PNG),
    (b"II*\x00", _TIFF),
    (b"MM\x00*", _TIFF),
    (b"II+\x00", _TIFF),
    (b"MM\x00+", _TIFF),
    (b"fLaC", _FLAC),
    (b"#!AMR", _AMR),
    (b"ID3", _MP3),
)
_RIFF = {b"WEBP": _WEBP, b"WAVE": _WAV}
_BRANDS: tuple[tuple[bytes, Format], ...] = (
    (b"heic", _HEIC),
    (b"heix", _HEIC),
    (b"hevc", _HEIC),
    (b"avif", _AVIF),
    (b"mif1", _HEIF),
    (b"msf1", _HEIF),
    (b"M4A", _M4A),
    (b"M4B", _M4A),
    (b"qt", _MOV),
    (b"3gp", _3GP),
    (b"3g2", _3GP),
    (b"mp4", _MP4),
    (b"iso", _MP4),
    (b"avc1", _MP4),
    (b"M4V", _MP4),
    (b"MSNV", _MP4),
    (b"dash", _MP4),
)

_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|svg|\?xml|!--)", re.IGNORECASE)
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "tệp nén hoặc tệp Word, Excel", "a compressed, Word or Excel file"),
    (b"PK\x05\x06", "tệp nén", "a compressed file"),
    (b"Rar!", "tệp nén", "a compressed file"),
    (b"7z\xbc\xaf", "tệp nén", "a compressed file"),
    (b"\x1f\x8b", "tệp nén", "a compressed file"),
    (b"BZh", "tệp nén", "a compressed file"),
    (b"\xfd7zXZ", "tệp nén", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "tệp Word, Excel đời cũ", "an old Word or Excel file"),
    (b"{\\rtf", "tệp RTF", "an RTF file"),
    (b"MZ", "chương trình máy tính", "a program"),
    (b"\x7fELF", "chương trình máy tính", "a program"),
    (b"GIF8", "ảnh GIF", "a GIF picture"),
    (b"BM", "ảnh BMP", "a BMP picture"),
)
_ACCEPTED_VI = "Kho nhận ảnh (JPEG, PNG, HEIC, WebP, TIFF), PDF, ghi âm, ghi hình và văn bản thuần."
_ACCEPTED_EN = "The archive takes pictures (JPEG, PNG, HEIC, WebP, TIFF), PDF, sound, video and plain text."


def recognise(head: bytes) -> Format:
    """The format of a file that starts with `head` (up to HEAD_BYTES). Raises UnreadableFile."""
    if not head:
        raise UnreadableFile(
            "empty",
            vi="Tệp rỗng, không có nội dung. Hãy kiểm tra tệp trên máy rồi gửi lại.",
            en="The file is empty. Check it on the device and send it again.",
        )
    found = _by_signature(head)
    if found is not None:
        return found
    for start, vi, en in _REFUSED:
        if head.startswith(start) and not _is_text(head):
            raise _refused(vi, en)
    if _is_text(head):
        if _MARKUP.search(_as_bytes_of_text(head)[:4096]):
            raise _refused("trang HTML hoặc ảnh SVG", "an HTML page or SVG picture")
        return _TEXT
    raise UnreadableFile(
        "unknown signature",
        vi=f"Không nhận ra loại tệp này; có thể tệp bị hỏng. {_ACCEPTED_VI}",
        en=f"This kind of file is not known; it may be damaged. {_ACCEPTED_EN}",
    )


def _refused(vi: str, en: str) -> UnreadableFile:
    return UnreadableFile(
        f"refused: {en}",
        vi=f"Đây là {vi}, kho không nhận loại này. {_ACCEPTED_VI}",
        en=f"This is {en}, which the archive does not take. {_ACCEPTED_EN}",
    )


def _by_signature(head: bytes) -> Format | None:
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[:4] in (b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return _WAV
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide"):
        return _iso_media(head)
    if head.startswith(b"OggS"):
        return _ogg(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _matroska(head)
    if b"%PDF-" in head[:1024]:
        return _PDF
    return _mpeg_audio(head)


def _iso_media(head: bytes) -> Format | None:
    if head[4:8] != b"ftyp":
        return _MOV
    size = int.from_bytes(head[:4], "big")
    brands = [head[8:12]] + [head[at : at + 4] for at in range(16, min(size, len(head)), 4)]
    for brand in brands:
        for start, found in _BRANDS:
            if brand.startswith(start):
                return _only_sound(found, head)
    return None


def _only_sound(found: Format, head: bytes) -> Format:
    """Recorders write sound into MP4 and 3GP too: tracks that are all `soun` make it a recording."""
    handlers = {head[at + 12 : at + 16] for at in _positions(head, b"hdlr")}
    return _SOUND_OF.get(found, found) if b"soun" in handlers and b"vide" not in handlers else found


def _positions(data: bytes, what: bytes) -> list[int]:
    found, at = [], data.find(what)
    while at >= 0:
        found.append(at)
        at = data.find(what, at + 1)
    return found


def _ogg(head: bytes) -> Format:
    page = head[:512]
    return Format("video/ogg", Medium.VIDEO) if b"\x80theora" in page else _OGG


def _matroska(head: bytes) -> Format | None:
    if b"webm" in head[:64]:
        return _WEBM if b"V_VP" in head or b"V_AV1" in head or b"A_" not in head else _WEBM_SOUND
    return _MKV if b"matroska" in head[:64] else None


def _mpeg_audio(head: bytes) -> Format | None:
    """An MPEG audio or ADTS frame header, proven by the next header standing where the first says."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5 if len(head) > 6 else 0
        return _AAC if _repeats(head, length, 0xF6) else None
    return _MP3 if _repeats(head, _mpeg_frame_length(head), 0xFE) else None


def _repeats(head: bytes, length: int, mask: int) -> bool:
    if length < 8:
        return False
    following = head[length : length + 2]
    return len(following) < 2 or (following[0] == 0xFF and following[1] & mask == head[1] & mask)


_KBPS = {
    (3, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (3, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (2, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mpeg_frame_length(head: bytes) -> int:
    """Bytes of the frame, 0 if the header is not one (version 3 = MPEG 1; layer 1 = III, 2 = II)."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rates = _KBPS.get((3 if version == 3 else 2, layer if version == 3 else 1))
    kbps, hertz = head[2] >> 4, head[2] >> 2 & 3
    if rates is None or layer not in (1, 2) or version == 1 or kbps in (0, 15) or hertz == 3:
        return 0
    samples = 72 if version != 3 and layer == 1 else 144
    return samples * rates[kbps] * 1000 // _HERTZ[version][hertz] + (head[2] >> 1 & 1)


def _is_text(head: bytes) -> bool:
    """UTF-8, UTF-16 with its mark, or one of the old 8-bit Vietnamese codes; no control characters."""
    data = _as_bytes_of_text(head)
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in data)
    if b"\x00" in data or controls > len(data) // 1000:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_short = error.start >= len(data) - 3 and len(head) >= HEAD_BYTES
        return cut_short or _mostly_letters(data)
    return True


def _mostly_letters(data: bytes) -> bool:
    """Old 8-bit Vietnamese is still mostly ASCII letters and blanks."""
    ascii_letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 or byte in b" \r\n\t" for byte in data)
    return ascii_letters >= 0.6 * len(data)


def _as_bytes_of_text(head: bytes) -> bytes:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        even = head[: len(head) // 2 * 2]
        return even.decode("utf-16", errors="ignore").encode("utf-8", errors="ignore")
    return head

"""Why a page ended as it did: a code kept in `PageInfo.reason`, and the words for people."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "blank": (
        "Không thấy chữ trong ảnh này. Nếu có chữ, hãy chụp lại gần hơn và đủ sáng.",
        "No writing was seen in this picture. If there is some, take it again closer and in good light.",
    ),
    "dark": (
        "Ảnh gần như đen hoàn toàn. Hãy chụp lại ở nơi đủ sáng.",
        "The picture is almost entirely black. Take it again in good light.",
    ),
    "handwriting": (
        "Trang viết tay: máy không đọc được chắc chắn, cần người chép lại từng dòng.",
        "A handwritten page: the machine cannot read it reliably; a person should type it line by line.",
    ),
    "low_confidence": (
        "Chữ mờ hoặc khó đọc: máy đọc được nhưng còn nhiều chỗ chưa chắc, cần người xem lại.",
        "The writing is faint or hard to read: much of the machine's text is doubtful and needs a person.",
    ),
    "other_language": (
        "Trang có phần không phải tiếng Việt (ví dụ chữ Hán, tiếng Pháp); phần đó được "
        "giữ nguyên như máy đọc.",
        "Part of the page is not Vietnamese (Chinese or French, for example); it is kept as it was read.",
    ),
    "torn_file": (
        "Tệp bị cắt cụt nên chỉ đọc được phần còn lại. Hãy gửi lại tệp gốc.",
        "The file is cut short; only the part that is there was read. Send the original file again.",
    ),
    "engine_failed": (
        "Máy đọc gặp lỗi ở trang này. Bản gốc vẫn nguyên vẹn; có thể bấm thử lại.",
        "The engine failed on this page. The original is untouched; it can be tried again.",
    ),
    "unreadable_page": (
        "Không mở được trang này của tệp. Hãy gửi lại tệp gốc hoặc chụp riêng trang này.",
        "This page of the file cannot be opened. Send the original again or photograph the page by itself.",
    ),
}


def words_for(code: str) -> tuple[str, str]:
    """The sentence for a reason code, in Vietnamese and in English."""
    return REASONS[code]

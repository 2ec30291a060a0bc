"""Words for versions of a text: how they stand, what was done to them, why they went back. Lazy."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from schemas.editing import ReturnReason, ReviewAct
from schemas.markings import MarkKind
from schemas.transcripts import TranscriptStatus

STATUSES: dict[TranscriptStatus, LazyString] = {
    TranscriptStatus.MACHINE: _("Do máy tạo, chưa kiểm tra"),
    TranscriptStatus.PROPOSED: _("Chờ người thứ hai duyệt"),
    TranscriptStatus.ACCEPTED: _("Đã duyệt"),
    TranscriptStatus.RETURNED: _("Đã trả lại để sửa"),
}

APART: LazyString = _("Bản chép độc lập lần hai")

STATUS_LOOKS: dict[TranscriptStatus, str] = {
    TranscriptStatus.MACHINE: "doubt",
    TranscriptStatus.PROPOSED: "waiting",
    TranscriptStatus.ACCEPTED: "done",
    TranscriptStatus.RETURNED: "failed",
}

REVIEW_ACTS: dict[ReviewAct, LazyString] = {
    ReviewAct.PROPOSE: _("Gửi duyệt"),
    ReviewAct.ACCEPT: _("Duyệt"),
    ReviewAct.ACCEPT_BY_SAMPLE: _("Duyệt theo mẫu, vì người chép đã cho thấy là chính xác"),
    ReviewAct.RETURN: _("Trả lại"),
    ReviewAct.RESTORE: _("Khôi phục bản cũ"),
    ReviewAct.SETTLE: _("Đối chiếu hai bản chép độc lập"),
    ReviewAct.AGREE: _("Hai người chép độc lập đọc như nhau"),
}

RETURN_REASONS: dict[ReturnReason, LazyString] = {
    ReturnReason.MISREAD: _("Đọc sai chữ"),
    ReturnReason.INCOMPLETE: _("Còn thiếu"),
    ReturnReason.SPELLING_CHANGED: _("Đã sửa chính tả của người viết"),
    ReturnReason.WRONG_LINES: _("Sai dòng, sai thứ tự"),
    ReturnReason.WRONG_NAMES: _("Sai tên người, đơn vị, địa danh"),
    ReturnReason.OTHER: _("Lý do khác"),
}

MARKS: dict[MarkKind, LazyString] = {
    MarkKind.UNCLEAR: _("chưa rõ"),
    MarkKind.MISSING: _("mất chữ"),
    MarkKind.STRUCK: _("gạch bỏ"),
    MarkKind.INSERTED: _("viết chèn"),
    MarkKind.OTHER_HAND: _("nét chữ người khác"),
    MarkKind.STAMP: _("con dấu"),
    MarkKind.INAUDIBLE: _("không nghe rõ"),
    MarkKind.OVERLAPPING: _("nói chồng nhau"),
}

NOTES: dict[str, LazyString] = {
    "markup": _("Đã bỏ định dạng của Word."),
    "hidden": _("Đã bỏ ký tự ẩn."),
    "breaks": _("Đã nối các dòng dán vào thành một dòng."),
    "encoding": _("Chữ ở bảng mã cũ (VNI, TCVN3…) đã được chuyển; bản gốc vẫn được giữ."),
}

FORMS: dict[str, LazyString] = {
    "txt": _("Văn bản (TXT)"),
    "docx": _("Word (DOCX), cạnh ảnh"),
    "pdf": _("PDF, cạnh ảnh"),
    "pdf-chu": _("PDF có lớp chữ"),
    "tei": _("TEI"),
    "alto": _("ALTO 4"),
    "page": _("PAGE XML 2019"),
    "iiif": _("IIIF, chú giải"),
    "vtt": _("Phụ đề WebVTT"),
    "srt": _("Phụ đề SRT"),
}
"""What a text can be handed out as, in the words of the links."""

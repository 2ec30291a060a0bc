"""The reasons in the words that the person reads. Pure."""

from __future__ import annotations

from schemas.rights import Outcome, Reason, Ruling

WORDS: dict[Reason, tuple[str, str]] = {
    Reason.CLOSED_ACCOUNT: ("Tài khoản đã khóa.", "The account is closed."),
    Reason.WITHDRAWN: (
        "Tư liệu đã được gỡ theo yêu cầu của gia đình.",
        "The item was taken out at the family's request.",
    ),
    Reason.QUARANTINED: (
        "Tư liệu đang cách ly vì nghi có nội dung bí mật nhà nước. Chỉ Bộ CHQS tỉnh được xem.",
        "The item is in quarantine: it may hold a state secret. Only the provincial command may see it.",
    ),
    Reason.PRACTICE: (
        "Đây là dữ liệu tập, không thuộc kho.",
        "This was made for practice and is no part of the archive.",
    ),
    Reason.MINOR: (
        "Người dưới 18 tuổi không được xem tư liệu ở mức này.",
        "Who is under 18 may not see items of this level.",
    ),
    Reason.ORGANISATION: (
        "Tư liệu thuộc đơn vị khác. Hãy liên hệ nơi đã thu thập.",
        "The item belongs to another organisation. Ask where it was collected.",
    ),
    Reason.LEVEL: (
        "Mức độ tiếp cận của tư liệu cao hơn vai trò của bạn.",
        "The item's access level is above your role.",
    ),
    Reason.NO_PURPOSE: (
        "Hãy ghi mục đích nghiên cứu ở trang tài khoản trước khi xem tư liệu.",
        "State what you research on your account page before you read items.",
    ),
    Reason.CONSENT: (
        "Gia đình chưa đồng ý, hoặc đã rút lại đồng ý, cho mục đích này.",
        "The family has not allowed this purpose, or has withdrawn it.",
    ),
    Reason.WITHHELD: (
        "Một phần của tư liệu được giữ lại, không hiển thị.",
        "A part of the item is withheld.",
    ),
    Reason.REASON_MISSING: (
        "Hãy ghi lý do cần xem. Lý do được lưu vào nhật ký truy cập.",
        "Say why you need to see it. The reason is kept in the access log.",
    ),
}


def ruling(outcome: Outcome, reason: Reason | None = None) -> Ruling:
    return Ruling(outcome, reason, *(WORDS[reason] if reason else ("", "")))

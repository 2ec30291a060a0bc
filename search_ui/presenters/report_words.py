"""The words for reports of people without an account: what about, where it stands, why. Lazy."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from schemas.reports import About, ReportAct, ReportState

ABOUT: dict[About, LazyString] = {
    About.MARTYR: _("Một liệt sĩ"),
    About.GRAVE: _("Một ngôi mộ"),
    About.WITNESS: _("Một nhân chứng"),
    About.KEEPSAKE: _("Một kỷ vật, giấy tờ"),
}
STATES: dict[ReportState, tuple[str, LazyString]] = {
    ReportState.WAITING: ("waiting", _("Chờ tiếp nhận")),
    ReportState.ASKED: ("doubt", _("Yêu cầu bổ sung")),
    ReportState.ACCEPTED: ("done", _("Đã tiếp nhận")),
    ReportState.DECLINED: ("failed", _("Không tiếp nhận")),
}
PLAINLY: dict[ReportState, LazyString] = {
    ReportState.WAITING: _("Tin đã đến nơi và đang chờ cán bộ xem. Bác, anh, chị chưa cần làm gì thêm."),
    ReportState.ASKED: _("Cán bộ đã xem và cần biết thêm. Mời viết thêm hoặc gửi thêm ảnh ở dưới."),
    ReportState.ACCEPTED: _(
        "Tin đã được nhận vào kho tư liệu. Người xác minh sẽ đối chiếu với hồ sơ liệt sĩ. Xin cảm ơn."
    ),
    ReportState.DECLINED: _("Kho không nhận tin này, vì lý do ghi ở dưới. Xin cảm ơn đã quan tâm."),
}
REASONS: dict[str, LazyString] = {
    "unclear_photo": _("Ảnh chưa rõ, cần chụp lại"),
    "no_place": _("Cần biết rõ hơn ở đâu"),
    "no_contact": _("Cần cách liên hệ"),
    "who": _("Cần biết rõ hơn về người được nhắc tới"),
    "other": _("Điều khác (viết ở dưới)"),
    "not_about": _("Không phải tư liệu về liệt sĩ"),
    "known_already": _("Kho đã có tư liệu này"),
    "no_answer": _("Quá hạn mà không có bổ sung"),
    "cannot_check": _("Không đủ căn cứ để kiểm tra"),
    "unlawful": _("Nội dung không được phép nhận"),
}
ACTS: dict[ReportAct, LazyString] = {
    ReportAct.SENT: _("Người dân gửi tin"),
    ReportAct.TAKEN: _("Nhận xử lý"),
    ReportAct.OFFERED: _("Chuyển cho cán bộ khác"),
    ReportAct.ASKED: _("Yêu cầu bổ sung"),
    ReportAct.SUPPLEMENTED: _("Người dân bổ sung"),
    ReportAct.ACCEPTED: _("Tiếp nhận"),
    ReportAct.DECLINED: _("Không tiếp nhận"),
}

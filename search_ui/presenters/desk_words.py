"""The words of the verification desk: states, steps, strengths, reasons, features. Lazy, as in `labels`."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.linkage.slips import Slip
from archive.linkage.strength import Settles, Strength
from schemas.desk import Judgement
from schemas.linkage import LinkState, Step, VerifierLevel
from schemas.martyrs import Missing

STATES: dict[LinkState, LazyString] = {
    LinkState.NONE: _("Máy đề xuất, chưa ai xem"),
    LinkState.PROPOSED: _("Đề xuất"),
    LinkState.REVIEWING: _("Đang xem xét"),
    LinkState.CONFIRMED_COMMUNE: _("Xác nhận cấp xã"),
    LinkState.CONFIRMED_PROVINCE: _("Xác nhận cấp tỉnh"),
    LinkState.REFUTED: _("Bác bỏ"),
    LinkState.INSUFFICIENT: _("Chưa đủ căn cứ"),
    LinkState.DISPUTED: _("Ý kiến trái nhau, cần người thứ ba"),
}
LOOKS: dict[LinkState, str] = {
    LinkState.NONE: "waiting",
    LinkState.PROPOSED: "waiting",
    LinkState.REVIEWING: "running",
    LinkState.CONFIRMED_COMMUNE: "running",
    LinkState.CONFIRMED_PROVINCE: "done",
    LinkState.REFUTED: "failed",
    LinkState.INSUFFICIENT: "doubt",
    LinkState.DISPUTED: "doubt",
}
STEPS: dict[Step, LazyString] = {
    Step.PROPOSE: _("Đề xuất"),
    Step.REVIEW: _("Đang xem xét"),
    Step.CONFIRM_COMMUNE: _("Xác nhận cấp xã"),
    Step.CONFIRM_PROVINCE: _("Xác nhận cấp tỉnh"),
    Step.AUTHORITY: _("Quyết định của cơ quan có thẩm quyền"),
    Step.REFUTE: _("Bác bỏ"),
    Step.INSUFFICIENT: _("Chưa đủ căn cứ"),
    Step.WITHDRAW: _("Rút lại"),
}
LEVELS: dict[VerifierLevel, LazyString] = {
    VerifierLevel.MACHINE: _("máy"),
    VerifierLevel.VOLUNTEER: _("người đề xuất"),
    VerifierLevel.COMMUNE: _("Ban CHQS xã"),
    VerifierLevel.PROVINCE: _("Bộ CHQS tỉnh"),
}
STRENGTHS: dict[Strength, LazyString] = {
    Strength.STRONG: _("mạnh"),
    Strength.FAIR: _("khá"),
    Strength.WEAK: _("yếu"),
}
JUDGEMENTS: dict[Judgement, LazyString] = {
    Judgement.AGREE: _("Đồng ý với xác nhận"),
    Judgement.DISAGREE: _("Không đồng ý"),
    Judgement.UNSURE: _("Chưa đủ để nói"),
}
FEATURES: dict[str, LazyString] = {
    "name": _("Họ tên"),
    "alias": _("Bí danh, tên khác"),
    "birth": _("Năm sinh"),
    "death": _("Hy sinh"),
    "notice": _("Ngày báo tử"),
    "hometown": _("Quê quán"),
    "native": _("Nguyên quán"),
    "residence": _("Trú quán"),
    "rank": _("Cấp bậc, chức vụ"),
    "unit": _("Đơn vị"),
    "enlisted": _("Nhập ngũ"),
    "cemetery": _("Nơi an táng, nghĩa trang"),
    "grave": _("Phần mộ"),
    "certificate": _("Số giấy báo tử, Bằng Tổ quốc ghi công"),
}
SLIPS: dict[str, LazyString] = {
    Slip.MONTH: _("lệch một tháng"),
    Slip.SWAPPED: _("đổi ngày với tháng"),
    Slip.LUNAR: _("âm lịch với dương lịch"),
    Slip.NOTICE: _("năm báo tử"),
}
MISSING: dict[Missing, LazyString] = {
    Missing.UNDETERMINED: _("Chưa xác định"),
    Missing.UNKNOWABLE: _("Không rõ (đã tìm)"),
    Missing.NOT_APPLICABLE: _("Không áp dụng"),
    Missing.NOT_ENTERED: _("Chưa nhập"),
    Missing.RESTRICTED: _("Hạn chế công bố"),
}
REASONS: dict[str, LazyString] = {
    "papers_agree": _("Giấy tờ khớp nhau"),
    "stone_checked": _("Đã đối chiếu tại phần mộ"),
    "witness_confirms": _("Nhân chứng, đồng đội xác nhận"),
    "family_papers": _("Gia đình có giấy tờ khớp"),
    "other_person": _("Là người khác"),
    "dates_contradict": _("Ngày tháng trái nhau"),
    "places_contradict": _("Quê quán, địa danh trái nhau"),
    "units_contradict": _("Đơn vị trái nhau"),
    "namesakes": _("Trùng tên, chưa phân biệt được"),
    "unreadable": _("Chữ hoặc tiếng không rõ"),
    "papers_missing": _("Thiếu giấy tờ"),
    "new_evidence": _("Có căn cứ mới"),
    "mistake": _("Ghi nhầm"),
    "other": _("Lý do khác"),
}
MACHINE_REASON = _("Máy tìm thấy")
SETTLES: dict[Settles, LazyString] = {
    Settles.BIRTH_DIFFERS: _("Cùng tên, khác năm sinh: cần giấy báo tử hoặc lý lịch quân nhân."),
    Settles.DEATH_DIFFERS: _(
        "Khác ngày hy sinh: cần giấy báo tử; hãy xem có phải ngày âm lịch hoặc ngày báo tử không."
    ),
    Settles.DEATH_SLIPPED: _(
        "Ngày hy sinh lệch một tháng, đổi ngày với tháng, hoặc âm lịch với dương lịch: hãy xem lại giấy gốc."
    ),
    Settles.DEATH_OF_NOTICE: _(
        "Một bên có thể ghi năm báo tử thay năm hy sinh: hãy tìm ngày hy sinh ghi trong giấy báo tử."
    ),
    Settles.UNIT_DIFFERS: _("Khác đơn vị: cần giấy báo tử, trích lục hoặc lời đồng đội cùng đơn vị."),
    Settles.HOMETOWN_DIFFERS: _("Khác quê quán: cần sổ liệt sĩ của xã; hãy xem tên xã cũ và mới."),
    Settles.NAMESAKES: _(
        "Có người trùng tên trong danh sách: cần năm sinh, quê quán hoặc đơn vị để phân biệt."
    ),
    Settles.NAME_ALONE: _("Chỉ có tên giống nhau: cần thêm giấy tờ có ngày, quê quán hoặc đơn vị."),
    Settles.NAME_UNSURE: _("Tên đọc chưa rõ: hãy xem lại ảnh gốc hoặc nghe lại đúng giây đó."),
    Settles.NO_DEATH: _("Tư liệu chưa cho biết ngày hy sinh: giấy báo tử sẽ làm rõ."),
    Settles.NO_UNIT: _("Tư liệu chưa cho biết đơn vị: trích lục hoặc đồng đội sẽ làm rõ."),
}
_BELIEFS: dict[str, LazyString] = {
    "year_read": _("Năm trong tư liệu đúng như hồ sơ"),
    "day_read": _("Ngày hy sinh đúng như hồ sơ"),
    "notice_year": _("Hồ sơ ghi năm báo tử thay năm hy sinh"),
    "place_read": _("Quê quán có trong tư liệu"),
    "unit_shared": _("Đơn vị có trong tư liệu"),
    "code_read": _("Số giấy có trong tư liệu"),
    "place_by_chance": _("Người khác mà cùng quê (từ các lần bác bỏ)"),
    "unit_by_chance": _("Người khác mà cùng đơn vị (từ các lần bác bỏ)"),
    "in_register": _("Người trong tư liệu có trong danh sách"),
}


def belief_words(code: str) -> str:
    """A belief of the matcher in words."""
    if code.startswith("likeness_"):
        return str(_("Tên giống từ %(share)s %% trở lên")) % {
            "share": round(float(code.removeprefix("likeness_")) * 100)
        }
    if code in SLIPS:
        return f"{FEATURES['death']}: {SLIPS[code]}"
    return str(_BELIEFS.get(code, code))

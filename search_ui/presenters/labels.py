"""The words of domain.md §9 for codes: kinds of material, states, roles. Lazy: each reader has a language."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from schemas.api_tokens import Scope
from schemas.consent import Manner, Purpose
from schemas.holdings import AssetRole, ItemKind, Medium
from schemas.mentions import MentionKind
from schemas.people import Role
from schemas.processing import Stage, State
from schemas.watches import WatchKind
from schemas.withheld import WithheldFor

KINDS: dict[str, LazyString] = {
    ItemKind.DIARY: _("Nhật ký chiến trường"),
    ItemKind.LETTER: _("Thư"),
    ItemKind.DEATH_NOTICE: _("Giấy báo tử"),
    ItemKind.HONOUR_CERTIFICATE: _("Bằng Tổ quốc ghi công"),
    ItemKind.PAPER: _("Giấy tờ khác"),
    ItemKind.PHOTO: _("Ảnh"),
    ItemKind.KEEPSAKE: _("Kỷ vật"),
    ItemKind.RELIC: _("Di vật"),
    ItemKind.HAND_DRAWN_MAP: _("Bản đồ vẽ tay"),
    ItemKind.GRAVE_SKETCH: _("Sơ đồ mộ"),
    ItemKind.TESTIMONY: _("Lời kể (ghi âm, ghi hình)"),
    ItemKind.GRAVESTONE: _("Bia mộ (mộ chí)"),
    ItemKind.TEXT: _("Văn bản"),
}

STAGES: dict[Stage, LazyString] = {
    Stage.MAKE_DERIVATIVES: _("Làm bản xem"),
    Stage.READ_PAGE: _("Đọc chữ"),
    Stage.HEAR_TESTIMONY: _("Nghe lời kể"),
    Stage.READ_FRAMES: _("Đọc chữ trên hình"),
    Stage.EXTRACT_MENTIONS: _("Tìm tên, đơn vị, địa danh, ngày"),
    Stage.INDEX_ITEM: _("Đưa vào tra cứu"),
    Stage.SUGGEST_LINKS: _("Tìm liệt sĩ có thể liên quan"),
}

STATES: dict[State, LazyString] = {
    State.WAITING: _("Đang chờ"),
    State.RUNNING: _("Đang làm"),
    State.DONE: _("Xong"),
    State.BLANK: _("Không có gì để đọc"),
    State.FAILED: _("Chưa làm được"),
    State.BARRED: _("Không được phép"),
}

LOOKS: dict[State, str] = {
    State.WAITING: "waiting",
    State.RUNNING: "running",
    State.DONE: "done",
    State.BLANK: "doubt",
    State.FAILED: "failed",
    State.BARRED: "doubt",
}

MENTIONS: dict[MentionKind, LazyString] = {
    MentionKind.PERSON: _("Người"),
    MentionKind.UNIT: _("Đơn vị"),
    MentionKind.PLACE: _("Địa danh"),
    MentionKind.DATE: _("Ngày tháng"),
    MentionKind.RANK: _("Cấp bậc"),
    MentionKind.POST: _("Chức vụ"),
    MentionKind.CODE: _("Mã, số hiệu"),
    MentionKind.COORDINATE: _("Tọa độ"),
    MentionKind.PAPER: _("Giấy tờ"),
    MentionKind.GRAVE: _("Phần mộ"),
}

FORM_FIELDS: dict[str, LazyString] = {
    "name": _("Họ và tên"),
    "alias": _("Bí danh"),
    "birth": _("Sinh năm"),
    "origin": _("Quê quán"),
    "home": _("Nơi ở của gia đình"),
    "enlisted": _("Nhập ngũ"),
    "went_south": _("Đi B"),
    "unit": _("Đơn vị"),
    "rank": _("Cấp bậc"),
    "post": _("Chức vụ"),
    "died": _("Hy sinh"),
    "circumstance": _("Trường hợp hy sinh"),
    "place_of_death": _("Nơi hy sinh"),
    "buried": _("An táng"),
    "cemetery": _("Nghĩa trang"),
    "plot": _("Vị trí mộ"),
    "kin": _("Thân nhân"),
    "notified": _("Gửi cho"),
    "certificate": _("Số giấy báo tử, bằng, quyết định"),
    "number": _("Số giấy"),
}
"""By the codes of `archive.transcription.forms`."""

ASSET_ROLES: dict[AssetRole, LazyString] = {
    AssetRole.FRONT: _("Mặt trước"),
    AssetRole.BACK: _("Mặt sau"),
    AssetRole.DETAIL: _("Chi tiết"),
    AssetRole.PAGE: _("Trang"),
    AssetRole.RECORDING: _("Bản ghi"),
    AssetRole.TEXT: _("Văn bản"),
}

SCOPES: dict[Scope, LazyString] = {
    Scope.READ: _("Tra cứu và xem tư liệu"),
    Scope.UPLOAD: _("Mở buổi thăm và gửi tư liệu"),
    Scope.TEXT: _("Sửa và duyệt chữ"),
}

ROLES: dict[Role, LazyString] = {
    Role.VOLUNTEER: _("Tình nguyện viên số hóa"),
    Role.TEAM_LEAD: _("Đội trưởng, trưởng nhóm"),
    Role.INTAKE_OFFICER: _("Cán bộ tiếp nhận"),
    Role.CLASSIFIER: _("Cán bộ phân loại"),
    Role.COMMUNE_VERIFIER: _("Cán bộ xác minh cấp xã – Ban CHQS xã"),
    Role.PROVINCE_VERIFIER: _("Cán bộ xác minh cấp tỉnh – Bộ CHQS tỉnh"),
    Role.MARTYR_FILE_OFFICER: _("Cán bộ Sở Nội vụ"),
    Role.RESEARCHER: _("Nhà nghiên cứu"),
    Role.STEERING_MEMBER: _("Thành viên Ban Chỉ đạo"),
    Role.CONTRIBUTOR: _("Người dân, người cung cấp thông tin"),
    Role.ADMINISTRATOR: _("Quản trị hệ thống"),
    Role.DATA_PROTECTION_OFFICER: _("Phụ trách bảo vệ dữ liệu cá nhân"),
}

WATCHES: dict[WatchKind, LazyString] = {
    WatchKind.RECORD: _("hồ sơ liệt sĩ"),
    WatchKind.UNIT: _("đơn vị"),
    WatchKind.PLACE: _("địa danh"),
    WatchKind.WORDS: _("các chữ"),
}

SURENESS: dict[str, LazyString] = {
    "sure": _("chắc"),
    "fair": _("khá chắc"),
    "check": _("cần xem lại"),
}

ICONS: dict[Medium, str] = {
    Medium.IMAGE: "image",
    Medium.DOCUMENT: "document",
    Medium.AUDIO: "audio",
    Medium.VIDEO: "video",
    Medium.TEXT: "text",
}


def kind_label(code: str) -> str:
    """The label of a kind of material; a code that nobody knows is shown as it is."""
    return str(KINDS.get(code, code))


def kind_icon(code: str) -> str:
    """The sign of a kind where the file itself is not at hand."""
    if code == ItemKind.TESTIMONY:
        return "audio"
    if code == ItemKind.TEXT:
        return "text"
    pictures = {ItemKind.PHOTO, ItemKind.GRAVESTONE, ItemKind.KEEPSAKE, ItemKind.RELIC}
    return "image" if code in pictures else "document"


PURPOSES: dict[Purpose, LazyString] = {
    Purpose.KEEPING: _("lưu trữ"),
    Purpose.RESEARCH: _("nghiên cứu"),
    Purpose.VERIFICATION: _("xác minh thông tin liệt sĩ"),
    Purpose.PUBLICATION: _("công bố"),
    Purpose.MACHINE: _("xử lý bằng máy (đọc chữ, nghe lời)"),
}
"""What a family may allow, each by itself, none ticked beforehand."""

MANNERS: dict[Manner, LazyString] = {
    Manner.SIGNED: _("Ký tên"),
    Manner.SPOKEN: _("Nói, có ghi âm"),
    Manner.TICKED: _("Chọn trên máy của tình nguyện viên"),
    Manner.PAPER: _("Phiếu giấy"),
}

WITHHELD: dict[WithheldFor, LazyString] = {
    WithheldFor.IDENTITY_CARD: _("Giấy tờ tùy thân, số căn cước"),
    WithheldFor.LIVING_PERSON: _("Thông tin của người đang sống"),
    WithheldFor.HEALTH: _("Sức khỏe"),
    WithheldFor.GRIEF: _("Nỗi đau của thân nhân"),
    WithheldFor.FAMILY_WISH: _("Theo ý gia đình"),
    WithheldFor.DISPUTE: _("Đang có tranh chấp"),
}

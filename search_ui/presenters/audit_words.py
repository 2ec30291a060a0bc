"""The audit in words: acts, outcomes, details, and where the thing that an entry names can be seen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.ports import Catalogue
from schemas.audit import AuditAct, Outcome, WrittenEntry
from schemas.people import Role
from search_ui.access_table import may_call
from search_ui.presenters.labels import ROLES

ACTS: dict[str, LazyString] = {
    AuditAct.SIGN_IN: _("Đăng nhập"),
    AuditAct.SIGN_OUT: _("Đăng xuất"),
    AuditAct.SESSION_ENDED: _("Kết thúc phiên đăng nhập"),
    AuditAct.PASSWORD_SET: _("Đặt mật khẩu"),
    AuditAct.SECOND_FACTOR_CHANGED: _("Đổi mã hai bước"),
    AuditAct.API_TOKEN_CHANGED: _("Tạo hoặc thu hồi mã API"),
    AuditAct.IDENTITY_LINKED: _("Nối tài khoản cơ quan"),
    AuditAct.USER_ADDED: _("Tạo tài khoản"),
    AuditAct.LINK_ISSUED: _("Cấp đường dẫn đặt mật khẩu"),
    AuditAct.ROLES_CHANGED: _("Đổi vai trò"),
    AuditAct.ACCOUNT_CLOSED: _("Khóa tài khoản"),
    AuditAct.ACCOUNT_OPENED: _("Mở lại tài khoản"),
    AuditAct.CALL_REFUSED: _("Bị từ chối"),
    AuditAct.VISIT_OPENED: _("Mở buổi thăm"),
    AuditAct.VISIT_CHANGED: _("Sửa thông tin buổi thăm"),
    AuditAct.VISIT_CHECKED: _("Kiểm tra buổi thăm"),
    AuditAct.FILE_RECEIVED: _("Nhận tệp"),
    AuditAct.TEXTS_IMPORTED: _("Nhập văn bản theo danh sách"),
    AuditAct.ITEM_CHANGED: _("Sửa thông tin tư liệu"),
    AuditAct.TEXT_CHANGED: _("Sửa chữ của tư liệu"),
    AuditAct.LINK_DECIDED: _("Quyết định ở bàn xác minh"),
    AuditAct.VALUE_TAKEN: _("Lấy giá trị vào hồ sơ"),
    AuditAct.LIST_IMPORTED: _("Nhập danh sách liệt sĩ"),
    AuditAct.MODEL_LEARNED: _("Máy học từ các quyết định"),
    AuditAct.ORIGINAL_DOWNLOADED: _("Tải bản gốc"),
    AuditAct.DOSSIER_VIEWED: _("Xem hồ sơ để in"),
    AuditAct.RESTRICTED_READ: _("Xem tư liệu hạn chế"),
    AuditAct.CONTACTS_READ: _("Xem liên hệ của thân nhân"),
    AuditAct.POINT_READ: _("Xem tọa độ chính xác"),
    AuditAct.EXPORTED: _("Xuất dữ liệu"),
    AuditAct.SHARED: _("Chia sẻ"),
    AuditAct.CONSENT_CHANGED: _("Đổi sự đồng ý"),
    AuditAct.ERASED: _("Xóa theo yêu cầu"),
    AuditAct.WORK_AGAIN: _("Cho máy làm lại"),
    AuditAct.WORK_GIVEN_UP: _("Thôi không làm nữa"),
    AuditAct.QUEUE_PAUSED: _("Tạm dừng hàng việc"),
    AuditAct.QUEUE_RESUMED: _("Cho hàng việc chạy tiếp"),
    AuditAct.SETTINGS_SEEN: _("Kho chạy với thiết lập khác"),
    AuditAct.FIXITY_CHECKED: _("Đối chiếu bản gốc"),
    AuditAct.BACKUP_MADE: _("Sao lưu"),
    AuditAct.RESTORED: _("Phục hồi"),
    AuditAct.AUDIT_READ: _("Xem nhật ký"),
    AuditAct.WEEK_REVIEWED: _("Rà soát nhật ký tuần"),
    AuditAct.REQUEST_HANDLED: _("Xử lý yêu cầu về dữ liệu cá nhân"),
    AuditAct.REPORT_HANDLED: _("Xử lý tin báo của người dân"),
}

OUTCOMES: dict[str, LazyString] = {
    Outcome.DONE: _("Xong"),
    Outcome.REFUSED: _("Bị từ chối"),
    Outcome.FAILED: _("Chưa làm được"),
}
LOOKS: dict[str, str] = {Outcome.DONE: "done", Outcome.REFUSED: "failed", Outcome.FAILED: "doubt"}

_SEEN_AT = {
    "item": ("items.show", "item_id"),
    "visit": ("visits.show", "visit_id"),
    "martyr": ("martyrs.show", "record_id"),
}
_ARCHIVE = "kyuc"


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    at: datetime
    act: str
    who: str
    by: str
    roles: str
    thing: str
    person: bool
    """Whether the thing is a person, shown by name."""
    address: str | None
    details: str
    look: str
    outcome: str
    request: str


class Names:
    """Names of those who acted, looked up when they are shown: the audit itself holds ids."""

    def __init__(self, records: Catalogue) -> None:
        self._records = records
        self._known: dict[str, str] = {}

    def of(self, user_id: str) -> str:
        if user_id not in self._known:
            self._known[user_id] = self._found(user_id)
        return self._known[user_id]

    def _found(self, user_id: str) -> str:
        if not user_id:
            return str(_("Người chưa đăng nhập"))
        if user_id.startswith(_ARCHIVE):
            return str(_("Máy chủ (dòng lệnh, máy đọc, máy nghe)"))
        user = self._records.find_user(user_id)
        return (user.name or user.login) if user else user_id


def lines(records: Catalogue, entries: Sequence[WrittenEntry]) -> list[Line]:
    names = Names(records)
    return [_line(entry, names) for entry in entries]


def _line(entry: WrittenEntry, names: Names) -> Line:
    thing = " ".join(part for part in (entry.subject_kind, entry.subject_id) if part)
    person = entry.subject_kind == "user" and bool(entry.subject_id)
    if person:
        thing = names.of(entry.subject_id)
    return Line(
        number=entry.number,
        at=entry.at,
        act=str(ACTS.get(entry.act, entry.act)),
        who=names.of(entry.by),
        by=entry.by,
        roles=", ".join(
            str(ROLES.get(Role(code), code)) for code in entry.roles.split("+") if code in set(Role)
        ),
        thing=thing,
        person=person,
        address=_address(entry.subject_kind, entry.subject_id),
        details=_details(json.loads(entry.details)),
        look=LOOKS.get(entry.outcome, "doubt"),
        outcome=str(OUTCOMES.get(entry.outcome, entry.outcome)),
        request=entry.request,
    )


def _address(kind: str, subject_id: str) -> str | None:
    endpoint, name = _SEEN_AT.get(kind, ("", ""))
    if not subject_id or not endpoint or not may_call(endpoint):
        return None
    return url_for(endpoint, **{name: subject_id})  # type: ignore[arg-type]


def _details(details: Mapping[str, object]) -> str:
    return " · ".join(f"{name}: {value}" for name, value in details.items() if value not in ("", False))

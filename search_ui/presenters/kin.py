"""What may tell of living relatives is shown for a reason, and that it was shown is written down."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.ports import Catalogue
from archive.rights.policy import SENSITIVE_FROM, decide
from schemas.audit import AuditAct, AuditEntry
from schemas.rights import Thing, Use
from search_ui.auth import person

WHY: dict[str, LazyString] = {
    "verify": _("Đối chiếu danh tính liệt sĩ"),
    "contact": _("Liên hệ thân nhân theo nhiệm vụ"),
    "correct": _("Sửa thông tin sai"),
    "family": _("Gia đình yêu cầu"),
}
"""Reasons as codes: the access log keeps codes and no words."""
_RECORD = Thing(SENSITIVE_FROM, organisation_path=None)
"""A martyr's record belongs to no commune; its columns on relatives are for verification."""


def may_ask() -> bool:
    """Whether the person here sees it once they say why."""
    return bool(decide(person(), _RECORD, Use.CONTACTS, reason="verify"))


def kin_shown(records: Catalogue, record_id: str, why: str) -> bool:
    """Whether the columns on relatives are shown to the person here, for this reason; if so, it is noted."""
    if why not in WHY or not decide(person(), _RECORD, Use.CONTACTS, reason=why):
        return False
    records.note(AuditEntry(AuditAct.CONTACTS_READ, "martyr", record_id, details={"reason": why}))
    records.commit()
    return True

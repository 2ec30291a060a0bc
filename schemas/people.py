"""Who works here: users, the roles of the programme, and what a role may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from schemas.ids import new_id


class Role(StrEnum):
    """The programme's roles. The value is the code; Vietnamese and English labels are in the catalogues."""

    VOLUNTEER = "volunteer"
    """Tình nguyện viên số hóa."""
    TEAM_LEAD = "team_lead"
    """Đội trưởng, Trưởng nhóm."""
    INTAKE_OFFICER = "intake_officer"
    """Cán bộ tiếp nhận."""
    CLASSIFIER = "classifier"
    """Cán bộ phân loại."""
    COMMUNE_VERIFIER = "commune_verifier"
    """Cán bộ xác minh cấp xã, Ban Chỉ huy Quân sự xã."""
    PROVINCE_VERIFIER = "province_verifier"
    """Cán bộ xác minh cấp tỉnh, Bộ Chỉ huy Quân sự tỉnh."""
    MARTYR_FILE_OFFICER = "martyr_file_officer"
    """Cán bộ Sở Nội vụ."""
    RESEARCHER = "researcher"
    """Nhà nghiên cứu."""
    STEERING_MEMBER = "steering_member"
    """Thành viên Ban Chỉ đạo."""
    CONTRIBUTOR = "contributor"
    """Người dân, người cung cấp thông tin."""
    ADMINISTRATOR = "administrator"
    """Quản trị hệ thống."""
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    """Phụ trách bảo vệ dữ liệu cá nhân."""


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account. `roles` are those that hold now."""

    login: str
    name: str = ""
    roles: frozenset[Role] = frozenset()
    disabled: bool = False
    organisation_path: str = ""
    """The part of the organisation tree that the account belongs to; empty: all of it."""
    born: date | None = None
    """Entered for those who may be under eighteen."""
    purpose: str = ""
    """What a researcher works on, in their words."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

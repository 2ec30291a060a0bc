"""Accounts to practise with, one a role. Passwords are made once and kept where only the owner reads."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from archive.signing_in.accounts import Stores, create_user
from schemas.people import Role

_WORDS = (
    *("song", "nui", "lua", "tre", "sen", "chim", "suoi", "doi", "may", "trang", "gio", "mua"),
    *("nang", "thuyen", "ben", "lang", "dinh", "gach", "trau", "vuon", "ca", "tom", "que", "cau"),
    *("dong", "rung", "bien", "dao", "hoa", "la", "mit", "oi", "xoai", "cam", "buoi", "ngo"),
)
PLACE = "mau"
"""The part of the organisation tree that the practice visits and their volunteer belong to."""
_PURPOSE = "Làm quen với kho bằng tư liệu mẫu"
_WORDS_EACH = 5
"""36 words, five of them: 6 x 10^7 ways, behind limited attempts."""


@dataclass(frozen=True, slots=True)
class Practice:
    login: str
    name: str
    role: Role
    label_vi: str


ACCOUNTS = (
    Practice("mau-tinhnguyen", "Tình nguyện viên (mẫu)", Role.VOLUNTEER, "tình nguyện viên"),
    Practice("mau-nghiencuu", "Nhà nghiên cứu (mẫu)", Role.RESEARCHER, "nhà nghiên cứu"),
    Practice("mau-xa", "Ban CHQS xã (mẫu)", Role.COMMUNE_VERIFIER, "cán bộ xác minh cấp xã"),
    Practice("mau-tinh", "Bộ CHQS tỉnh (mẫu)", Role.PROVINCE_VERIFIER, "cán bộ xác minh cấp tỉnh"),
)


def make_accounts(archive: Stores, path: Path) -> dict[str, str]:
    """Login to password of the practice accounts; makes those that are missing and keeps them in `path`."""
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for practice in ACCOUNTS:
        with archive.records() as records:
            standing = records.find_user_by_login(practice.login)
        if standing is None:
            kept[practice.login] = "-".join(secrets.choice(_WORDS) for _ in range(_WORDS_EACH))
            _keep(path, kept)
            create_user(
                archive,
                practice.login,
                [practice.role],
                name=practice.name,
                password=kept[practice.login],
                organisation_path=PLACE if practice.role is Role.VOLUNTEER else "",
                purpose=_PURPOSE if practice.role is Role.RESEARCHER else "",
            )
    return {practice.login: kept.get(practice.login, "") for practice in ACCOUNTS}


def _keep(path: Path, passwords: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(passwords, file)
    draft.replace(path)

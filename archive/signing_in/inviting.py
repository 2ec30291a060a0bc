"""Accounts down the tree: a team lead brings in the people of their own part, one by one or by a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archive.access import Act, may
from archive.authority.orthography import fold_text
from archive.linkage.sheets import open_list_file
from archive.organisations import path_of
from archive.rights.policy import lies_in
from archive.signing_in import accounts
from archive.signing_in.accounts import Stores
from schemas.errors import InvalidInput, KyucError
from schemas.people import Role, User

BY_LEADS = (Role.VOLUNTEER, Role.TEAM_LEAD)
"""Roles that a team lead may give; the others are an administrator's."""
MOST_ROWS = 2000
_HEADINGS = {
    "name": ("ho va ten", "ho ten", "name"),
    "login": ("ten dang nhap", "dang nhap", "tai khoan", "login"),
    "place": ("noi lam viec", "don vi", "chi doan", "noi", "place"),
    "role": ("vai tro", "role"),
    "born": ("ngay sinh", "sinh", "born"),
}
_LEADS = ("doi truong", "truong nhom", "team lead", "team_lead")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person to bring in. `place`: as typed; empty: where the inviter works."""

    name: str
    login: str = ""
    place: str = ""
    role: Role = Role.VOLUNTEER
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """To one row: the account with its one-time token, or why there is none."""

    row: int
    name: str
    user: User | None = None
    token: str = ""
    why: KyucError | None = None


def invite(archive: Stores, wanted: Wanted, by: User) -> tuple[User, str]:
    """A new account in the inviter's part of the tree, and the token of its link.

    Raises InvalidInput (name, login, place, role).
    """
    if not wanted.name.strip() and not wanted.login.strip():
        raise InvalidInput("name", vi="Thiếu họ tên.", en="The name is missing.")
    if wanted.role not in BY_LEADS and not may(by, Act.MANAGE_USERS):
        raise InvalidInput(
            "role",
            vi="Vai trò này chỉ người quản trị được giao.",
            en="Only an administrator gives this role.",
        )
    place = _place(archive, wanted.place or by.organisation_path, by)
    login = wanted.login or _login_of(archive, wanted.name)
    with archive.records() as records:
        if records.find_user_by_login(accounts.clean_login(login)):
            raise InvalidInput(
                "login",
                vi=f"Tên đăng nhập “{login}” đã có người dùng.",
                en=f"The login “{login}” is taken.",
            )
    user = accounts.create_user(archive, login, [wanted.role], name=wanted.name, organisation_path=place)
    if wanted.born:
        accounts.place(archive, user.id, place, wanted.born)
    return user, accounts.issue_link(archive, user.login)


def invite_list(archive: Stores, path: Path, by: User) -> Iterator[Answer]:
    """Each row is answered by itself; a bad one stops no other. Raises InvalidInput, TooLarge (the file)."""
    opened = open_list_file(path)
    columns = _columns(opened.headings)
    if "name" not in columns:
        raise InvalidInput(
            "headings",
            vi="Danh sách cần cột “Họ và tên”. Có thể thêm: Tên đăng nhập, Nơi làm việc, Vai trò, Ngày sinh.",
            en="The list needs a column “Họ và tên”. More: Tên đăng nhập, Nơi làm việc, Vai trò, Ngày sinh.",
        )
    for number, row in opened.rows:
        if number > MOST_ROWS:
            return
        cells = {field: row[at] for field, at in columns.items()}
        yield _answered(archive, number, cells, by)


def _answered(archive: Stores, number: int, cells: Mapping[str, str], by: User) -> Answer:
    name = cells.get("name", "")
    try:
        user, token = invite(archive, _wanted(cells), by)
    except KyucError as why:
        return Answer(number, name, why=why)
    return Answer(number, name, user, token)


def _wanted(cells: Mapping[str, str]) -> Wanted:
    lead = fold_text(cells.get("role", "")).strip().lower() in _LEADS
    return Wanted(
        cells["name"],
        cells.get("login", ""),
        cells.get("place", ""),
        Role.TEAM_LEAD if lead else Role.VOLUNTEER,
        _day(cells.get("born", "")),
    )


def _day(text: str) -> date | None:
    """30/4/2008 or 2008-04-30. Raises InvalidInput for anything else that is written there."""
    numbers = [int(one) for one in re.findall(r"\d+", text)[:3]]
    if not numbers:
        return None
    try:
        return date(*numbers) if numbers[0] > 31 else date(numbers[2], numbers[1], numbers[0])
    except (IndexError, TypeError, ValueError):
        raise InvalidInput(
            "born", vi=f"Ngày sinh “{text}” không rõ.", en=f"Unclear birthday “{text}”."
        ) from None


def _columns(headings: Sequence[str]) -> dict[str, int]:
    folded = [" ".join(fold_text(heading).lower().split()) for heading in headings]
    found: dict[str, int] = {}
    for field, names in _HEADINGS.items():
        at = next((folded.index(name) for name in names if name in folded), None)
        if at is not None:
            found[field] = at
    return found


def _place(archive: Stores, written: str, by: User) -> str:
    """Inside the inviter's part; a name without its province is taken as below it."""
    with archive.records() as records:
        known = records.organisation_paths()
    place = path_of(written, known)
    if lies_in(place, by.organisation_path):
        return place
    below = path_of(f"{by.organisation_path}/{written}", known)
    if "/" in written:
        raise InvalidInput(
            "place",
            vi=f"“{place}” không thuộc {by.organisation_path}.",
            en=f"“{place}” is not part of {by.organisation_path}.",
        )
    return below


def _login_of(archive: Stores, name: str) -> str:
    """`Nông Thị Thử` is `thunt`, the next one `thunt2`."""
    words = re.findall(r"[a-z]+", fold_text(name).lower())
    if not words:
        raise InvalidInput("name", vi="Họ tên không đọc được.", en="The name cannot be read.")
    wanted = words[-1] + "".join(word[0] for word in words[:-1])
    with archive.records() as records:
        number = 1
        while records.find_user_by_login(wanted if number == 1 else f"{wanted}{number}"):
            number += 1
    return wanted if number == 1 else f"{wanted}{number}"

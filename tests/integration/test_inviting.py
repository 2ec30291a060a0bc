"""People brought in down the tree: a lead within their own part, each row of a list with its own answer."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from archive.bootstrap import Archive
from archive.signing_in.accounts import create_user, redeem_token
from archive.signing_in.inviting import Wanted, invite, invite_list
from schemas.errors import InvalidInput
from schemas.people import Role, User

COMMUNE = "Lạng Sơn/Xã Mẫu Sơn"


@pytest.fixture
def lead(archive: Archive) -> User:
    create_user(archive, "khac", [Role.VOLUNTEER], organisation_path="Lạng Sơn/Xã Thất Khê")
    return create_user(archive, "doi", [Role.TEAM_LEAD], organisation_path=COMMUNE)


def test_a_lead_invites_into_the_own_part_only_and_gives_no_higher_role(archive: Archive, lead: User) -> None:
    user, token = invite(archive, Wanted("Nông Thị Thử", place="Chi đoàn 2"), lead)
    assert (user.login, user.organisation_path) == ("thunt", f"{COMMUNE}/Chi đoàn 2")
    assert redeem_token(archive, token, "sông Kỳ Cùng 1979").id == user.id
    again, _token = invite(archive, Wanted("Nông Thị Thử"), lead)
    assert (again.login, again.organisation_path) == ("thunt2", COMMUNE)
    for wrong in (Wanted("A", place="lang son / xa that khe"), Wanted("A", role=Role.ADMINISTRATOR)):
        with pytest.raises(InvalidInput):
            invite(archive, wrong, lead)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_each_row_of_a_list_is_answered(archive: Archive, lead: User, tmp_path: Path, ending: str) -> None:
    rows = [
        ("Họ và tên", "Tên đăng nhập", "Nơi làm việc", "Vai trò", "Ngày sinh"),
        ("Vàng A Thử", "vangathu", "Chi đoàn 1", "Tình nguyện viên", "30/4/2009"),
        ("Lò Thị Mẫu", "", "", "Đội trưởng", ""),
        ("Trùng Tên", "doi", "", "", ""),
        ("Ngày Lạ", "ngayla", "", "", "mồng một Tết"),
        ("Ngày Sai", "ngaysai", "", "", "31/2/2009"),
    ]
    path = tmp_path / f"list.{ending}"
    if ending == "csv":
        path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(path)
    answers = list(invite_list(archive, path, lead))
    assert [answer.row for answer in answers] == [1, 2, 3, 4, 5]
    with archive.records() as records:
        made = [records.find_user(answer.user.id) for answer in answers if answer.user]
    assert [(one.login, one.roles) for one in made if one] == [
        ("vangathu", {Role.VOLUNTEER}),
        ("mault", {Role.TEAM_LEAD}),
        ("ngayla", {Role.VOLUNTEER}),
    ]
    assert made[0] and str(made[0].born) == "2009-04-30"
    assert answers[2].why and "đăng nhập" in answers[2].why.message("vi")
    assert answers[4].why and "31/2/2009" in answers[4].why.message("vi")

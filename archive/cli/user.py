"""Tài khoản, vai trò, đường dẫn một lần / accounts, roles, one-time links."""

from __future__ import annotations

import argparse
import json
import sys

from archive.bootstrap import Archive, open_archive
from archive.signing_in import accounts, second_factor
from schemas.errors import KyucError
from schemas.people import Role, User


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc user",
        description="Quản lý tài khoản: tạo, cấp quyền, đường dẫn đặt mật khẩu, khóa. / "
        "Accounts: make, give roles, password links, close.",
    )
    acts = parser.add_subparsers(dest="act", required=True)
    add = acts.add_parser(
        "add", help="tạo tài khoản, in ra mã đường dẫn / make an account, print its link token"
    )
    add.add_argument("login")
    add.add_argument("--name", default="", help="tên hiển thị / name shown")
    add.add_argument("--place", default="", help="nơi làm việc: Tỉnh / Xã / Chi đoàn / where they work")
    add.add_argument("--purpose", default="", help="mục đích nghiên cứu / research purpose")
    add.add_argument("--role", action="append", choices=[*Role], required=True, help="vai trò / role")
    for name, words in (
        ("link", "mã đường dẫn mới để đặt mật khẩu / a new token to set the password"),
        ("close", "khóa tài khoản / close the account"),
        ("forget-code", "bỏ mã hai bước của người mất điện thoại / take a lost phone's code away"),
        ("open", "mở lại tài khoản / open the account again"),
    ):
        acts.add_parser(name, help=words).add_argument("login")
    roles = acts.add_parser("roles", help="đặt lại vai trò / set the roles")
    roles.add_argument("login")
    roles.add_argument("--role", action="append", choices=[*Role], required=True)
    acts.add_parser("list", help="danh sách tài khoản / list accounts")
    return parser


def _line(user: User) -> dict[str, object]:
    return {"login": user.login, "roles": sorted(user.roles), "disabled": user.disabled}


def _user(archive: Archive, login: str) -> User:
    with archive.records() as records:
        found = records.find_user_by_login(accounts.clean_login(login))
    if found is None:
        raise KyucError("user", vi=f"Không có tài khoản {login}.", en=f"There is no account {login}.")
    return found


def _act(archive: Archive, given: argparse.Namespace) -> list[dict[str, object]]:
    if given.act == "list":
        with archive.records() as records:
            return [_line(user) for user in records.all_users()]
    if given.act == "add":
        user = accounts.create_user(
            archive,
            given.login,
            map(Role, given.role),
            name=given.name,
            organisation_path=given.place,
            purpose=given.purpose,
        )
        return [{**_line(user), "token": accounts.issue_link(archive, user.login)}]
    user = _user(archive, given.login)
    if given.act == "link":
        return [{**_line(user), "token": accounts.issue_link(archive, user.login)}]
    if given.act == "roles":
        return [_line(accounts.change_roles(archive, user.id, map(Role, given.role)))]
    if given.act == "forget-code":
        second_factor.take_away(archive, user.id)
        return [_line(user)]
    accounts.set_disabled(archive, user.id, given.act == "close")
    return [_line(_user(archive, given.login))]


def main(argv: list[str]) -> int:
    """One JSON line an account."""
    given = _parser().parse_args(argv)
    try:
        for line in _act(open_archive(), given):
            print(json.dumps(line, ensure_ascii=False))
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

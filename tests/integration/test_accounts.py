"""Coming in: the first administrator's link, passwords, roles, attempts."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.access import Act, may
from archive.bootstrap import Archive
from archive.settings import load
from archive.signing_in import accounts
from schemas.errors import Conflict, InvalidInput, Refused, TooManyAttempts
from schemas.people import Role

_PASSWORD = "sông Thạch Hãn 1972"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(load({"KYUC_DATA": str(tmp_path)}))


def test_the_first_administrator_comes_in_by_a_link_that_works_once(archive: Archive) -> None:
    older, token = accounts.first_admin_token(archive), accounts.first_admin_token(archive)
    assert older and token
    with pytest.raises(Refused):
        accounts.redeem_token(archive, older, _PASSWORD)
    admin = accounts.redeem_token(archive, token, _PASSWORD)
    assert may(accounts.authenticate(archive, admin.login, _PASSWORD, "10.0.0.1"), Act.MANAGE_USERS)
    with pytest.raises(Refused):
        accounts.redeem_token(archive, token, "another long one")
    assert accounts.first_admin_token(archive) is None


def test_a_short_password_does_not_use_the_link_up(archive: Archive) -> None:
    token = accounts.first_admin_token(archive) or ""
    with pytest.raises(InvalidInput):
        accounts.redeem_token(archive, token, "short")
    assert accounts.redeem_token(archive, token, _PASSWORD).roles == {Role.ADMINISTRATOR}


def test_a_login_is_one_however_it_is_typed(archive: Archive) -> None:
    accounts.create_user(archive, "Đội.Tân_Cương", [Role.VOLUNTEER], password=_PASSWORD)
    assert accounts.authenticate(archive, " đội.tân_cương ", _PASSWORD, "a").roles == {Role.VOLUNTEER}
    with pytest.raises(Conflict):
        accounts.create_user(archive, "ĐỘI.TÂN_CƯƠNG", [Role.RESEARCHER])


def test_guessing_is_stopped_and_success_clears_the_count(archive: Archive) -> None:
    accounts.create_user(archive, "ngoc", [Role.RESEARCHER], password=_PASSWORD)
    for _ in range(4):
        with pytest.raises(Refused):
            accounts.authenticate(archive, "ngoc", "wrong password", "a")
    accounts.authenticate(archive, "ngoc", _PASSWORD, "a")
    for _ in range(5):
        with pytest.raises(Refused):
            accounts.authenticate(archive, "ngoc", "wrong password", "a")
    with pytest.raises(TooManyAttempts):
        accounts.authenticate(archive, "ngoc", _PASSWORD, "a")


def test_a_closed_account_stays_out(archive: Archive) -> None:
    user = accounts.create_user(archive, "lan", [Role.TEAM_LEAD], password=_PASSWORD)
    accounts.set_disabled(archive, user.id, True)
    with pytest.raises(Refused):
        accounts.authenticate(archive, "lan", _PASSWORD, "a")
    with archive.records() as records:
        assert records.find_user(user.id) is not None, "what the person did stays under the name"


def test_roles_are_given_and_taken(archive: Archive) -> None:
    user = accounts.create_user(archive, "minh", [Role.VOLUNTEER], password=_PASSWORD)
    accounts.change_roles(archive, user.id, [Role.PROVINCE_VERIFIER])
    with archive.records() as records:
        held = records.find_user(user.id)
    assert held is not None
    assert may(held, Act.DECIDE_PROVINCE)
    assert not may(held, Act.MANAGE_USERS)

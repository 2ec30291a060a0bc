"""Accounts: who may come in. Passwords are never kept, attempts are limited, links work once."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from archive.audit.actor import actor, as_actor
from archive.authority.orthography import nfc
from archive.organisations import path_of
from archive.ports import Catalogue, Passwords
from archive.signing_in.attempts import Attempt, digest
from schemas.audit import Actor, AuditAct, AuditEntry, Detail, Outcome
from schemas.errors import InvalidInput, NotFound, Refused
from schemas.people import Role, User

SHORTEST_PASSWORD = 10
_FIRST_LOGIN = "quantri"
_FIRST_LINK_VALID = timedelta(days=7)
_LINK_VALID = timedelta(days=2)
_LONGEST_PURPOSE = 2000
_SET_PASSWORD = "set_password"


class Stores(Protocol):
    @property
    def passwords(self) -> Passwords: ...
    def records(self) -> Catalogue: ...


def authenticate(archive: Stores, login: str, password: str, origin: str) -> User:
    """The user, if login and password fit. `origin` is the network address that asks.

    Raises Refused (one sentence, whatever was wrong) or TooManyAttempts.
    """
    with archive.records() as records:
        attempt = Attempt(records, clean_login(login), origin)
        attempt.must_be_open()
        user = records.find_user_by_login(clean_login(login))
        fits = archive.passwords.fits(records.password_hash(clean_login(login)), password)
        attempt.count(fits)
        come_in = fits and user is not None and not user.disabled
        who = as_actor(user, actor().request) if come_in and user else None
        records.note(_about(user, AuditAct.SIGN_IN, actor=who, outcome=_outcome(come_in)))
        records.commit()
    if not fits or user is None or user.disabled:
        raise Refused(
            "sign-in",
            vi="Tên đăng nhập hoặc mật khẩu không đúng.",
            en="The login or the password is wrong.",
        )
    return user


def left(archive: Stores, user_id: str, session_id: str) -> None:
    """The person signed out of this session."""
    with archive.records() as records:
        records.end_sessions(user_id, only=session_id)
        records.note(AuditEntry(AuditAct.SIGN_OUT, "user", user_id))
        records.commit()


def create_user(
    archive: Stores,
    login: str,
    roles: Iterable[Role],
    *,
    name: str = "",
    password: str | None = None,
    organisation_path: str = "",
    purpose: str = "",
) -> User:
    """A new account. Without a password the person gets a link from `issue_link`.

    Raises InvalidInput (login or password), Conflict (the login is taken).
    """
    user = User(
        clean_login(login),
        name.strip(),
        frozenset(roles),
        purpose=purpose,
    )
    password_hash = archive.passwords.hash(_checked(password)) if password is not None else None
    with archive.records() as records:
        user = replace(user, organisation_path=path_of(organisation_path, records.organisation_paths()))
        records.add_user(user, password_hash)
        records.note(_about(user, AuditAct.USER_ADDED, roles=_codes(user.roles)))
        records.commit()
    return user


def first_admin_token(archive: Stores) -> str | None:
    """A link's token for the first administrator, or None once one can sign in. Only the newest works."""
    with archive.records() as records:
        if records.has_administrator():
            return None
        user = records.find_user_by_login(_FIRST_LOGIN)
        if user is None:
            user = User(_FIRST_LOGIN, roles=frozenset({Role.ADMINISTRATOR}))
            records.add_user(user, None)
            records.note(_about(user, AuditAct.USER_ADDED, roles=_codes(user.roles)))
        token = _new_token(records, user, _FIRST_LINK_VALID)
        records.commit()
    return token


def issue_link(archive: Stores, login: str) -> str:
    """A one-time token with which this person sets a (new) password. Raises NotFound."""
    with archive.records() as records:
        user = records.find_user_by_login(clean_login(login))
        if user is None:
            raise NotFound("user")
        token = _new_token(records, user, _LINK_VALID)
        records.commit()
    return token


def redeem_token(archive: Stores, token: str, password: str) -> User:
    """Set the password of the token's user. Raises Refused (used, unknown or too old), InvalidInput."""
    password_hash = archive.passwords.hash(_checked(password))
    with archive.records() as records:
        user = use_link(records, token)
        records.set_password_hash(user.id, password_hash)
        records.end_sessions(user.id)
        who = as_actor(user, actor().request)
        records.note(_about(user, AuditAct.PASSWORD_SET, actor=who, by_link=True))
        records.commit()
    return user


def use_link(records: Catalogue, token: str) -> User:
    """Whose one-time link it is; it works no more once this is committed. Raises Refused."""
    user_id = records.use_token(digest(token), _SET_PASSWORD)
    user = records.find_user(user_id) if user_id else None
    if user is None or user.disabled:
        raise Refused(
            "token",
            vi="Đường dẫn này đã dùng rồi hoặc đã hết hạn. Hãy xin người quản trị đường dẫn mới.",
            en="This link was used already or is too old. Ask an administrator for a new one.",
        )
    return user


def set_password(archive: Stores, user_id: str, password: str) -> None:
    """Whoever was signed in with the old one is out. Raises InvalidInput if it is too short."""
    password_hash = archive.passwords.hash(_checked(password))
    with archive.records() as records:
        records.set_password_hash(user_id, password_hash)
        records.end_sessions(user_id)
        records.note(AuditEntry(AuditAct.PASSWORD_SET, "user", user_id))
        records.commit()


def change_roles(archive: Stores, user_id: str, roles: Iterable[Role]) -> User:
    """From now on exactly these. Raises NotFound."""
    with archive.records() as records:
        user = records.find_user(user_id)
        if user is None:
            raise NotFound("user")
        held = frozenset(roles)
        records.grant_roles(user_id, held)
        records.note(_about(user, AuditAct.ROLES_CHANGED, before=_codes(user.roles), roles=_codes(held)))
        records.commit()
    return replace(user, roles=held)


def place(archive: Stores, user_id: str, written: str, born: date | None) -> User:
    """Where in the organisation tree the person works, and their day of birth.

    Raises NotFound, InvalidInput (the place).
    """
    with archive.records() as records:
        user = records.find_user(user_id)
        if user is None:
            raise NotFound("user")
        path = path_of(written, records.organisation_paths())
        records.place_user(user_id, path, born)
        records.note(_about(user, AuditAct.ROLES_CHANGED, placed=bool(path), born=born is not None))
        records.commit()
    return replace(user, organisation_path=path, born=born)


def state_purpose(archive: Stores, user_id: str, purpose: str) -> None:
    """What a researcher works on, in their words; empty takes it back."""
    with archive.records() as records:
        records.state_purpose(user_id, nfc(purpose).strip()[:_LONGEST_PURPOSE])
        records.commit()


def set_disabled(archive: Stores, user_id: str, disabled: bool) -> None:
    """Close an account with its sessions and tokens, or open it again. What was done stays under the name."""
    with archive.records() as records:
        records.set_disabled(user_id, disabled)
        if disabled:
            records.end_sessions(user_id)
            records.revoke_api_tokens(user_id)
        act = AuditAct.ACCOUNT_CLOSED if disabled else AuditAct.ACCOUNT_OPENED
        records.note(AuditEntry(act, "user", user_id))
        records.commit()


def clean_login(login: str) -> str:
    """Lower case, composed, without blanks around. Raises InvalidInput if nothing is left."""
    cleaned = unicodedata.normalize("NFC", login).strip().lower()
    if not cleaned or len(cleaned) > 120 or any(char.isspace() or not char.isprintable() for char in cleaned):
        raise InvalidInput(
            "login",
            vi="Tên đăng nhập không hợp lệ: dùng chữ và số, không có khoảng trắng.",
            en="The login is not valid: use letters and digits without blanks.",
        )
    return cleaned


def _checked(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(
            "password",
            vi=f"Mật khẩu cần ít nhất {SHORTEST_PASSWORD} ký tự. Một câu dễ nhớ là tốt nhất.",
            en=f"A password needs at least {SHORTEST_PASSWORD} characters. A sentence is best.",
        )
    return password


def _new_token(records: Catalogue, user: User, valid: timedelta) -> str:
    token = secrets.token_urlsafe(32)
    records.add_token(digest(token), user.id, _SET_PASSWORD, datetime.now(UTC) + valid)
    records.note(_about(user, AuditAct.LINK_ISSUED))
    return token


def _about(
    user: User | None,
    act: AuditAct,
    *,
    actor: Actor | None = None,
    outcome: Outcome = Outcome.DONE,
    **details: Detail,
) -> AuditEntry:
    """An entry about an account; a login that nobody has is not written down."""
    return AuditEntry(act, "user", user.id if user else "", outcome, details, actor)


def _outcome(done: bool) -> Outcome:
    return Outcome.DONE if done else Outcome.REFUSED


def _codes(roles: Iterable[Role]) -> str:
    return "+".join(sorted(role.value for role in roles))

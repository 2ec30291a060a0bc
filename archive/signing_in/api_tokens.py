"""Tokens of the API: made by a person for a program, shown once, kept as hashes, ended on a day or before."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from archive.authority.orthography import nfc
from archive.ports import Catalogue
from archive.signing_in.attempts import digest
from schemas.api_tokens import ApiToken, Scope
from schemas.audit import AuditAct, AuditEntry, Detail
from schemas.errors import InvalidInput, NotFound, Unavailable
from schemas.people import User

LONGEST = timedelta(days=365)
MOST = 20
"""Tokens of one person that stand at the same time."""
_LONGEST_NAME = 100
_PREFIX = "kyuc_"
"""By which those who look for leaked keys know it."""
_USED_TO_WITHIN = timedelta(minutes=5)


class Stores(Protocol):
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose program calls, and with which token."""

    user: User
    token: ApiToken


def make(archive: Stores, user: User, name: str, scopes: Collection[Scope], days: int) -> str:
    """The token itself, told once. Raises InvalidInput."""
    name = nfc(name).strip()[:_LONGEST_NAME]
    if not name or not scopes or not 1 <= days <= LONGEST.days:
        raise InvalidInput(
            "api token",
            vi=f"Hãy ghi tên chương trình, chọn việc được làm và thời hạn từ 1 đến {LONGEST.days} ngày.",
            en=f"Name the program, choose what it may do, and from 1 to {LONGEST.days} days.",
        )
    secret = _PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(user.id, name, tuple(sorted(scopes)), datetime.now(UTC) + timedelta(days=days))
    with archive.records() as records:
        if len([one for one in records.api_tokens_of(user.id) if stands(one)]) >= MOST:
            raise InvalidInput(
                "too many api tokens",
                vi=f"Đã có {MOST} mã còn hạn. Hãy thu hồi mã không dùng nữa.",
                en=f"There are {MOST} tokens already. Revoke those that are no longer used.",
            )
        records.add_api_token(made, digest(secret))
        told: dict[str, Detail] = {"how": "made", "scopes": "+".join(made.scopes), "days": days}
        records.note(AuditEntry(AuditAct.API_TOKEN_CHANGED, "api_token", made.id, details=told))
        records.commit()
    return secret


def bearer(archive: Stores, secret: str) -> Bearer | None:
    """Whose token it is; None if it is unknown, too old or revoked, or the account is closed."""
    now = datetime.now(UTC)
    with archive.records() as records:
        token = records.api_token_with(digest(secret))
        user = records.find_user(token.user_id) if token and stands(token) else None
        if token is None or user is None or user.disabled:
            return None
        if token.used_at is None or now - token.used_at > _USED_TO_WITHIN:
            with suppress(Unavailable):  # who only reads is not turned away because nothing can be written
                records.touch_api_token(token.id, now)
                records.commit()
    return Bearer(user, token)


def tokens_of(archive: Stores, user_id: str) -> Sequence[ApiToken]:
    """Those that stand, newest first."""
    with archive.records() as records:
        return [one for one in records.api_tokens_of(user_id) if stands(one)]


def revoke(archive: Stores, user_id: str, token_id: str) -> None:
    """It opens nothing from now on. Raises NotFound."""
    with archive.records() as records:
        if not records.revoke_api_tokens(user_id, only=token_id):
            raise NotFound("api token")
        revoked = AuditEntry(AuditAct.API_TOKEN_CHANGED, "api_token", token_id, details={"how": "revoked"})
        records.note(revoked)
        records.commit()


def stands(token: ApiToken) -> bool:
    return token.revoked_at is None and token.until > datetime.now(UTC)

"""The second step of signing in: a code of the person's phone (TOTP, RFC 6238), or one of their spare codes.

The secret is kept sealed, spare codes only as hashes. A code counts once, guesses are limited, and an
administrator can take a lost phone's secret away.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

import pyotp

from archive.audit.actor import actor, as_actor
from archive.keeping.sealed_values import opened, seal
from archive.ports import Catalogue
from archive.settings import Settings
from archive.signing_in.attempts import Attempt, digest
from schemas.audit import AuditAct, AuditEntry, Detail, Outcome
from schemas.errors import Conflict, NotFound, Refused
from schemas.people import User
from schemas.second_factor import SecondFactor

_PURPOSE = "second factor"
_ISSUER = "Ký Ức"
_SPARE_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other."""
_STEP_SECONDS = 30
_DRIFT = (0, -1, 1)
"""Steps: phones' clocks are off by some seconds, and people type slowly."""


class Stores(Protocol):
    @property
    def settings(self) -> Settings: ...
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the phone takes in: as a picture of the address, or typed."""

    secret: str
    address: str


def is_obliged(settings: Settings, user: User) -> bool:
    """Whether the settings ask a second step of one of this person's roles."""
    return not user.roles.isdisjoint(settings.second_factor)


def is_kept(archive: Stores, user_id: str) -> bool:
    """Whether this person signs in with a code."""
    with archive.records() as records:
        held = records.second_factor(user_id)
    return held is not None and held.confirmed_at is not None


def spare_codes_left(archive: Stores, user_id: str) -> int:
    with archive.records() as records:
        return records.spare_codes_left(user_id)


def begin(archive: Stores, user: User) -> Enrolment:
    """A secret for the phone; the same until a code of it is given back. Raises Conflict (there is one)."""
    with archive.records() as records:
        held = records.second_factor(user.id)
        if held is not None and held.confirmed_at is not None:
            raise Conflict("second factor")
        secret = opened(archive.settings, _PURPOSE, user.id, held.sealed) if held else None
        if secret is None:
            secret = pyotp.random_base32()
            sealed = seal(archive.settings, _PURPOSE, user.id, secret)
            records.keep_second_factor(SecondFactor(user.id, sealed))
            records.commit()
    address = pyotp.TOTP(secret).provisioning_uri(name=user.login, issuer_name=_ISSUER)
    return Enrolment(secret, address)


def confirm(archive: Stores, user: User, code: str, origin: str) -> Sequence[str]:
    """The phone holds the secret: from now on its codes are asked for. Returns the spare codes, once.

    Raises Refused, TooManyAttempts, NotFound (nothing was begun).
    """
    with archive.records() as records:
        held = records.second_factor(user.id)
        if held is None or held.confirmed_at is not None:
            raise NotFound("second factor")
        _try(archive, records, user, code, origin, spare=False)
        records.confirm_second_factor(user.id, datetime.now(UTC))
        codes = _new_spare_codes(records, user.id)
        records.note(_entry(user.id, "begun"))
        records.commit()
    return codes


def check(archive: Stores, user: User, code: str, origin: str) -> None:
    """The second step of signing in. Raises Refused, TooManyAttempts."""
    with archive.records() as records:
        _try(archive, records, user, code, origin)
        who = as_actor(user, actor().request)
        records.note(AuditEntry(AuditAct.SIGN_IN, "user", user.id, details={"step": 2}, actor=who))
        records.commit()


def renew_spare_codes(archive: Stores, user: User, code: str, origin: str) -> Sequence[str]:
    """Those from before no longer count. Raises NotFound, Refused, TooManyAttempts."""
    with archive.records() as records:
        _must_be_kept(records, user.id)
        _try(archive, records, user, code, origin)
        codes = _new_spare_codes(records, user.id)
        records.note(_entry(user.id, "renewed"))
        records.commit()
    return codes


def give_up(archive: Stores, user: User, code: str, origin: str) -> None:
    """The person no longer uses this phone. Raises NotFound, Refused, TooManyAttempts."""
    with archive.records() as records:
        _must_be_kept(records, user.id)
        _try(archive, records, user, code, origin)
        records.drop_second_factor(user.id)
        records.note(_entry(user.id, "given_up"))
        records.commit()


def take_away(archive: Stores, user_id: str) -> None:
    """An administrator's act, for a lost phone: the person is signed in nowhere and begins anew."""
    with archive.records() as records:
        records.drop_second_factor(user_id)
        records.end_sessions(user_id)
        records.note(_entry(user_id, "taken_away"))
        records.commit()


def _must_be_kept(records: Catalogue, user_id: str) -> None:
    held = records.second_factor(user_id)
    if held is None or held.confirmed_at is None:
        raise NotFound("second factor")


def _try(archive: Stores, records: Catalogue, user: User, code: str, origin: str, spare: bool = True) -> None:
    """Count the attempt; the code is used up. Raises Refused, TooManyAttempts."""
    attempt = Attempt(records, f"{_PURPOSE} {user.id}", origin)
    attempt.must_be_open()
    typed = "".join(char for char in code.lower() if char.isalnum())
    fits = _is_of_phone(archive, records, user.id, typed)
    fits = fits or (spare and records.use_spare_code(user.id, digest(typed)))
    attempt.count(fits)
    if fits:
        return
    about = _entry(user.id, "wrong_code")
    records.note(replace(about, outcome=Outcome.REFUSED))
    records.commit()
    raise Refused(
        "code",
        vi="Mã này không đúng hoặc đã dùng rồi. Hãy chờ mã mới trên điện thoại rồi nhập lại.",
        en="This code is wrong or was used already. Wait for the next one on the phone.",
    )


def _is_of_phone(archive: Stores, records: Catalogue, user_id: str, typed: str) -> bool:
    held = records.second_factor(user_id)
    secret = opened(archive.settings, _PURPOSE, user_id, held.sealed) if held else None
    if secret is None:
        return False
    made, now = pyotp.TOTP(secret), int(datetime.now(UTC).timestamp()) // _STEP_SECONDS
    for step in (now + drift for drift in _DRIFT):
        if hmac.compare_digest(made.generate_otp(step).encode(), typed.encode()):
            return records.use_step(user_id, step)
    return False


def _new_spare_codes(records: Catalogue, user_id: str) -> list[str]:
    made = ["".join(secrets.choice(_LETTERS) for _ in range(12)) for _ in range(_SPARE_CODES)]
    records.keep_spare_codes(user_id, [digest(code) for code in made])
    return ["-".join((code[:4], code[4:8], code[8:])) for code in made]


def _entry(user_id: str, how: str) -> AuditEntry:
    details: dict[str, Detail] = {"how": how}
    return AuditEntry(AuditAct.SECOND_FACTOR_CHANGED, "user", user_id, details=details)

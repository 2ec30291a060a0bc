"""Who may bring something: everybody, but not a machine a thousand times. Nobody has to read crooked letters.

The device of the person solves a small sum while the form is filled in (ALTCHA proof of work); each solution
counts once. Limits are per network address, wide enough for a village behind one.
"""

from __future__ import annotations

import hashlib
import json
import time
from binascii import Error as NotBase64
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import altcha

from archive.ports import Catalogue
from schemas.errors import InvalidInput, TooManyAttempts

BRING, FOLLOW = "bring", "follow"
VALID_SECONDS = 3 * 3600
"""Old people fill in slowly."""
_ALGORITHM, _COST, _PREFIX = "SHA-256", 4, "000"
"""About 16,000 hashes: a second on a desk, some seconds on a cheap phone, beside the typing."""
_HOUR = timedelta(hours=1)
_LIMITS = {BRING: (40, 1000), FOLLOW: (60, 5000)}
"""Uses an hour: of one address, of all."""
_KEPT = timedelta(days=2)


class Stores(Protocol):
    def records(self) -> Catalogue: ...


def challenge(secret: str) -> dict[str, Any]:
    """The sum for one report, signed."""
    until = int(time.time()) + VALID_SECONDS
    made = altcha.create_challenge(
        _ALGORITHM, _COST, key_prefix=_PREFIX, expires_at=until, hmac_secret=secret
    )
    told: dict[str, Any] = made.to_dict()
    return told


def admit(archive: Stores, payload: str, origin: str, secret: str) -> None:
    """Count this report in. Raises InvalidInput (no proof, a wrong or a used one), TooManyAttempts."""
    if not _is_proven(payload, secret):
        raise _unproven("proof")
    _count(archive, BRING, _key(payload), _key(origin))


def count_following(archive: Stores, origin: str) -> None:
    """Codes are short: whoever tries many is stopped. Raises TooManyAttempts."""
    _count(archive, FOLLOW, _key(f"{origin} {time.time_ns()}"), _key(origin))


def forget_old_uses(archive: Stores) -> None:
    with archive.records() as records:
        records.forget_uses(datetime.now(UTC) - _KEPT)
        records.commit()


def _count(archive: Stores, purpose: str, proof: str, origin_key: str) -> None:
    by_origin, by_all = _LIMITS[purpose]
    with archive.records() as records:
        since = datetime.now(UTC) - _HOUR
        if (
            records.uses_since(since, purpose, origin_key) >= by_origin
            or records.uses_since(since, purpose) >= by_all
        ):
            raise TooManyAttempts(
                purpose,
                vi="Mạng này đã gửi quá nhiều tin trong một giờ. Nội dung vẫn còn; hãy gửi lại sau.",
                en="Too many reports came from this network within an hour. Nothing is lost; send it later.",
            )
        if not records.use_proof(proof, origin_key, purpose):
            raise _unproven("used")
        records.commit()


def _is_proven(payload: str, secret: str) -> bool:
    try:
        return bool(altcha.verify_solution(payload, secret).verified)
    except (ValueError, KeyError, TypeError, AttributeError, NotBase64, json.JSONDecodeError):
        return False


def _unproven(detail: str) -> InvalidInput:
    return InvalidInput(
        detail,
        vi="Máy chưa kiểm tra xong trang này. Hãy chờ vài giây rồi bấm gửi lại; nội dung vẫn còn.",
        en="The page is not checked yet. Wait some seconds and send again; what you wrote is still there.",
    )


def _key(value: str) -> str:
    """Addresses are kept only as hashes."""
    return hashlib.sha256(value.encode()).hexdigest()

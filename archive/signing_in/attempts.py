"""Guessing is limited: by what is guessed at, and by the network address that asks."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Protocol

from archive.ports import Catalogue
from schemas.errors import TooManyAttempts

_WINDOW = timedelta(minutes=15)
_PER_SUBJECT, _PER_ORIGIN = 5, 30
_KEPT = timedelta(days=30)


class Stores(Protocol):
    def records(self) -> Catalogue: ...


class Attempt:
    """One try at `subject` (a login, somebody's code) from `origin`."""

    def __init__(self, records: Catalogue, subject: str, origin: str) -> None:
        self._records = records
        self._keys = digest(subject), digest(origin)

    def must_be_open(self) -> None:
        """Raises TooManyAttempts."""
        login_key, origin_key = self._keys
        since = datetime.now(UTC) - _WINDOW
        by_subject, by_origin = self._records.failed_attempts(
            login_key=login_key, origin_key=origin_key, since=since
        )
        if by_subject >= _PER_SUBJECT or by_origin >= _PER_ORIGIN:
            raise TooManyAttempts()

    def count(self, succeeded: bool) -> None:
        self._records.add_attempt(*self._keys, succeeded)


def digest(value: str) -> str:
    """Logins, addresses and tokens are kept only as hashes."""
    return hashlib.sha256(value.encode()).hexdigest()


def forget_old_attempts(archive: Stores) -> None:
    """Attempts limit attempts; after a month they would only tell who came when."""
    with archive.records() as records:
        records.forget_attempts(datetime.now(UTC) - _KEPT)
        records.commit()

"""Who is signed in where. It stands in the records: ended there, it is refused with the next request."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Protocol

from archive.ports import Catalogue
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import NotFound, Unavailable
from schemas.people import User
from schemas.sessions import Session

IDLE = timedelta(hours=8)
"""A session that nobody uses ends after this."""
LONGEST = timedelta(days=7)
"""A session ends after this even if it is used."""
_SEEN_TO_WITHIN = timedelta(minutes=5)
"""Reading a page must not write each time."""
_KEPT = timedelta(days=30)
_PREFIXES = {4: 16, 6: 32}


class Stores(Protocol):
    def records(self) -> Catalogue: ...


def begin(archive: Stores, user: User, device: str, address: str) -> Session:
    """From now on this browser is signed in."""
    made = Session(user.id, device, coarse(address))
    with archive.records() as records:
        records.add_session(made)
        records.commit()
    return made


def resume(archive: Stores, session_id: str) -> User | None:
    """Whose session it is, with the roles held now; None if it has ended or the account is closed."""
    now = datetime.now(UTC)
    with archive.records() as records:
        session = records.find_session(session_id)
        if session is None or not _stands(session, now):
            return None
        user = records.find_user(session.user_id)
        if user is None or user.disabled:
            return None
        if now - session.seen_at > _SEEN_TO_WITHIN:
            with suppress(Unavailable):  # who only reads is not turned away because nothing can be written
                records.touch_session(session.id, now)
                records.commit()
    return user


def standing(archive: Stores, user_id: str) -> Sequence[Session]:
    """Where this person is signed in now, last seen first."""
    now = datetime.now(UTC)
    with archive.records() as records:
        return [one for one in records.sessions_of(user_id, now - IDLE) if _stands(one, now)]


def end(archive: Stores, user_id: str, session_id: str) -> None:
    """One session of this person. Raises NotFound."""
    with archive.records() as records:
        if not records.end_sessions(user_id, only=session_id):
            raise NotFound("session")
        records.note(_ended(user_id, 1))
        records.commit()


def end_all(archive: Stores, user_id: str, but: str = "") -> int:
    """Every session of this person, or every other one than `but`; how many there were."""
    with archive.records() as records:
        count = records.end_sessions(user_id, but=but)
        records.note(_ended(user_id, count))
        records.commit()
    return count


def forget_old(archive: Stores) -> None:
    """Where somebody was signed in last month concerns nobody any more."""
    with archive.records() as records:
        records.forget_sessions(datetime.now(UTC) - _KEPT)
        records.commit()


def coarse(address: str) -> str:
    """The part of a network address that may be kept, `113.161.0.0/16`; empty for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((found, _PREFIXES[found.version]), strict=False))


def _stands(session: Session, now: datetime) -> bool:
    used = now - session.seen_at < IDLE + _SEEN_TO_WITHIN
    return session.ended_at is None and used and now - session.began_at < LONGEST


def _ended(user_id: str, count: int) -> AuditEntry:
    return AuditEntry(AuditAct.SESSION_ENDED, "user", user_id, details={"sessions": count})

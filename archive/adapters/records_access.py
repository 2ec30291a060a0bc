"""Sessions, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_access import sessions
from schemas.sessions import Session


class AccessRecords(Records):
    def add_session(self, session: Session) -> None:
        self.run(insert(sessions).values(**asdict(session)))

    def find_session(self, session_id: str) -> Session | None:
        row = self.first(select(sessions).where(sessions.c.id == session_id))
        return Session(**row) if row else None

    def sessions_of(self, user_id: str, seen_since: datetime) -> Sequence[Session]:
        standing = sessions.c.user_id == user_id, sessions.c.ended_at.is_(None)
        found = select(sessions).where(*standing, sessions.c.seen_at > seen_since)
        return [Session(**row) for row in self.rows(found.order_by(sessions.c.seen_at.desc()))]

    def touch_session(self, session_id: str, at: datetime) -> None:
        self.run(update(sessions).where(sessions.c.id == session_id).values(seen_at=at))

    def end_sessions(self, user_id: str, *, only: str = "", but: str = "") -> int:
        """All of a person, or only one, or all but one; how many stood."""
        ended = update(sessions).where(sessions.c.user_id == user_id, sessions.c.ended_at.is_(None))
        if only:
            ended = ended.where(sessions.c.id == only)
        if but:
            ended = ended.where(sessions.c.id != but)
        return self.run(ended.values(ended_at=datetime.now(UTC))).rowcount

    def end_every_session(self) -> None:
        self.run(update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=datetime.now(UTC)))

    def forget_sessions(self, before: datetime) -> None:
        self.run(delete(sessions).where(sessions.c.seen_at < before))

"""What coming in needs from the records: sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from schemas.sessions import Session


class Sessions(Protocol):
    """The part of the records about who is signed in where."""

    def add_session(self, session: Session) -> None: ...
    def find_session(self, session_id: str) -> Session | None: ...
    def sessions_of(self, user_id: str, seen_since: datetime) -> Sequence[Session]:
        """Those that nobody ended, last seen first."""
        ...

    def touch_session(self, session_id: str, at: datetime) -> None: ...
    def end_sessions(self, user_id: str, *, only: str = "", but: str = "") -> int:
        """All of a person, or only one, or all but one; how many stood."""
        ...

    def end_every_session(self) -> None: ...
    def forget_sessions(self, before: datetime) -> None:
        """Those that nobody used since then."""
        ...

"""What coming in needs from the records: sessions, second steps, tokens of the API, identities elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from schemas.api_tokens import ApiToken
from schemas.second_factor import SecondFactor
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


class SecondFactors(Protocol):
    """The part of the records about codes beside passwords."""

    def second_factor(self, user_id: str) -> SecondFactor | None: ...
    def keep_second_factor(self, factor: SecondFactor) -> None:
        """In place of one that stood."""
        ...

    def confirm_second_factor(self, user_id: str, at: datetime) -> None: ...
    def use_step(self, user_id: str, step: int) -> bool:
        """False if a code of this step or of a later one was used already."""
        ...

    def drop_second_factor(self, user_id: str) -> None:
        """With its spare codes."""
        ...

    def keep_spare_codes(self, user_id: str, hashes: Sequence[str]) -> None:
        """In place of those that stood."""
        ...

    def use_spare_code(self, user_id: str, code_hash: str) -> bool:
        """Once; False if there is none such."""
        ...

    def spare_codes_left(self, user_id: str) -> int: ...


class ApiTokens(Protocol):
    """The part of the records about keys of programs; of a key only its hash is kept."""

    def add_api_token(self, token: ApiToken, token_hash: str) -> None: ...
    def api_token_with(self, token_hash: str) -> ApiToken | None: ...
    def api_tokens_of(self, user_id: str) -> Sequence[ApiToken]:
        """Newest first, those that have ended too."""
        ...

    def touch_api_token(self, token_id: str, at: datetime) -> None: ...
    def revoke_api_tokens(self, user_id: str, *, only: str = "") -> int:
        """All of a person, or only one; how many stood."""
        ...


class Identities(Protocol):
    """The part of the records about who somebody is for a sign-in service elsewhere."""

    def identity_of(self, issuer: str, subject: str) -> str | None:
        """The user's id."""
        ...

    def add_identity(self, issuer: str, subject: str, user_id: str) -> None:
        """Raises Conflict where it is somebody's already."""
        ...

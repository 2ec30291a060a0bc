"""Sessions, second steps of signing in, tokens of the API, identities elsewhere, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_access import api_tokens, identities, second_factors, sessions, spare_codes
from schemas.api_tokens import ApiToken, Scope
from schemas.second_factor import SecondFactor
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

    def second_factor(self, user_id: str) -> SecondFactor | None:
        row = self.first(select(second_factors).where(second_factors.c.user_id == user_id))
        return SecondFactor(**row) if row else None

    def keep_second_factor(self, factor: SecondFactor) -> None:
        self.insert_or_update(second_factors, asdict(factor))

    def confirm_second_factor(self, user_id: str, at: datetime) -> None:
        mine = update(second_factors).where(second_factors.c.user_id == user_id)
        self.run(mine.values(confirmed_at=at))

    def use_step(self, user_id: str, step: int) -> bool:
        later = second_factors.c.user_id == user_id, second_factors.c.last_step < step
        return self.run(update(second_factors).where(*later).values(last_step=step)).rowcount > 0

    def drop_second_factor(self, user_id: str) -> None:
        self.run(delete(spare_codes).where(spare_codes.c.user_id == user_id))
        self.run(delete(second_factors).where(second_factors.c.user_id == user_id))

    def keep_spare_codes(self, user_id: str, hashes: Sequence[str]) -> None:
        self.run(delete(spare_codes).where(spare_codes.c.user_id == user_id))
        self.run(insert(spare_codes), [{"user_id": user_id, "code_hash": one} for one in hashes])

    def use_spare_code(self, user_id: str, code_hash: str) -> bool:
        code = spare_codes.c.user_id == user_id, spare_codes.c.code_hash == code_hash
        used = update(spare_codes).where(*code, spare_codes.c.used_at.is_(None))
        return self.run(used.values(used_at=datetime.now(UTC))).rowcount > 0

    def spare_codes_left(self, user_id: str) -> int:
        left = spare_codes.c.user_id == user_id, spare_codes.c.used_at.is_(None)
        return int(self.rows(select(func.count().label("n")).where(*left))[0]["n"])

    def add_api_token(self, token: ApiToken, token_hash: str) -> None:
        self.run(insert(api_tokens).values(**asdict(token), token_hash=token_hash))

    def api_token_with(self, token_hash: str) -> ApiToken | None:
        row = self.first(select(api_tokens).where(api_tokens.c.token_hash == token_hash))
        return _token(row) if row else None

    def api_tokens_of(self, user_id: str) -> Sequence[ApiToken]:
        mine = select(api_tokens).where(api_tokens.c.user_id == user_id)
        return [_token(row) for row in self.rows(mine.order_by(api_tokens.c.id.desc()))]

    def touch_api_token(self, token_id: str, at: datetime) -> None:
        self.run(update(api_tokens).where(api_tokens.c.id == token_id).values(used_at=at))

    def revoke_api_tokens(self, user_id: str, *, only: str = "") -> int:
        mine = api_tokens.c.user_id == user_id, api_tokens.c.revoked_at.is_(None)
        revoked = update(api_tokens).where(*mine)
        if only:
            revoked = revoked.where(api_tokens.c.id == only)
        return self.run(revoked.values(revoked_at=datetime.now(UTC))).rowcount

    def identity_of(self, issuer: str, subject: str) -> str | None:
        known = identities.c.issuer == issuer, identities.c.subject == subject
        row = self.first(select(identities.c.user_id).where(*known))
        return row["user_id"] if row else None

    def add_identity(self, issuer: str, subject: str, user_id: str) -> None:
        row = {"issuer": issuer, "subject": subject, "user_id": user_id}
        self.run(insert(identities).values(**row, linked_at=datetime.now(UTC)))


def _token(row: dict[str, Any]) -> ApiToken:
    del row["token_hash"]
    return ApiToken(**{**row, "scopes": tuple(map(Scope, row["scopes"]))})

"""Users, their roles, sign-in attempts and one-time links, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables import grants, one_time_tokens, sign_in_attempts, users, visits
from schemas.holdings import PRACTICE
from schemas.ids import new_id
from schemas.people import Role, User


def _now() -> datetime:
    return datetime.now(UTC)


class PeopleRecords(Records):
    def add_user(self, user: User, password_hash: str | None) -> None:
        row = {"id": user.id, "login": user.login, "name": user.name, "made_at": user.made_at}
        row |= {"organisation_path": user.organisation_path, "born": user.born, "purpose": user.purpose}
        self.run(insert(users).values(**row, password_hash=password_hash))
        self.grant_roles(user.id, user.roles)

    def grant_roles(self, user_id: str, roles: frozenset[Role]) -> None:
        """These are the roles from now on; earlier grants end and are kept."""
        now = _now()
        standing = and_(grants.c.user_id == user_id, grants.c.until.is_(None))
        self.run(update(grants).where(standing).values(until=now))
        for role in sorted(roles):
            self.run(insert(grants).values(id=new_id(), user_id=user_id, role=role, since=now))

    def find_user(self, user_id: str) -> User | None:
        return self._user(self.first(select(users).where(users.c.id == user_id)))

    def find_user_by_login(self, login: str) -> User | None:
        return self._user(self.first(select(users).where(users.c.login == login)))

    def all_users(self) -> Sequence[User]:
        rows = self.rows(select(users).order_by(users.c.login))
        return [user for row in rows if (user := self._user(row)) is not None]

    def _user(self, row: dict[str, Any] | None) -> User | None:
        if row is None:
            return None
        now = _now()
        holds = and_(grants.c.since <= now, or_(grants.c.until.is_(None), grants.c.until > now))
        held = self.rows(select(grants.c.role).where(grants.c.user_id == row["id"], holds))
        return User(
            login=row["login"],
            name=row["name"],
            roles=frozenset(Role(grant["role"]) for grant in held),
            disabled=row["disabled_at"] is not None,
            organisation_path=row["organisation_path"],
            born=row["born"],
            purpose=row["purpose"],
            id=row["id"],
            made_at=row["made_at"],
        )

    def password_hash(self, login: str) -> str | None:
        row = self.first(select(users.c.password_hash).where(users.c.login == login))
        return row["password_hash"] if row else None

    def set_password_hash(self, user_id: str, password_hash: str) -> None:
        self.run(update(users).where(users.c.id == user_id).values(password_hash=password_hash))

    def place_user(self, user_id: str, organisation_path: str, born: date | None) -> None:
        placed = {"organisation_path": organisation_path, "born": born}
        self.run(update(users).where(users.c.id == user_id).values(**placed))

    def organisation_paths(self) -> Sequence[str]:
        of_users = select(users.c.organisation_path.label("path")).where(users.c.organisation_path != "")
        of_visits = select(visits.c.organisation_path).where(visits.c.organisation_path != "")
        return sorted(row["path"] for row in self.rows(of_users.union(of_visits)))

    def visits_by_place(self) -> Mapping[str, int]:
        counted = select(visits.c.organisation_path.label("path"), func.count().label("n"))
        real = counted.where(visits.c.organisation_path != "", visits.c.kind != PRACTICE)
        return {row["path"]: row["n"] for row in self.rows(real.group_by(visits.c.organisation_path))}

    def state_purpose(self, user_id: str, purpose: str) -> None:
        self.run(update(users).where(users.c.id == user_id).values(purpose=purpose))

    def set_disabled(self, user_id: str, disabled: bool) -> None:
        at = _now() if disabled else None
        self.run(update(users).where(users.c.id == user_id).values(disabled_at=at))

    def has_administrator(self) -> bool:
        """One who can sign in."""
        able = and_(users.c.disabled_at.is_(None), users.c.password_hash.is_not(None))
        holds = and_(grants.c.role == Role.ADMINISTRATOR, grants.c.until.is_(None))
        joined = select(users.c.id).join(grants, grants.c.user_id == users.c.id)
        return self.first(joined.where(able, holds)) is not None

    def add_attempt(self, login_key: str, origin_key: str, succeeded: bool) -> None:
        row = {"login_key": login_key, "origin_key": origin_key, "succeeded": succeeded}
        self.run(insert(sign_in_attempts).values(id=new_id(), at=_now(), **row))

    def failed_attempts(self, *, login_key: str, origin_key: str, since: datetime) -> tuple[int, int]:
        """Failures since then, for the login (after its last success) and for the origin."""
        table = sign_in_attempts
        last = select(func.max(table.c.at)).where(table.c.login_key == login_key, table.c.succeeded)
        last_success = self.rows(last)[0]["max_1"]
        start = max(since, last_success) if last_success else since
        failed = select(func.count().label("n")).where(~table.c.succeeded)
        by_login = failed.where(table.c.login_key == login_key, table.c.at > start)
        by_origin = failed.where(table.c.origin_key == origin_key, table.c.at > since)
        return self.rows(by_login)[0]["n"], self.rows(by_origin)[0]["n"]

    def forget_attempts(self, before: datetime) -> None:
        self.run(delete(sign_in_attempts).where(sign_in_attempts.c.at < before))

    def add_token(self, token_hash: str, user_id: str, purpose: str, expires_at: datetime) -> None:
        """An earlier token of this user and purpose no longer works."""
        mine = and_(one_time_tokens.c.user_id == user_id, one_time_tokens.c.purpose == purpose)
        self.run(delete(one_time_tokens).where(mine, one_time_tokens.c.used_at.is_(None)))
        row = {"token_hash": token_hash, "user_id": user_id, "purpose": purpose, "expires_at": expires_at}
        self.run(insert(one_time_tokens).values(**row))

    def use_token(self, token_hash: str, purpose: str) -> str | None:
        """The user's id, once; None if the token is unknown, used or too old."""
        table, now = one_time_tokens, _now()
        fresh = and_(table.c.used_at.is_(None), table.c.expires_at > now, table.c.purpose == purpose)
        used = update(table).where(table.c.token_hash == token_hash, fresh).values(used_at=now)
        row = self.first(used.returning(table.c.user_id))
        return row["user_id"] if row else None

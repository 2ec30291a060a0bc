"""Who is here: the session knows a user's id and when they came; roles are read anew with each request."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import UTC, datetime

from flask import Flask, g, session

from archive.access import Act, may
from archive.accounts import find_user
from archive.rights.standing import reach
from archive.settings import Settings
from schemas.people import User
from schemas.rights import Reach
from search_ui.errors import SignInNeeded
from search_ui.security import LONGEST
from search_ui.services import current_archive

_USER, _SINCE, _STAMP = "user", "since", "stamp"


def signing_key(settings: Settings) -> str:
    """The key that signs sessions; made once, readable by the owner only, where no setting gives it."""
    if settings.secret_key:
        return str(settings.secret_key)
    path = settings.data / "run" / "session.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=_private, encoding="utf-8") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass  # another process of the same archive made it
    return path.read_text(encoding="utf-8").strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def sign_in(user: User) -> None:
    """A fresh session: nothing from before the sign-in is kept but the language."""
    language = session.get("language")
    session.clear()
    session[_USER] = user.id
    session[_SINCE] = datetime.now(UTC).timestamp()
    session[_STAMP] = _stamp(user)
    if language:
        session["language"] = language
    session.permanent = True
    g.person = user


def sign_out() -> None:
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    g.person = None


def person() -> User | None:
    """The signed-in user of this request, or None."""
    if "person" not in g:
        g.person = _from_session()
    found: User | None = g.person
    return found


def person_here() -> User:
    """The signed-in user. Raises SignInNeeded."""
    found = person()
    if found is None:
        raise SignInNeeded()
    return found


def reach_here() -> Reach:
    """All that the person here may find."""
    return reach(person())


def can(act: Act) -> bool:
    return may(person(), act)


def _from_session() -> User | None:
    user_id, since = session.get(_USER), session.get(_SINCE)
    if not user_id or since is None:
        return None
    if datetime.now(UTC) - datetime.fromtimestamp(since, UTC) > LONGEST:
        session.clear()
        return None
    user = find_user(current_archive(), user_id)
    if user is None or not hmac.compare_digest(_stamp(user), session.get(_STAMP, "")):
        return None
    return user


def _stamp(user: User) -> str:
    """Changes with the password: whoever sits in an older session is out once it is changed."""
    with current_archive().records() as records:
        kept = records.password_hash(user.login) or ""
    return hashlib.sha256(kept.encode()).hexdigest()[:32]


def install(app: Flask) -> None:
    app.context_processor(lambda: {"person": person()})

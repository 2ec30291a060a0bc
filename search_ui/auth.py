"""Who is here: the cookie names a session of the records; roles are read anew with each request."""

from __future__ import annotations

import os
import secrets

from flask import Flask, g, request, session

from archive import sessions
from archive.access import Act, may
from archive.rights.standing import reach
from archive.settings import Settings
from schemas.people import User
from schemas.rights import Reach
from search_ui.errors import SignInNeeded
from search_ui.presenters.devices import device_of
from search_ui.services import current_archive

_SESSION = "id"


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
    device = device_of(request.headers.get("User-Agent", ""))
    begun = sessions.begin(current_archive(), user, device, request.remote_addr or "")
    _forget()
    session[_SESSION] = begun.id
    session.permanent = True
    g.person = user


def sign_out() -> None:
    _forget()
    g.person = None


def session_here() -> str:
    """The id of this browser's session; empty where there is none."""
    return str(session.get(_SESSION, ""))


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


def still_here() -> bool:
    """Whether who began this request may go on with it: answers that take minutes ask again."""
    return _from_session() is not None


def reach_here() -> Reach:
    """All that the person here may find."""
    return reach(person())


def can(act: Act) -> bool:
    return may(person(), act)


def _from_session() -> User | None:
    return sessions.resume(current_archive(), session_here()) if session_here() else None


def _forget() -> None:
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def install(app: Flask) -> None:
    app.context_processor(lambda: {"person": person()})

"""Who is here: the cookie names a session of the records; roles are read anew with each request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, g, request, session

from archive.access import Act, may, scopes_for
from archive.seeing import reach_now
from archive.signing_in import api_tokens, second_factor, sessions
from schemas.api_tokens import ApiToken
from schemas.people import User
from schemas.rights import Reach
from search_ui.errors import SignInNeeded
from search_ui.presenters.devices import device_of
from search_ui.services import current_archive

_SESSION, _HALF_WAY = "id", "half_way"
_FOR_THE_CODE = timedelta(minutes=10)
_ONE_S_OWN = frozenset({Act.SIGN_IN, Act.KEEP_ACCOUNT})


def come_in(user: User) -> bool:
    """Whether the password was enough; else the person is half way, and the code of their phone is asked."""
    if not second_factor.is_kept(current_archive(), user.id):
        sign_in(user)
        return True
    session.clear()
    session[_HALF_WAY] = [user.id, datetime.now(UTC).timestamp()]
    return False


def half_way() -> User | None:
    """Who gave the password in this browser and not yet the code."""
    user_id, since = session.get(_HALF_WAY, ("", 0))
    if not user_id or datetime.now(UTC) - datetime.fromtimestamp(since, UTC) > _FOR_THE_CODE:
        return None
    with current_archive().records() as records:
        user = records.find_user(user_id)
    return None if user is None or user.disabled else user


def sign_in(user: User) -> None:
    """A fresh session: nothing from before the sign-in is kept but the language."""
    device = device_of(request.headers.get("User-Agent", ""))
    begun = sessions.begin(current_archive(), user, device, request.remote_addr or "")
    session.clear()
    session[_SESSION] = begun.id
    session.permanent = True
    g.person = user


def sign_out() -> None:
    session.clear()
    g.person = None


def session_here() -> str:
    """The id of this browser's session; empty where there is none."""
    return str(session.get(_SESSION, ""))


def person() -> User | None:
    """The signed-in user of this request, or None."""
    if "person" not in g:
        g.person = _asked_by()
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
    return _asked_by() is not None


def reach_here() -> Reach:
    """All that the person here may find."""
    with current_archive().records() as records:
        return reach_now(records, person())


def can(act: Act) -> bool:
    if act not in _ONE_S_OWN and (lacks_second_factor() or not in_scope(act)):
        return False
    return may(person(), act)


def by_token() -> bool:
    """Whether a program asks, with a token. Then no cookie counts; and on pages no token does."""
    return request.path.startswith("/api/") and bool(_token_given())


def asks_here() -> str:
    """Who asks, for counting: the token, the person, else the network address."""
    user = person()
    token: ApiToken | None = g.get("api_token")
    if token is not None:
        return token.id
    return user.id if user else request.remote_addr or ""


def in_scope(act: Act) -> bool:
    """Whether the token that asks is for this; true where no token asks."""
    person()
    token: ApiToken | None = g.get("api_token")
    return token is None or not set(scopes_for(act)).isdisjoint(token.scopes)


def lacks_second_factor() -> bool:
    """Whether the role of the person here asks for a second step that they have not set up yet."""
    if "lacks_second_factor" not in g:
        user, archive = person(), current_archive()
        obliged = user is not None and second_factor.is_obliged(archive.settings, user)
        g.lacks_second_factor = obliged and not second_factor.is_kept(archive, person_here().id)
    return bool(g.lacks_second_factor)


def _asked_by() -> User | None:
    return _from_token() if by_token() else _from_session()


def _from_token() -> User | None:
    found = api_tokens.bearer(current_archive(), _token_given())
    g.api_token = found.token if found else None
    return found.user if found else None


def _token_given() -> str:
    kind, _sign, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else ""


def _from_session() -> User | None:
    return sessions.resume(current_archive(), session_here()) if session_here() else None


def install(app: Flask) -> None:
    app.context_processor(lambda: {"person": person()})

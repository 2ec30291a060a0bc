"""Each request has a number and somebody who acts: audit entries, log lines and the answer carry them."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g

from archive.audit.actor import acts, as_actor
from schemas.audit import Actor, AuditAct, AuditEntry, Outcome
from search_ui.auth import person
from search_ui.services import current_archive


def request_number() -> str:
    """Unlike any other; made by us, because a header from outside could be anything."""
    if "request_number" not in g:
        g.request_number = secrets.token_hex(8)
    return str(g.request_number)


def act_as_person() -> None:
    """Who is signed in acts from here on; nobody known, where nobody is."""
    user = person()
    acts(as_actor(user, request_number()) if user else Actor(request=request_number()))


def note_refusal(kind: str, asked_for: str) -> None:
    """A person asked for what is not theirs: kept in a transaction of its own, as nothing else was done."""
    with current_archive().records() as records:
        records.note(AuditEntry(AuditAct.CALL_REFUSED, kind, asked_for, Outcome.REFUSED))
        records.commit()


def _answer(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_number()
    return response


def install(app: Flask) -> None:
    app.after_request(_answer)

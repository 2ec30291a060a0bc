"""Signing in through an office's own service; the way there and back."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response

from archive.signing_in.identities import come_in
from search_ui import auth
from search_ui.provider import current_provider
from search_ui.services import current_archive
from search_ui.views.account import inside

blueprint = Blueprint("provider", __name__, url_prefix="/dang-nhap/co-quan")
_INVITED, _NEXT = "invited", "next"


@blueprint.get("")
def ask() -> Response:
    """`?moi=` is the token of an invitation, `?next=` the page that was wanted."""
    service = current_provider()
    session[_INVITED], session[_NEXT] = request.args.get("moi", ""), request.args.get("next", "")
    return service.ask(url_for("provider.back", _external=True))


@blueprint.get("/ve")
def back() -> Response:
    answer = current_provider().answer()
    invitation, wanted = session.pop(_INVITED, ""), session.pop(_NEXT, "")
    user = come_in(current_archive(), answer.identity, answer.nonce, invitation)
    if not auth.come_in(user):
        return redirect(url_for("second_factor.ask", next=wanted or None))
    return redirect(inside(wanted))

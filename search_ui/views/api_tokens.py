"""Mã API: a person makes them for programs, sees when they were used, takes them back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.signing_in import api_tokens
from schemas.api_tokens import Scope
from schemas.errors import InvalidInput
from search_ui import auth
from search_ui.i18n import language
from search_ui.presenters.labels import SCOPES
from search_ui.services import current_archive
from search_ui.views.users import user_of
from search_ui.words import _

blueprint = Blueprint("api_tokens", __name__)


@blueprint.get("/tai-khoan/ma-api")
def index() -> str:
    return _page()


@blueprint.post("/tai-khoan/ma-api")
def make() -> str | tuple[str, int]:
    """The token is shown this once."""
    given = request.form
    scopes = {Scope(code) for code in given.getlist("scopes") if code in set(Scope)}
    try:
        days = int(given.get("days", ""))
    except ValueError:
        days = 0
    try:
        token = api_tokens.make(current_archive(), auth.person_here(), given.get("name", ""), scopes, days)
    except InvalidInput as error:
        return _page(wrong=error.message(language())), error.http_status
    return _page(token=token)


@blueprint.post("/tai-khoan/ma-api/<uuid:token_id>/thu-hoi")
def revoke(token_id: UUID) -> Response:
    api_tokens.revoke(current_archive(), auth.person_here().id, str(token_id))
    flash(_("Đã thu hồi mã API."), "good")
    return redirect(url_for("api_tokens.index"))


@blueprint.post("/quan-tri/nguoi-dung/<uuid:user_id>/ma-api/<uuid:token_id>/thu-hoi")
def revoke_of_person(user_id: UUID, token_id: UUID) -> Response:
    api_tokens.revoke(current_archive(), user_of(user_id).id, str(token_id))
    flash(_("Đã thu hồi mã API."), "good")
    return redirect(url_for("sessions.of_person", user_id=user_id))


def _page(token: str = "", wrong: str = "") -> str:
    return render_template(
        "pages/api_tokens.html",
        tokens=api_tokens.tokens_of(current_archive(), auth.person_here().id),
        scopes=SCOPES,
        longest=api_tokens.LONGEST.days,
        token=token,
        wrong=wrong,
    )

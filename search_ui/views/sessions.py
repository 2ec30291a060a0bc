"""Nơi đang đăng nhập: one's own sessions, and for an administrator those of others; each can be ended."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from archive.signing_in import api_tokens, second_factor, sessions
from search_ui import auth
from search_ui.presenters.devices import session_rows
from search_ui.presenters.labels import SCOPES
from search_ui.services import current_archive
from search_ui.views.users import user_of
from search_ui.words import _

blueprint = Blueprint("sessions", __name__)


@blueprint.post("/tai-khoan/phien/<uuid:session_id>/ket-thuc")
def end(session_id: UUID) -> Response:
    sessions.end(current_archive(), auth.person_here().id, str(session_id))
    if str(session_id) == auth.session_here():
        auth.sign_out()
        return redirect(url_for("account.sign_in"))
    flash(_("Đã kết thúc phiên đăng nhập."), "good")
    return redirect(url_for("account.profile"))


@blueprint.post("/tai-khoan/phien/khac")
def end_others() -> Response:
    """Every browser but this one."""
    count = sessions.end_all(current_archive(), auth.person_here().id, but=auth.session_here())
    flash(_("Đã kết thúc %(count)s phiên đăng nhập khác.", count=count), "good")
    return redirect(url_for("account.profile"))


@blueprint.get("/quan-tri/nguoi-dung/<uuid:user_id>/bao-mat")
def of_person(user_id: UUID) -> str:
    user = user_of(user_id)
    rows = session_rows(sessions.standing(current_archive(), user.id), auth.session_here())
    return render_template(
        "pages/user_security.html",
        user=user,
        sessions=rows,
        tokens=api_tokens.tokens_of(current_archive(), user.id),
        scopes=SCOPES,
        second_step=second_factor.is_kept(current_archive(), user.id),
    )


@blueprint.post("/quan-tri/nguoi-dung/<uuid:user_id>/phien/<uuid:session_id>/ket-thuc")
def end_of_person(user_id: UUID, session_id: UUID) -> Response:
    sessions.end(current_archive(), user_of(user_id).id, str(session_id))
    flash(_("Đã kết thúc phiên đăng nhập."), "good")
    return redirect(url_for("sessions.of_person", user_id=user_id))


@blueprint.post("/quan-tri/nguoi-dung/<uuid:user_id>/phien")
def end_all_of_person(user_id: UUID) -> Response:
    count = sessions.end_all(current_archive(), user_of(user_id).id)
    flash(_("Đã kết thúc %(count)s phiên đăng nhập.", count=count), "good")
    return redirect(url_for("sessions.of_person", user_id=user_id))

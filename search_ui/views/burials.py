"""Phần mộ và thân nhân: stated by verifiers; a contact or exact point opens for a reason, on the record."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive import burials
from schemas.errors import InvalidInput, Refused
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("burials", __name__, url_prefix="/liet-si")


@blueprint.post("/<uuid:record_id>/<any(mo,than_nhan):what>")
def state(record_id: UUID, what: str) -> Response:
    """A grave or a relative, with the source of the statement."""
    make = burials.state_grave if what == "mo" else burials.state_kin
    try:
        make(current_archive(), person_here(), str(record_id), request.form)
    except (InvalidInput, Refused) as error:
        flash(error.message(language()), "bad")
    else:
        flash(_("Đã ghi, bên cạnh những gì đã có."), "good")
    return _back(record_id)


@blueprint.post("/<uuid:record_id>/rut/<uuid:statement_id>")
def withdraw(record_id: UUID, statement_id: UUID) -> Response:
    try:
        burials.withdraw(current_archive(), person_here(), str(statement_id))
    except Refused as error:
        flash(error.message(language()), "bad")
    else:
        flash(_("Đã rút lại."), "good")
    return _back(record_id)


@blueprint.post("/<uuid:record_id>/mo-ra/<any(lien_he,toa_do):what>/<uuid:subject_id>")
def open(record_id: UUID, what: str, subject_id: UUID) -> str | Response | tuple[str, int]:
    """The contact or the point, once, with the reason written down; the page is not kept anywhere."""
    show = burials.open_contact if what == "lien_he" else burials.open_point
    try:
        found = show(current_archive(), person_here(), str(subject_id), request.form.get("reason", ""))
    except Refused as error:
        flash(error.message(language()), "bad")
        return _back(record_id)
    page = render_template("pages/opened.html", found=found, record_id=record_id, contact=what == "lien_he")
    answer = Response(page)
    answer.mimetype = "text/html"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _back(record_id: UUID) -> Response:
    return redirect(url_for("martyrs.show", record_id=record_id, _anchor="phan-mo"))

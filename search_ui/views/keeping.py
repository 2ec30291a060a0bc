"""Gìn giữ: how whole the originals are, what was found damaged, the last backups, the signed reports."""

from __future__ import annotations

import json
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.keeping.fixity_report import latest_reports
from archive.keeping.incidents import close_incident
from archive.keeping.signatures import signer_of
from schemas.errors import InvalidInput, NotFound
from schemas.keeping import IncidentState
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.keeping import condition
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("keeping", __name__, url_prefix="/quan-tri/gin-giu")


@blueprint.get("")
def index() -> str:
    archive = current_archive()
    with archive.records() as records:
        shown = condition(records)
        incidents = records.incidents()
    return render_template(
        "pages/keeping.html",
        shown=shown,
        incidents=incidents,
        open=IncidentState.OPEN,
        reports=list(dict.fromkeys(run.facts["month"] for run in latest_reports(archive))),
        key=signer_of(archive.settings).public,
        backup_by_itself=archive.settings.backup is not None,
    )


@blueprint.post("/su-co/<uuid:incident_id>")
def close(incident_id: UUID) -> BaseResponse:
    """A person looked into an incident and says what was found."""
    try:
        close_incident(
            current_archive(), str(incident_id), person_here().id, request.form.get("note", "")[:2000]
        )
        flash(_("Đã đóng sự cố."), "good")
    except InvalidInput as error:
        flash(error.message(language()), "bad")
    return redirect(url_for("keeping.index"))


@blueprint.get("/bao-cao/<month>.json")
def report(month: str) -> Response:
    """The signed report of a month, as a file; anybody can check it with `./kyuc fixity --verify`."""
    for run in latest_reports(current_archive()):
        if run.facts["month"] == month:
            words = json.dumps(dict(run.facts), ensure_ascii=False, indent=1)
            answer = Response(words, mimetype="application/json")
            name = f"doi-chieu-ban-goc-{run.facts['month']}.json"
            answer.headers["Content-Disposition"] = f"attachment; filename={name}"
            return answer
    raise NotFound("no such report")

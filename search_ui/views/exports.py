"""Xuất danh sách: all that a search found as CSV or XLSX, made in the background."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.exporting import MEDIA, asked
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import NotFound
from schemas.exports import Export, ExportForm, ExportState
from search_ui.addresses import address
from search_ui.api.describing import NUMBER, TEXT, described, many, thing
from search_ui.auth import person_here, reach_here
from search_ui.presenters.labels import KINDS
from search_ui.presenters.query import asks_anything, query_of, with_one
from search_ui.services import current_archive

blueprint = Blueprint("exports", __name__)
_STATE = thing({"id": TEXT, "state": TEXT, "done": NUMBER, "total": NUMBER})
_AT_ONCE = 3
"""So many of one person may wait or run."""


@blueprint.get("/xuat")
def index() -> str:
    """What this person had exported in the last days, with its progress."""
    with current_archive().records() as records:
        return render_template("pages/exports.html", exports=records.exports_of(person_here().id))


@blueprint.post("/xuat")
def ask() -> BaseResponse:
    """The search stands in the address; `form` is csv or xlsx."""
    form = request.form.get("form", "")
    query = query_of(request.args, reach_here())
    if form not in [*ExportForm] or not asks_anything(query):
        abort(422)
    user = person_here()
    where = address("search.show", with_one(request.args, "trang", ""))
    kept = {**asked(query), "labels": {code: str(label) for code, label in KINDS.items()}}
    export = Export(user.id, ExportForm(form), kept, where, request.host_url.rstrip("/"))
    with current_archive().records() as records:
        open_ones = [one for one in records.exports_of(user.id) if _is_open(one)]
        if len(open_ones) < _AT_ONCE:
            records.add_export(export)
            records.note(AuditEntry(AuditAct.EXPORTED, "search", export.id, details={"form": form}))
            records.commit()
    return redirect(url_for("exports.index"))


@blueprint.get("/xuat/<uuid:export_id>")
def fetch(export_id: UUID) -> Response:
    """The file, for who asked for it."""
    archive = current_archive()
    with archive.records() as records:
        export = records.export(str(export_id))
    if export.by != person_here().id or export.state is not ExportState.DONE:
        raise NotFound(f"export {export_id}")
    with archive.objects.read_derivative(export.key) as stream:
        body = stream.read()
    answer = Response(body, mimetype=MEDIA[export.form])
    name = f"tra-cuu-{export.made_at:%Y-%m-%d-%H%M}.{export.form}"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/api/exports")
@described({200: thing({"exports": many(_STATE)})})
def states() -> Response:
    """How far the lists are that the person here asked for, the newest first."""
    with current_archive().records() as records:
        found = records.exports_of(person_here().id)
    shown = [{"id": e.id, "state": e.state.value, "done": e.done, "total": e.total} for e in found]
    return jsonify({"exports": shown})


def _is_open(export: Export) -> bool:
    return export.state in (ExportState.WAITING, ExportState.RUNNING)

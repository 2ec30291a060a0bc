"""Sổ theo dõi xử lý dữ liệu cá nhân: the register of processing as a page and as a DOCX for the file."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from flask import Blueprint, Response, render_template

from archive.data_requests.handling import today
from archive.papers.docx import write_docx
from archive.papers.parts import Paper
from schemas.audit import AuditAct, AuditEntry
from search_ui.presenters.processing_register import known, register_paper
from search_ui.services import current_archive

blueprint = Blueprint("processing", __name__, url_prefix="/quan-tri/so-xu-ly")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
def show() -> str:
    return render_template("pages/processing.html", paper=_paper())


@blueprint.get("/so.docx")
def file() -> Response:
    made = write_docx(_paper())
    with current_archive().records() as records:
        records.note(AuditEntry(AuditAct.EXPORTED, "archive", "processing", details={"form": "docx"}))
        records.commit()
    answer = Response(made, mimetype=_DOCX)
    name = quote(f"so-xu-ly-du-lieu-{today():%Y-%m-%d}.docx")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _paper() -> Paper:
    archive = current_archive()
    with archive.records() as records:
        late = records.data_requests_late(today())
        return register_paper(known(records, archive.settings, datetime.now(UTC), late))

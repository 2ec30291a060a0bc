"""A text as a file, out and in: `/api/phien-am/<asset>/xuat/<form>`, `/api/phien-am/<asset>/nhap-tep`."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from archive.transcription.bringing_in import bring_in
from archive.transcription.exports.xml import LARGEST
from archive.transcription.handing_out import FORMATS, hand_out
from schemas.errors import InvalidInput, NotFound, TooLarge
from search_ui.api.describing import Query, described
from search_ui.api.transcript_shapes import TOLD
from search_ui.auth import person_here
from search_ui.presenters.version_words import STATUSES
from search_ui.presenters.versions import told_of
from search_ui.services import current_archive
from search_ui.views.iiif import At

blueprint = Blueprint("api_transcript_files", __name__, url_prefix="/api/phien-am/<uuid:asset_id>")


@blueprint.get("/xuat/<form>")
@described(
    {200: {"type": "string", "format": "binary"}},
    query=[Query("ban", "a version; without it what stands")],
    media="*/*",
)
def out(asset_id: UUID, form: str) -> Response:
    """The text as txt, docx, pdf, pdf-chu (a text layer), tei, alto, page, iiif, vtt or srt; audited."""
    if form not in FORMATS:
        raise NotFound(f"form {form!r}")
    archive, wanted = current_archive(), request.args.get("ban") or None
    with archive.records() as records:
        told = told_of(records, str(asset_id), wanted)
        told = replace(told, at=At(records.asset(str(asset_id)).item_id))
    made = hand_out(archive, person_here(), str(asset_id), form, told, wanted)
    answer = Response(made.content, content_type=made.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.filename)}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/nhap-tep")
@described(
    {201: TOLD},
    query=[Query("ten", "the file's name"), Query("trang", "the page on which it begins")],
    body={"type": "string", "format": "binary"},
    body_media="application/octet-stream",
)
def into(asset_id: UUID) -> tuple[Response, int]:
    """A transcript of another program (PAGE XML, ALTO, WebVTT, SRT, text) becomes a proposed version."""
    if (request.content_length or 0) > LARGEST:
        raise TooLarge(f"{request.content_length} bytes")
    data = request.get_data(cache=False)
    if not data:
        raise InvalidInput("empty", vi="Tệp này rỗng.", en="This file is empty.")
    page = min(max(request.args.get("trang", 1, type=int), 1), 100_000)
    name = request.args.get("ten", "")[:120]
    made = bring_in(current_archive(), person_here(), str(asset_id), name, data, page)
    status = {"status": made.status.value, "status_words": str(STATUSES[made.status])}
    return jsonify({"id": made.id, "made_at": made.made_at.isoformat(), **status}), 201

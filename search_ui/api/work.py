"""A person asks for work to be done again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from archive.intake import wake
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import Conflict, InvalidInput
from schemas.processing import Stage
from search_ui.errors import wants_json
from search_ui.services import current_archive
from search_ui.views.reading import must_be_visible
from search_ui.words import _

blueprint = Blueprint("api_work", __name__)


@blueprint.post("/tu-lieu/<uuid:item_id>/lam-lai")
def again(item_id: UUID) -> Response:
    """Form: `target` (asset or item id) and `stage`. The queue is woken after the commit."""
    archive = current_archive()
    stage = _stage(request.form.get("stage", ""))
    target = request.form.get("target", "")
    with archive.records() as records:
        item = must_be_visible(records, records.item(str(item_id)))
        if target not in {state.target_id for state in records.stages_of(item.id)}:
            raise InvalidInput("target of another item")
        planned = records.requeue_failed(target, stage)
        if planned is not None:
            told = {"target": target, "stage": stage.value}
            records.note(AuditEntry(AuditAct.WORK_AGAIN, "item", item.id, details=told))
        records.commit()
    if planned is None:
        raise Conflict("not failed")
    wake(archive.queue, [planned])
    if wants_json():
        return jsonify({"stage": stage.value, "state": planned.state.value})
    flash(_("Đã xếp lại vào hàng chờ. Trang này tự báo khi xong."), "good")
    return redirect(url_for("items.show", item_id=item.id))


def _stage(code: str) -> Stage:
    if code not in set(Stage):
        raise InvalidInput(f"stage {code!r}")
    return Stage(code)

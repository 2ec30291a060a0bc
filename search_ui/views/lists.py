"""Danh sách liệt sĩ: the lists that were imported, and a new one: looked at, tried, brought in."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.linkage.staging import Staged, as_fields, preview, run_import, stage
from schemas.errors import InvalidInput
from schemas.martyrs import ImportReport
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.desk_words import FEATURES, MISSING
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("lists", __name__, url_prefix="/danh-sach")


@blueprint.get("")
def index() -> str:
    return _index()


@blueprint.post("")
def upload() -> str | BaseResponse | tuple[str, int]:
    file = request.files.get("list")
    if file is None or not file.filename:
        return _index(_("Chưa chọn tệp nào.")), 422
    try:
        staged = stage(current_archive(), cast(BinaryIO, file.stream), file.filename)
    except InvalidInput as error:
        return _index(error.message(language())), error.http_status
    source = request.form.get("source", "").strip()[:200] or staged.filename.rsplit(".", 1)[0]
    return redirect(url_for("lists.look", staged_id=staged.id, tep=staged.filename, nguon=source))


@blueprint.get("/moi/<uuid:staged_id>")
def look(staged_id: UUID) -> str:
    return _page(_staged(staged_id))


@blueprint.post("/moi/<uuid:staged_id>")
def run(staged_id: UUID) -> str | BaseResponse | tuple[str, int]:
    """`act` is `try` or `import`."""
    staged, dry_run = _staged(staged_id), request.form.get("act") != "import"
    try:
        report = _run(staged, dry_run=dry_run)
    except InvalidInput as error:
        return _page(staged, wrong=error.message(language())), error.http_status
    if dry_run:
        return _page(staged, report)
    said = _("Đã nhập %(rows)s dòng: %(new)s hồ sơ mới, %(changed)s hồ sơ có thay đổi.")
    flash(said % {"rows": report.rows, "new": report.new, "changed": report.changed}, "good")
    return _page(staged, report, done=True) if report.refused else redirect(url_for("lists.index"))


@blueprint.post("/moi/<uuid:staged_id>/dong-bi-tu-choi.csv")
def refused(staged_id: UUID) -> Response:
    """The rows that cannot be taken in, each with its reason, for a spreadsheet."""
    report = _run(_staged(staged_id), dry_run=True)
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow([_("Dòng"), _("Lý do")])
    rows.writerows([one.number, one.en if language() == "en" else one.vi] for one in report.refused)
    answer = Response("\ufeff" + kept.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=dong-bi-tu-choi.csv"
    return answer


@blueprint.post("/moi/<uuid:staged_id>/dong-thay-doi.csv")
def changed(staged_id: UUID) -> Response:
    """What a newer edition says otherwise: row, id, column, as it was, as it is."""
    report = _run(_staged(staged_id), dry_run=True)
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow([_("Dòng"), _("Mã số"), _("Cột"), _("Trước"), _("Nay")])
    rows.writerows((one.number, one.external_id, *cell) for one in report.changes for cell in one.cells)
    answer = Response("\ufeff" + kept.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=dong-thay-doi.csv"
    return answer


def _run(staged: Staged, *, dry_run: bool) -> ImportReport:
    chosen = {name: heading for name in FEATURES if (heading := request.form.get(f"field-{name}", ""))}
    archive, by = current_archive(), person_here().id
    return run_import(archive, staged, _source(), by, chosen, dry_run=dry_run)


def _staged(staged_id: UUID) -> Staged:
    return Staged(str(staged_id), request.values.get("tep", "") or "list.csv")


def _source() -> str:
    return request.values.get("nguon", "").strip()[:200] or _("Danh sách")


def _index(wrong: str | None = None) -> str:
    with current_archive().records() as records:
        shown = [(one, records.find_user(one.by)) for one in records.source_lists()]
    return render_template("pages/lists.html", lists=shown, wrong=wrong)


def _page(
    staged: Staged, report: ImportReport | None = None, *, wrong: str | None = None, done: bool = False
) -> str:
    seen = preview(current_archive(), staged, _source())
    chosen = {
        name: request.form.get(f"field-{name}", seen.mapping.get(name, ""))
        if request.method == "POST"
        else seen.mapping.get(name, "")
        for name in FEATURES
    }
    after, unread = as_fields(seen, {name: heading for name, heading in chosen.items() if heading})
    return render_template(
        "pages/list_new.html",
        after=after,
        unread=unread,
        staged=staged,
        source=_source(),
        seen=seen,
        chosen=chosen,
        labels=FEATURES,
        missing=MISSING,
        report=report,
        wrong=wrong,
        done=done,
    )

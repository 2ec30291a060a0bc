"""Hồ sơ liệt sĩ: a record with every source, the items that concern it, its dossier; records by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from archive.linkage.dossier import cases_about, dossier_of, same_person
from archive.linkage.lookup import Named, other_records, records_told
from archive.linkage.suggest import Suggested
from archive.linkage.suggesting import believed_now
from archive.papers.docx import write_docx
from archive.papers.pdf import write_pdf
from archive.ports import Catalogue
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import InvalidInput
from search_ui.auth import person_here, reach_here
from search_ui.i18n import language
from search_ui.presenters.burial_words import GRIDS, RELATIONS, REMAINS
from search_ui.presenters.burials import Burial, burial_shown
from search_ui.presenters.cases import history, lines_of, said_words
from search_ui.presenters.dossier import Paper, papers_of
from search_ui.presenters.dossier_paper import pictures_from, printed
from search_ui.presenters.figures import moment
from search_ui.presenters.kin import WHY, kin_shown, may_ask
from search_ui.presenters.martyr import Shown, record_shown
from search_ui.register import current_register
from search_ui.services import current_archive
from search_ui.views.reading import must_be_visible
from search_ui.words import _

blueprint = Blueprint("martyrs", __name__, url_prefix="/liet-si")
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@blueprint.get("")
def index() -> str:
    """Records by a person's own words; with `tu-lieu` each result leads to the case with that item."""
    name = request.args.get("q", "").strip()
    item_id = request.args.get("tu-lieu", "")
    found: list[Named] = []
    wrong = None
    with current_archive().records() as records:
        item = must_be_visible(records, records.item(item_id)) if item_id else None
        lists = records.source_lists()
        if name and lists:
            try:
                registry, _version = current_register().register(records)
                found = records_told(registry, name[:200], believed_now(records))
            except InvalidInput as error:
                wrong = error.message(language())
    return render_template(
        "pages/martyrs.html",
        name=name,
        found=found,
        wrong=wrong,
        item=item,
        lists=len(lists),
        said=said_words,
    )


@blueprint.route("/<uuid:record_id>", methods=["GET", "POST"])
def show(record_id: UUID) -> str:
    with current_archive().records() as records:
        kin = kin_shown(records, str(record_id), request.values.get("ly-do", ""))
        record = record_shown(records, str(record_id), reach_here(), kin=kin)
        found = cases_about(records, record.id, reach_here())
        shown = {case.item.id for case in found}
        entries = sorted((entry for case in found for entry in case.entries), key=lambda entry: entry.id)
        return render_template(
            "pages/martyr.html",
            record=record,
            kin_reasons=WHY if may_ask() and not kin else {},
            lines=lines_of(records, found),
            history=history(records, entries),
            burial=burial_shown(records, person_here(), record.id),
            grids=GRIDS,
            relations=RELATIONS,
            remains=REMAINS,
            same_person=[one for one in same_person(records, record.id) if one[0] not in shown],
            others=_others(records, record.id),
            said=said_words,
        )


@blueprint.get("/<uuid:record_id>/ho-so")
def dossier(record_id: UUID) -> str:
    """For the printer: grave, kin, papers, in the order that Điều 145 of NĐ 131/2021 asks."""
    with current_archive().records() as records:
        record, papers, burial = _dossier(records, str(record_id))
        records.note(AuditEntry(AuditAct.DOSSIER_VIEWED, "martyr", record.id))
        records.commit()
        return render_template(
            "pages/dossier.html",
            record=record,
            papers=papers,
            burial=burial,
        )


@blueprint.get("/<uuid:record_id>/ho-so.<any(pdf,docx,json):form>")
def dossier_file(record_id: UUID, form: str) -> Response:
    """The same as a file: PDF, DOCX for going on writing, JSON (`/liet-si/luoc-do/ho-so.json`)."""
    archive = current_archive()
    with archive.records() as records:
        if form == "json":
            kin = kin_shown(records, str(record_id), request.args.get("ly-do", ""))
            told = dossier_of(records, str(record_id), reach_here(), kin=kin).to_json()
            body = json.dumps(told, ensure_ascii=False, indent=1).encode()
        else:
            record, papers, burial = _dossier(records, str(record_id))
            here = url_for("martyrs.show", record_id=record_id, _external=True)
            paper = printed(record, papers, pictures_from(archive), here, _made(), burial)
            body = write_pdf(paper) if form == "pdf" else write_docx(paper)
        external_id = records.external_id(str(record_id))
        records.note(AuditEntry(AuditAct.EXPORTED, "martyr", str(record_id), details={"form": form}))
        records.commit()
    answer = Response(body, mimetype=_MEDIA_TYPES[form])
    name = quote(f"ho-so-{external_id}.{form}")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/luoc-do/ho-so.json")
def dossier_schema() -> Response:
    """The published JSON Schema of the dossier."""
    schema = resources.files("schemas") / "json" / "dossier.schema.json"
    return Response(schema.read_text(encoding="utf-8"), mimetype="application/schema+json")


def _others(records: Catalogue, record_id: str) -> list[Suggested]:
    if not records.source_lists():
        return []
    registry, _version = current_register().register(records)
    return other_records(registry, record_id, believed_now(records))


def _dossier(records: Catalogue, record_id: str) -> tuple[Shown, list[Paper], Burial]:
    """A paper names living relatives only where a reason was given for it."""
    kin = kin_shown(records, record_id, request.args.get("ly-do", ""))
    record = record_shown(records, record_id, reach_here(), kin=kin)
    begun = [case for case in cases_about(records, record_id, reach_here()) if case.entries]
    return record, papers_of(records, begun), burial_shown(records, person_here(), record.id, kin=kin)


def _made() -> str:
    here = person_here()
    return _("lập %(at)s, %(who)s", at=moment(datetime.now(UTC)), who=here.name or here.login)

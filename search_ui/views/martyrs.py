"""Hồ sơ liệt sĩ: a record with every source, the items that concern it, its dossier; records by name."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request

from archive.linkage.desk import Case
from archive.linkage.identity import one_with
from archive.linkage.lookup import Named, records_named
from archive.linkage.queue import cases_of, place_of
from archive.ports import Catalogue
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import InvalidInput
from search_ui.auth import max_level
from search_ui.i18n import language
from search_ui.presenters.cases import history, lines_of
from search_ui.presenters.dossier import papers_of
from search_ui.presenters.martyr import record_shown
from search_ui.register import current_register
from search_ui.services import current_archive
from search_ui.views.reading import must_be_visible, visible

blueprint = Blueprint("martyrs", __name__, url_prefix="/liet-si")


@blueprint.get("")
def index() -> str:
    """Records by name; with `tu-lieu` each result leads to the case with that item."""
    name = request.args.get("q", "").strip()
    item_id = request.args.get("tu-lieu", "")
    found: list[Named] = []
    wrong = None
    with current_archive().records() as records:
        item = must_be_visible(records.item(item_id)) if item_id else None
        lists = records.source_lists()
        if name and lists:
            try:
                found = records_named(current_register().register(records)[0], name[:200])
            except InvalidInput as error:
                wrong = error.message(language())
    return render_template(
        "pages/martyrs.html", name=name, found=found, wrong=wrong, item=item, lists=len(lists)
    )


@blueprint.get("/<uuid:record_id>")
def show(record_id: UUID) -> str:
    with current_archive().records() as records:
        record = record_shown(records, str(record_id), max_level())
        found = _cases(records, record.id)
        same = one_with(records, record.id) - {record.id, *(case.item.id for case in found)}
        others = [(one, records.external_id(one)) for one in sorted(same) if records.rows_of(one)]
        entries = sorted((entry for case in found for entry in case.entries), key=lambda entry: entry.id)
        return render_template(
            "pages/martyr.html",
            record=record,
            lines=lines_of(records, found),
            history=history(records, entries),
            same_person=others,
        )


@blueprint.get("/<uuid:record_id>/ho-so")
def dossier(record_id: UUID) -> str:
    """For the printer: grave, kin, papers, in the order that Điều 145 of NĐ 131/2021 asks."""
    with current_archive().records() as records:
        record = record_shown(records, str(record_id), max_level())
        begun = [case for case in _cases(records, record.id) if case.entries]
        records.note(AuditEntry(AuditAct.DOSSIER_VIEWED, "martyr", record.id))
        records.commit()
        return render_template("pages/dossier.html", record=record, papers=papers_of(records, begun))


def _cases(records: Catalogue, record_id: str) -> list[Case]:
    """Every item that was ever brought together with this record and that the person may see."""
    suggested = {one.item_id: one for one in records.suggestions_for(record_id)}
    touched = {
        one
        for entry in records.decisions_touching(record_id)
        for one in (entry.subject.left, entry.subject.right)
    }
    items = [item for item in records.items(sorted(touched | set(suggested))) if visible(item)]
    pairs = [(item, record_id, suggested.get(item.id)) for item in items]
    return sorted(cases_of(records, pairs), key=place_of)

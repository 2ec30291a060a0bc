"""Biên nhận: what a visit handed over, for the volunteer and for the family, on screen and on paper."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, url_for

from archive.papers.pdf import write_pdf
from schemas.audit import AuditAct, AuditEntry
from search_ui.i18n import language
from search_ui.presenters.codes import qr_drawn
from search_ui.presenters.labels import KINDS
from search_ui.presenters.receipts import arrived_shown, receipt_paper
from search_ui.services import current_archive
from search_ui.views.reading import visible_visit

blueprint = Blueprint("receipts", __name__, url_prefix="/buoi-tham")


@blueprint.get("/<uuid:visit_id>/bien-nhan")
def show(visit_id: UUID) -> str:
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
        arrived, underway = arrived_shown(records, visit), records.underway_in(visit.id)
    return render_template(
        "pages/receipt.html",
        visit=visit,
        arrived=arrived,
        underway=underway,
        size=sum(one.size for one in arrived),
        kinds=KINDS,
        code=qr_drawn(_address(visit_id)),
    )


@blueprint.get("/<uuid:visit_id>/bien-nhan.pdf")
def paper(visit_id: UUID) -> Response:
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
        arrived, underway = arrived_shown(records, visit), records.underway_in(visit.id)
        records.note(AuditEntry(AuditAct.EXPORTED, "visit", visit.id, details={"form": "receipt"}))
        records.commit()
    made = receipt_paper(visit, arrived, underway, _address(visit_id), language())
    answer = Response(write_pdf(made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=bien-nhan-{visit.code}.pdf"
    return answer


def _address(visit_id: UUID) -> str:
    return url_for("visits.show", visit_id=visit_id, _external=True)

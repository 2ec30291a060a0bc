"""Phiếu đồng ý: who allowed what of a visit; a further statement; taking back, as easy as giving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.consenting import give, withdraw
from archive.papers.pdf import write_pdf
from archive.rights.consents import TEXT, TEXT_SHA256, TEXT_VERSION
from schemas.audit import AuditAct, AuditEntry
from schemas.consent import Manner, Purpose, Withdrawal
from schemas.errors import InvalidInput, NotFound
from schemas.holdings import Asset, Visit
from schemas.ids import new_id
from search_ui.api.consent_fields import consent_of
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.consents import consent_paper, shown_consents
from search_ui.presenters.labels import MANNERS, PURPOSES
from search_ui.services import current_archive
from search_ui.views.reading import visible_visit
from search_ui.words import _

blueprint = Blueprint("consents", __name__, url_prefix="/buoi-tham")


@blueprint.get("/<uuid:visit_id>/dong-y")
def show(visit_id: UUID) -> str:
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
    return _page(visit)


@blueprint.get("/<uuid:visit_id>/dong-y/<uuid:consent_id>.pdf")
def paper(visit_id: UUID, consent_id: UUID) -> Response:
    """The statement for the family to keep, with its signature."""
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
        given = records.consent(str(consent_id))
        if given.visit_id != visit.id:
            raise NotFound("consent of another visit")
        proof = records.find_asset(given.evidence_asset_id) if given.evidence_asset_id else None
        records.note(AuditEntry(AuditAct.EXPORTED, "visit", visit.id, details={"form": "consent"}))
        records.commit()
    address = url_for("consents.show", visit_id=visit.id, _external=True)
    made = consent_paper(visit, given, _picture(proof), address, language())
    answer = Response(write_pdf(made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=dong-y-{visit.code}.pdf"
    return answer


def _picture(proof: Asset | None) -> bytes | None:
    """The signature, or the paper that was signed, where it is a picture that can be printed."""
    if proof is None or proof.media_type not in ("image/png", "image/jpeg"):
        return None
    with current_archive().objects.retrieve(proof.sha256) as stream:
        return stream.read()


@blueprint.post("/<uuid:visit_id>/dong-y")
def add(visit_id: UUID) -> str | Response | tuple[str, int]:
    """A statement that was given on paper or by voice, or that follows an earlier one."""
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
    try:
        give(current_archive(), consent_of(_typed(), visit.id, person_here().id))
    except InvalidInput as error:
        return _page(visit, error.message(language()), request.form), error.http_status
    flash(_("Đã ghi sự đồng ý của gia đình."), "good")
    return redirect(url_for("consents.show", visit_id=visit.id))


@blueprint.post("/<uuid:visit_id>/dong-y/<uuid:consent_id>/rut")
def take_back(visit_id: UUID, consent_id: UUID) -> Response:
    """Withdraw some purposes: from that moment nothing is done with them any more."""
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
        if records.consent(str(consent_id)).visit_id != visit.id:
            raise NotFound("consent of another visit")
    purposes = frozenset(Purpose(code) for code in request.form.getlist("purpose") if code in set(Purpose))
    taken = Withdrawal(str(consent_id), purposes, person_here().id, request.form.get("words", "")[:2000])
    withdraw(current_archive(), str(consent_id), taken)
    flash(_("Đã rút lại sự đồng ý. Có hiệu lực ngay ở mọi trang và trong tra cứu."), "good")
    if Purpose.KEEPING in purposes:
        return redirect(url_for("visits.index"))
    return redirect(url_for("consents.show", visit_id=visit.id))


def _typed() -> dict[str, str]:
    """The form as a phone would send it; each page makes a statement of its own."""
    return {
        **request.form.to_dict(),
        "consent_text": TEXT_VERSION,
        "consent_sha256": TEXT_SHA256,
    }


def _page(visit: Visit, wrong: str = "", typed: Mapping[str, Any] | None = None) -> str:
    with current_archive().records() as records:
        shown = shown_consents(records, visit.id)
    return render_template(
        "pages/consents.html",
        visit=visit,
        consents=shown,
        purposes=PURPOSES,
        manners={manner: words for manner, words in MANNERS.items() if manner is not Manner.TICKED},
        text=TEXT,
        wrong=wrong,
        typed=typed or {},
        new_id=new_id,
    )

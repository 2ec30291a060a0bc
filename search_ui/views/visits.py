"""Buổi thăm: the list, a new one, and one visit with what was brought back."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.intake import open_visit
from archive.seeing import visible_visits
from schemas.holdings import Visit
from search_ui.auth import person, person_here, reach_here
from search_ui.forms import VisitForm
from search_ui.presenters.cards import by_kind, cards
from search_ui.services import current_archive
from search_ui.views.reading import visible, visible_visit
from search_ui.words import _

blueprint = Blueprint("visits", __name__, url_prefix="/buoi-tham")
PER_PAGE = 30
ITEMS_PER_PAGE = 120


@blueprint.get("")
def index() -> str:
    page = max(request.args.get("trang", 1, type=int), 1)
    with current_archive().records() as records:
        found = records.visits(offset=(page - 1) * PER_PAGE, limit=PER_PAGE + 1, reach=reach_here())
        shown = visible_visits(records, person(), found[:PER_PAGE])
    return render_template("pages/visits.html", visits=shown, page=page, more=len(found) > PER_PAGE)


@blueprint.route("/moi", methods=["GET", "POST"])
def new() -> str | BaseResponse:
    form = VisitForm()
    if request.method == "GET":
        form.date.data = date.today()
    if not form.validate_on_submit():
        return render_template("pages/visit_new.html", form=form)
    visit = open_visit(
        current_archive(),
        Visit(
            title=form.title.data or _("Thăm %(family)s", family=form.family.data),
            commune=form.commune.data,
            date=form.date.data,
            team=form.team.data or "",
            family=form.family.data or "",
            witnesses=_lines(form.witnesses.data),
            known_names=_lines(form.known_names.data),
            organisation_path=person_here().organisation_path,
            created_by=person_here().id,
        ),
    )
    flash(_("Đã mở buổi thăm %(code)s. Bây giờ hãy thêm tư liệu.", code=visit.code), "good")
    return redirect(url_for("upload.show", visit_id=visit.id))


@blueprint.get("/<uuid:visit_id>")
def show(visit_id: object) -> str | Response:
    page = max(request.args.get("trang", 1, type=int), 1)
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
        consents = records.consents_of([visit.id])
        offset = (page - 1) * ITEMS_PER_PAGE
        items = records.items_of(visit.id, offset=offset, limit=ITEMS_PER_PAGE + 1)
        shown = cards(records, visible(records, items[:ITEMS_PER_PAGE]))
    more = len(items) > ITEMS_PER_PAGE
    return render_template(
        "pages/visit.html",
        visit=visit,
        groups=by_kind(shown),
        page=page,
        more=more,
        consent_missing=visit.kind == "visit" and not consents,
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())

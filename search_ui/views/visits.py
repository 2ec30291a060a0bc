"""Buổi thăm: the list, a new one, and one visit with what was brought back."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from archive.intake import open_visit
from archive.seeing import visible_visits
from schemas.arrivals import Arrival, VisitFilter
from schemas.holdings import Visit
from search_ui.auth import person, person_here, reach_here
from search_ui.forms import VisitForm
from search_ui.presenters.cards import by_kind, cards
from search_ui.presenters.receipts import twins_shown
from search_ui.services import current_archive
from search_ui.views.reading import visible, visible_visit
from search_ui.words import _

blueprint = Blueprint("visits", __name__, url_prefix="/buoi-tham")
PER_PAGE = 30
ITEMS_PER_PAGE = 120
_FILTERS = ("xa", "doi", "tu", "den", "da-den")
ARRIVALS = {
    Arrival.EMPTY: ("doubt", _l("Chưa có tệp nào")),
    Arrival.UNDERWAY: ("running", _l("Đang về")),
    Arrival.WHOLE: ("done", _l("Đã đến đủ")),
}


@blueprint.get("")
def index() -> str:
    """All visits, or those of a commune, a team, some days, or of which something is missing."""
    page = max(request.args.get("trang", 1, type=int), 1)
    asked = _asked()
    with current_archive().records() as records:
        offset = (page - 1) * PER_PAGE
        found = records.visit_arrivals(asked, offset=offset, limit=PER_PAGE + 1, reach=reach_here())
        seen = visible_visits(records, person(), [one.visit for one in found[:PER_PAGE]])
        communes, teams = records.communes_and_teams(reach_here())
    shown = {visit.id for visit in seen}
    return render_template(
        "pages/visits.html",
        arrivals=[one for one in found[:PER_PAGE] if one.visit.id in shown],
        asked=asked,
        kept={name: value for name in _FILTERS if (value := request.args.get(name))},
        communes=communes,
        teams=teams,
        states=ARRIVALS,
        page=page,
        more=len(found) > PER_PAGE,
    )


def _asked() -> VisitFilter:
    state = request.args.get("da-den", "")
    return VisitFilter(
        request.args.get("xa", ""),
        request.args.get("doi", ""),
        _day(request.args.get("tu", "")),
        _day(request.args.get("den", "")),
        Arrival(state) if state in set(Arrival) else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


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
        underway = records.underway_in(visit.id)
        twins = twins_shown(records, visit.id)
    more = len(items) > ITEMS_PER_PAGE
    return render_template(
        "pages/visit.html",
        visit=visit,
        groups=by_kind(shown),
        page=page,
        more=more,
        underway=underway,
        twins=twins,
        consent_missing=visit.kind == "visit" and not consents,
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())

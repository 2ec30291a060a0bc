"""Buổi thăm: the list, a new one, and one visit with what was brought back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from archive import practice
from archive.intake import new_code, open_visit
from archive.papers.parts import Labels, Paper, Paragraph
from archive.papers.pdf import write_pdf
from archive.seeing import visible_visits
from archive.visit_checks import check_visit, missing_in
from schemas.arrivals import Arrival, VisitFilter
from schemas.holdings import PRACTICE, Visit
from search_ui.auth import person, person_here, reach_here
from search_ui.forms import VisitForm
from search_ui.i18n import language
from search_ui.presenters.receipts import arrived_shown, twins_shown
from search_ui.presenters.visit_story import chapters, missing_words, people
from search_ui.services import current_archive
from search_ui.views.reading import visible_visit
from search_ui.words import _

blueprint = Blueprint("visits", __name__, url_prefix="/buoi-tham")
PER_PAGE = 30
LABELS = 24
ITEMS_PER_PAGE = 120
_FILTERS = ("xa", "doi", "tuan", "tu", "den", "da-den", "tap")
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
        checks = records.visit_checks_of([visit.id for visit in seen])
    shown = {visit.id for visit in seen}
    return render_template(
        "pages/visits.html",
        arrivals=[one for one in found[:PER_PAGE] if one.visit.id in shown],
        asked=asked,
        kept={name: value for name in _FILTERS if (value := request.args.get(name))},
        communes=communes,
        teams=teams,
        states=ARRIVALS,
        checks=checks,
        page=page,
        more=len(found) > PER_PAGE,
    )


def _asked() -> VisitFilter:
    state = request.args.get("da-den", "")
    since, until = _week(request.args.get("tuan", ""))
    return VisitFilter(
        request.args.get("xa", ""),
        request.args.get("doi", ""),
        since or _day(request.args.get("tu", "")),
        until or _day(request.args.get("den", "")),
        Arrival(state) if state in set(Arrival) else None,
        request.args.get("tap") == "1",
    )


def _week(text: str) -> tuple[date | None, date | None]:
    """`2026-W47` as browsers give a week: its Monday and its Sunday."""
    try:
        monday = datetime.strptime(f"{text}-1", "%G-W%V-%u").date()
    except ValueError:
        return None, None
    return monday, monday + timedelta(days=6)


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


@blueprint.get("/nhan.pdf")
def labels() -> BaseResponse:
    """A sheet of labels to cut apart: one is laid beside each object, so that its photos find together."""
    codes = [new_code() for _number in range(LABELS)]
    paper = Paper(
        _("Nhãn cho kỷ vật"),
        [
            Paragraph(
                _(
                    "Cắt rời. Mỗi kỷ vật một nhãn: đặt cạnh vật khi chụp, quét hoặc gõ mã ở trang Ghi nhận. "
                    "Hết nhãn thì viết tay hai chữ và bốn số."
                )
            ),
            Labels([(f"KYUC:{code}", code) for code in codes]),
        ],
        footer=_("Ký Ức: kho tư liệu về liệt sĩ. Bản gốc được giữ nguyên vẹn."),
        language=language(),
    )
    answer = Response(write_pdf(paper), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "inline; filename=nhan-ky-vat.pdf"
    return answer


@blueprint.get("/<uuid:visit_id>")
def show(visit_id: object) -> str | Response:
    page = max(request.args.get("trang", 1, type=int), 1)
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
        consents = records.consents_of([visit.id])
        offset = (page - 1) * ITEMS_PER_PAGE
        items = records.items_of(visit.id, offset=offset, limit=ITEMS_PER_PAGE + 1)
        shown = chapters(records, items[:ITEMS_PER_PAGE])
        missing = missing_words(missing_in(records, visit))
        check = records.visit_checks_of([visit.id]).get(visit.id)
        checker = records.find_user(check.by) if check else None
        arrived = arrived_shown(records, visit) if visit.kind == PRACTICE else []
        underway = records.underway_in(visit.id)
        twins = twins_shown(records, visit.id)
    more = len(items) > ITEMS_PER_PAGE
    return render_template(
        "pages/visit.html",
        visit=visit,
        chapters=shown,
        people=people(visit),
        missing=missing,
        check=check,
        checker=checker,
        arrived=arrived,
        practice=visit.kind == PRACTICE,
        page=page,
        more=more,
        underway=underway,
        twins=twins,
        consent_missing=visit.kind == "visit" and not consents,
    )


@blueprint.post("/<uuid:visit_id>/kiem-tra")
def check(visit_id: object) -> BaseResponse:
    """The team lead says that it is complete, or what is to be brought."""
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
    complete = request.form.get("complete") == "yes"
    check_visit(
        current_archive(), visit, person_here(), complete=complete, words=request.form.get("words", "")
    )
    flash(_("Đã ghi kết quả kiểm tra. Điện thoại của tình nguyện viên sẽ thấy khi có mạng."), "good")
    return redirect(url_for("visits.show", visit_id=visit.id))


@blueprint.post("/tap/xoa")
def clear_practice() -> BaseResponse:
    """Take all practice within the person's reach out again."""
    found = practice.practice_visits(current_archive(), reach_here())
    practice.clear(current_archive(), found)
    flash(_("Đã xóa %(count)s buổi tập.", count=len(found)), "good")
    return redirect(url_for("visits.index"))


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())

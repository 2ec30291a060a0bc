"""Tiếp nhận tin: what people brought without an account, until an officer has decided upon it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.access import Act, may
from archive.public_intake import deciding
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import InvalidInput, NotFound, Refused
from schemas.people import User
from schemas.reports import Report, ReportState
from search_ui.auth import can, person_here
from search_ui.presenters.report_words import ABOUT, ACTS, REASONS, STATES
from search_ui.services import current_archive
from search_ui.views.report import _text
from search_ui.words import _

blueprint = Blueprint("intake_desk", __name__, url_prefix="/tiep-nhan")
_PER_PAGE = 40
_SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif")
_OPEN = (ReportState.WAITING, ReportState.ASKED)


@blueprint.get("")
def index() -> str:
    """What waits, the most urgent first; `?xem=` mine, asked, decided."""
    view = request.args.get("xem", "cho")
    page = max(request.args.get("trang", 1, type=int), 1)
    mine = person_here().id if view == "cua-toi" else None
    states = {
        "cua-toi": _OPEN,
        "bo-sung": (ReportState.ASKED,),
        "xong": (ReportState.ACCEPTED, ReportState.DECLINED),
    }.get(view, (ReportState.WAITING,))
    with current_archive().records() as records:
        found = records.reports(states, holder=mine, offset=(page - 1) * _PER_PAGE, limit=_PER_PAGE + 1)
        counts = records.count_reports()
        names = {user.id: user.name or user.login for user in records.all_users()}
    return render_template(
        "pages/intake_desk.html",
        reports=found[:_PER_PAGE],
        more=len(found) > _PER_PAGE,
        page=page,
        view=view,
        counts=counts,
        names=names,
        about=ABOUT,
        states=STATES,
        today=datetime.now(UTC).date(),
        ReportState=ReportState,
    )


@blueprint.get("/<uuid:report_id>")
def show(report_id: UUID) -> str:
    return _page(str(report_id))


@blueprint.post("/<uuid:report_id>/diem")
def point(report_id: UUID) -> str:
    """The exact spot, for verifiers, who say why; that they looked is written down."""
    if not _sees_points():
        raise Refused(
            "exact point",
            vi="Chỉ người xác minh được xem điểm chính xác.",
            en="Only verifiers see exact points.",
        )
    if len(_text("reason")) < 5:
        raise InvalidInput("reason", vi="Hãy ghi lý do cần xem.", en="Say why you need to see it.")
    with current_archive().records() as records:
        records.note(AuditEntry(AuditAct.POINT_READ, "report", str(report_id)))
        records.commit()
    return _page(str(report_id), exact=True)


@blueprint.get("/<uuid:report_id>/tep/<uuid:file_id>")
def file(report_id: UUID, file_id: UUID) -> Response:
    """One file as it came: shown if it is a plain picture, else only to be saved."""
    with current_archive().records() as records:
        found = next((one for one in records.report_files(str(report_id)) if one.id == str(file_id)), None)
    if found is None:
        raise NotFound("file of a report")
    with current_archive().objects.read_derivative(found.key) as stream:
        answer = Response(stream.read(), mimetype=found.media_type)
    shown = "inline" if found.media_type in _SHOWN else "attachment"
    answer.headers["Content-Disposition"] = shown
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@blueprint.post("/<uuid:report_id>/nhan")
def take(report_id: UUID) -> BaseResponse:
    deciding.take(current_archive(), str(report_id), person_here())
    return _back(report_id, _("Tin này do bạn xử lý."))


@blueprint.post("/<uuid:report_id>/chuyen")
def offer(report_id: UUID) -> BaseResponse:
    other = _officers().get(request.form.get("to", ""))
    if other is None:
        raise InvalidInput("officer", vi="Hãy chọn cán bộ nhận bàn giao.", en="Choose who takes it over.")
    deciding.offer(current_archive(), str(report_id), person_here(), other)
    return _back(report_id, _("Đã chuyển; tin vẫn thuộc bạn đến khi người kia nhận bàn giao."))


@blueprint.post("/<uuid:report_id>/quyet-dinh")
def decide(report_id: UUID) -> BaseResponse:
    """`decision`: tiep_nhan, yeu_cau_bo_sung, khong_tiep_nhan."""
    decision, reason, words = (
        request.form.get("decision", ""),
        request.form.get("reason", ""),
        _text("words", 2000),
    )
    archive, officer, one = current_archive(), person_here(), str(report_id)
    if decision == ReportState.ACCEPTED:
        deciding.accept(archive, one, officer, words)
        return _back(report_id, _("Đã tiếp nhận. Máy bắt đầu đọc tư liệu."))
    if decision == ReportState.ASKED:
        deciding.ask(archive, one, officer, reason, words)
        return _back(report_id, _("Đã yêu cầu bổ sung. Người gửi thấy lời nhắn khi theo dõi bằng mã."))
    if decision == ReportState.DECLINED:
        deciding.decline(archive, one, officer, reason, words)
        return _back(report_id, _("Đã ghi là không tiếp nhận, kèm lý do."))
    raise InvalidInput("decision")


def _page(report_id: str, *, exact: bool = False) -> str:
    report = deciding.report_of(current_archive(), report_id)
    with current_archive().records() as records:
        files, events = records.report_files(report_id), records.report_events(report_id)
        names = {user.id: user.name or user.login for user in records.all_users()}
    return render_template(
        "pages/intake_report.html",
        report=report,
        files=files,
        shown=_SHOWN,
        events=events,
        acts=ACTS,
        names=names,
        about=ABOUT[report.about],
        state=STATES[report.state],
        reasons=REASONS,
        ask_reasons=deciding.ASK_REASONS,
        decline_reasons=deciding.DECLINE_REASONS,
        officers=_others(report),
        mine=report.state.is_open and report.holder == person_here().id,
        may_take=report.state.is_open and (report.holder is None or report.offered_to == person_here().id),
        sees_points=_sees_points(),
        exact=exact and report.point,
        today=datetime.now(UTC).date(),
    )


def _sees_points() -> bool:
    return can(Act.DECIDE_COMMUNE) or can(Act.DECIDE_PROVINCE)


def _officers() -> dict[str, User]:
    with current_archive().records() as records:
        return {user.id: user for user in records.all_users() if may(user, Act.MODERATE)}


def _others(report: Report) -> list[User]:
    return [user for user in _officers().values() if user.id not in (person_here().id, report.holder)]


def _back(report_id: UUID, said: str) -> BaseResponse:
    flash(said, "good")
    return redirect(url_for("intake_desk.show", report_id=report_id))

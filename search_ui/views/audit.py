"""Nhật ký: who did or saw what; the week for the reviewer; the anchors on paper. Reading it is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.audit.chain import VIETNAM, day_of
from archive.audit.verifying import anchor_now
from archive.audit.weeks import Week, review, week_from, week_of
from archive.papers.parts import Lines, Paper, Paragraph, Table
from archive.papers.pdf import write_pdf
from archive.ports import Catalogue
from schemas.audit import ActCount, AuditAct, AuditEntry, AuditFilter
from search_ui.addresses import address
from search_ui.i18n import language
from search_ui.presenters import figures
from search_ui.presenters.audit_words import ACTS, OUTCOMES, Names, lines
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("audit", __name__, url_prefix="/nhat-ky")
PER_PAGE = 50
_KEPT = ("viec", "ai", "ve", "ket-qua", "tu", "den")
_ANCHORS_ON_PAPER = 400


@blueprint.get("")
def index() -> str:
    before = request.args.get("truoc", type=int)
    with current_archive().records() as records:
        found = records.audit_entries(_filter(records), before=before, limit=PER_PAGE + 1)
        if before is None:  # turning pages is the same look
            records.note(AuditEntry(AuditAct.AUDIT_READ, details={"search": "+".join(sorted(_kept()))}))
            records.commit()
        shown = lines(records, found[:PER_PAGE])
        return render_template(
            "pages/audit.html",
            lines=shown,
            kept=_kept(),
            acts=ACTS,
            outcomes=OUTCOMES,
            older=shown[-1].number if len(found) > PER_PAGE else None,
            head=records.audit_head(),
        )


@blueprint.get("/tuan")
def week() -> str:
    """Once a week: refusals, what was revealed, powers, then the rest in counts."""
    chosen = _week()
    with current_archive().records() as records:
        told = review(records.audit_counts(chosen.since, chosen.until))
        names = Names(records)
        reviewed = records.audit_entries(AuditFilter(act=AuditAct.WEEK_REVIEWED, subject_id=chosen.code))
        return render_template(
            "pages/audit_week.html",
            week=chosen,
            now=week_of(day_of(datetime.now(UTC))),
            groups=[
                (_("Bị từ chối hoặc chưa làm được"), _counted(told.refused, names, chosen)),
                (_("Đã xem hoặc lấy ra điều cần giữ kín"), _counted(told.revealing, names, chosen)),
                (_("Đã đổi quyền, thiết lập, công việc của máy"), _counted(told.powers, names, chosen)),
                (_("Việc thường ngày"), _counted(told.others, names, chosen)),
            ],
            reviewed=lines(records, reviewed),
        )


@blueprint.post("/tuan")
def reviewed() -> BaseResponse:
    """The reviewer has looked: that, too, is an entry."""
    chosen = _week()
    with current_archive().records() as records:
        told = {"until": records.audit_head().number}
        records.note(AuditEntry(AuditAct.WEEK_REVIEWED, "week", chosen.code, details=told))
        records.commit()
    flash(_("Đã ghi là bạn rà soát tuần này."), "good")
    return redirect(url_for("audit.week", tuan=chosen.code))


@blueprint.get("/moc.pdf")
def anchors() -> Response:
    """The anchors of the days on paper, to be signed and locked away."""
    with current_archive().records() as records:
        kept = [*records.audit_anchors()[-_ANCHORS_ON_PAPER:], anchor_now(records)]
    rows = [(figures.day(one.day), str(one.number), one.hash.hex()) for one in reversed(kept)]
    paper = Paper(
        _("Mốc của nhật ký"),
        [
            Paragraph(
                _(
                    "Cất giấy này ở nơi khác. Khi kiểm chứng, mã băm ở đây phải giống mã băm của mục cùng số "
                    "trong kho; nếu khác, nhật ký trước mục đó đã bị sửa."
                )
            ),
            Table(rows, (_("Ngày"), _("Mục số"), "SHA-256"), (2, 2, 9)),
            Lines(_("Người in, ngày, ký tên"), 2),
        ],
        footer=_("Ký Ức: kho tư liệu về liệt sĩ. Bản gốc được giữ nguyên vẹn."),
        language=language(),
    )
    answer = Response(write_pdf(paper), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "inline; filename=moc-nhat-ky.pdf"
    return answer


@dataclass(frozen=True, slots=True)
class _Counted:
    act: str
    who: str
    times: int
    address: str


def _counted(counts: Sequence[ActCount], names: Names, chosen: Week) -> list[_Counted]:
    days = {"tu": chosen.monday.isoformat(), "den": chosen.sunday.isoformat()}
    return [
        _Counted(
            str(ACTS.get(one.act, one.act)),
            names.of(one.by),
            one.times,
            address("audit.index", {**days, "viec": one.act, "ai": one.by, "ket-qua": one.outcome}),
        )
        for one in counts
    ]


def _week() -> Week:
    code = request.values.get("tuan", "")
    return week_from(code) if code else week_of(day_of(datetime.now(UTC)))


def _filter(records: Catalogue) -> AuditFilter:
    given = request.args
    until = _day("den")
    return AuditFilter(
        act=given.get("viec", ""),
        by=_person(records, given.get("ai", "").strip()),
        subject_id=given.get("ve", "").strip(),
        outcome=given.get("ket-qua", ""),
        since=_begins(_day("tu")),
        until=_begins(until + timedelta(days=1)) if until else None,
    )


def _person(records: Catalogue, typed: str) -> str:
    """The id of a login; an id stays what it is."""
    user = records.find_user_by_login(typed.lower()) if typed else None
    return user.id if user else typed


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _begins(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC) if day else None


def _kept() -> dict[str, str]:
    return {name: request.args[name] for name in _KEPT if request.args.get(name)}

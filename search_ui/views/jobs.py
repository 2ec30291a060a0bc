"""Công việc: what waits, runs and failed, with the reason and what to do; again, give up, pause, go on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.ports import Catalogue
from archive.running import work
from archive.seeing import visible_visits
from schemas.errors import InvalidInput, KyucError
from schemas.holdings import Visit
from schemas.people import User
from schemas.processing import Stage, StageState, State
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.cards import title_of
from search_ui.presenters.labels import STAGES
from search_ui.presenters.running_words import advice, queue_shown
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("jobs", __name__, url_prefix="/cong-viec")
_SHOWN_OF_A_KIND = 20


@blueprint.get("")
def index() -> str:
    return _page()


@blueprint.post("/lam-lai")
def again() -> Response:
    """Everything of one stage that failed for one reason, as far as the person may see it."""
    stage, reason = _stage(), request.form.get("reason", "")[:60]
    times = work.all_again(current_archive(), person_here(), stage, reason)
    flash(_("Đã xếp lại %(n)s việc vào hàng chờ.", n=times), "good")
    return redirect(url_for("jobs.index"))


@blueprint.post("/thoi")
def give_up() -> Response | tuple[str, int]:
    which = request.form.get("target", "")[:36], _stage()
    try:
        work.give_up(current_archive(), person_here(), which, request.form.get("note", ""))
    except KyucError as error:
        return _page(error.message(language())), error.http_status
    flash(_("Đã thôi việc này; ghi chú đứng ở chỗ lý do."), "good")
    return redirect(url_for("jobs.index"))


@blueprint.post("/tam-dung")
def pause() -> Response:
    """`act` is `pause` or `go-on`."""
    stage = _stage()
    if request.form.get("act") == "pause":
        work.pause(current_archive(), stage)
        flash(_("Đã tạm dừng: %(stage)s. Việc đang làm thì làm nốt.", stage=STAGES[stage]), "good")
    else:
        work.go_on(current_archive(), stage)
        flash(_("Đã cho chạy tiếp: %(stage)s.", stage=STAGES[stage]), "good")
    return redirect(url_for("jobs.index"))


@dataclass(frozen=True, slots=True)
class _Failure:
    target: str
    stage: str
    title: str
    address: str
    visit: str
    why: str


@dataclass(frozen=True, slots=True)
class _Kind:
    stage: str
    label: str
    reason: str
    why: str
    advice: str
    failures: list[_Failure]
    times: int


@dataclass(frozen=True, slots=True)
class _OfVisit:
    visit: Visit
    waiting: int
    running: int
    failed: int


def _page(wrong: str | None = None) -> str:
    user = person_here()
    with current_archive().records() as records:
        return render_template(
            "pages/jobs.html",
            queues=[queue_shown(queue) for queue in work.queues(records).values()],
            kinds=[_kind(records, *found) for found in work.failed_shown(records, user)],
            visits=_by_visit(records, user),
            wrong=wrong,
        )


def _kind(records: Catalogue, stage: Stage, reason: str, failed: list[StageState]) -> _Kind:
    some = failed[:_SHOWN_OF_A_KIND]
    items = {item.id: item for item in records.items([one.item_id for one in some])}
    visits = records.find_visits(sorted({item.visit_id for item in items.values()}))
    failures = [
        _Failure(
            one.target_id,
            one.stage.value,
            title_of(items[one.item_id]),
            url_for("items.show", item_id=one.item_id),
            _family(visits[items[one.item_id].visit_id]),
            _why(one),
        )
        for one in some
    ]
    return _Kind(
        stage.value, str(STAGES[stage]), reason, _why(failed[0]), advice(reason), failures, len(failed)
    )


def _why(state: StageState) -> str:
    return (state.reason_en if language() == "en" else state.reason_vi) or _("Không rõ lý do.")


def _family(visit: Visit) -> str:
    return visit.family or visit.title


def _by_visit(records: Catalogue, user: User) -> list[_OfVisit]:
    counted = records.work_by_visit()
    visits = visible_visits(records, user, list(records.find_visits(sorted(counted)).values()))
    shown = {visit.id: visit for visit in visits}
    return [
        _OfVisit(
            shown[visit_id],
            counts.get(State.WAITING, 0),
            counts.get(State.RUNNING, 0),
            counts.get(State.FAILED, 0),
        )
        for visit_id, counts in counted.items()
        if visit_id in shown
    ]


def _stage() -> Stage:
    code = request.form.get("stage", "")
    if code not in set(Stage):
        raise InvalidInput(f"stage {code[:30]!r}")
    return Stage(code)

"""Around a case: hold it, hand it on, speak about it; and the second look at what was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from archive.access import Act
from archive.linkage import case_work
from archive.linkage.desk import Case, open_case
from archive.linkage.second_look import agreements, confirmed_cases, look_again, sample, waiting_for
from archive.linkage.suggesting import believed_now
from schemas.desk import Agreement, Judgement
from schemas.errors import Conflict, InvalidInput, Refused
from search_ui.addresses import address
from search_ui.auth import can, person_here, reach_here
from search_ui.presenters.case_page import case_page
from search_ui.presenters.cases import known_as, lines_of
from search_ui.presenters.desk_words import belief_words
from search_ui.services import current_archive
from search_ui.views.desk_query import kept
from search_ui.words import _

blueprint = Blueprint("case_work", __name__, url_prefix="/ban-xac-minh")


@blueprint.post("/<uuid:item_id>/<uuid:record_id>/viec")
def act(item_id: UUID, record_id: UUID) -> str | Response | tuple[str, int]:
    """`act`: lock, release, assign (`to`), comment (`words`), second_look (`judgement`, `words`)."""
    pair = str(item_id), str(record_id)
    archive = current_archive()
    try:
        said = _do(request.form.get("act", ""), pair)
    except (Conflict, InvalidInput, Refused) as error:
        with archive.records() as records:
            opened = open_case(records, person_here(), *pair)
            page = render_template(
                "pages/case.html", **case_page(records, person_here(), opened, kept(), error)
            )
        return page, error.http_status
    flash(said, "good")
    return redirect(address("desk.case", kept(), item_id=pair[0], record_id=pair[1]))


def _do(what: str, pair: tuple[str, str]) -> str:
    """What was done, in words."""
    archive, user, words = current_archive(), person_here(), request.form.get("words", "")[:4000]
    if what == "lock":
        case_work.lock(archive, user, pair)
        return _("Bạn giữ trường hợp này trong nửa giờ.")
    if what == "release":
        case_work.release(archive, user, pair)
        return _("Đã thôi giữ.")
    if what == "assign":
        case_work.assign(archive, user, pair, request.form.get("to", ""))
        return _("Đã giao.")
    if what == "comment":
        case_work.comment(archive, user, pair, words)
        return _("Đã ghi ý kiến.")
    if what == "second_look" and request.form.get("judgement") in set(Judgement):
        look_again(archive, user, pair, Judgement(request.form["judgement"]), words)
        return _("Đã ghi lần xem lại.")
    raise InvalidInput("act", vi="Hãy chọn một việc.", en="Choose what to do.")


@blueprint.get("/xem-lai")
def again() -> str:
    """The confirmed cases that were drawn for a second look, and how often such looks agreed."""
    with current_archive().records() as records:
        confirmed = confirmed_cases(records, reach_here())
        waiting = list(waiting_for(person_here(), sample(confirmed)))
        return render_template(
            "pages/second_look.html",
            lines=lines_of(records, waiting, {"lan-hai": "1"}),
            agreements=[(known_as(records, one.verifier), one) for one in _seen_by_me(confirmed)],
        )


@blueprint.get("/may-hoc")
def learned() -> str:
    """What decisions have taught the machine, and what each lesson moved."""
    with current_archive().records() as records:
        models = records.learned_models()
        now = believed_now(records).version
    return render_template("pages/learned.html", models=models, now=now, beliefs=belief_words)


def _seen_by_me(confirmed: Sequence[Case]) -> list[Agreement]:
    """The province sees everybody's rate, everybody else their own."""
    all_of_them = can(Act.DECIDE_PROVINCE)
    return [one for one in agreements(confirmed) if all_of_them or one.verifier == person_here().id]

"""Bàn xác minh: the queue of what may belong together, a case with both sides, and the decision on it."""

from __future__ import annotations

from itertools import islice
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from archive.linkage.case_work import verifiers
from archive.linkage.desk import Verdict, decide, open_case
from archive.linkage.queue import cases, next_case
from archive.linkage.taking import Taken, take_value
from schemas.errors import Conflict, InvalidInput, Refused
from schemas.linkage import NOBODY, Step
from search_ui.addresses import address
from search_ui.auth import person_here
from search_ui.presenters.case_page import case_page
from search_ui.presenters.cases import lines_of
from search_ui.presenters.desk_words import FEATURES, REASONS, STATES, STEPS, STRENGTHS
from search_ui.presenters.labels import KINDS
from search_ui.services import current_archive
from search_ui.views.desk_query import AGES, MINE, case_filter, kept, wanted_state
from search_ui.words import _

blueprint = Blueprint("desk", __name__, url_prefix="/ban-xac-minh")
PER_PAGE = 30


@blueprint.get("")
def index() -> str:
    page = min(max(request.args.get("trang", 1, type=int), 1), 200)
    with current_archive().records() as records:
        found = cases(records, case_filter(), wanted_state())
        shown = list(islice(found, (page - 1) * PER_PAGE, page * PER_PAGE + 1))
        return render_template(
            "pages/desk.html",
            lines=lines_of(records, shown[:PER_PAGE], kept()),
            page=page,
            more=len(shown) > PER_PAGE,
            kept=kept(),
            states=STATES,
            kinds=KINDS,
            strengths=STRENGTHS,
            ages=AGES,
            hands=[(MINE, _("tôi")), (NOBODY, _("chưa giao cho ai"))]
            + [(one.id, one.name or one.login) for one in verifiers(records)],
            communes=records.communes(),
            lists=len(records.source_lists()),
        )


@blueprint.get("/<uuid:item_id>/<uuid:record_id>")
def case(item_id: UUID, record_id: UUID) -> str:
    with current_archive().records() as records:
        opened = open_case(records, person_here(), str(item_id), str(record_id))
        return render_template("pages/case.html", **case_page(records, person_here(), opened, kept()))


@blueprint.post("/<uuid:item_id>/<uuid:record_id>")
def decide_on(item_id: UUID, record_id: UUID) -> str | Response | tuple[str, int]:
    """One entry. Where it cannot be made, the page comes back with the reason and the words as typed."""
    pair = str(item_id), str(record_id)
    archive = current_archive()
    try:
        verdict = _verdict()
        decide(archive, person_here(), pair, verdict)
    except (Conflict, InvalidInput, Refused) as error:
        with archive.records() as records:
            opened = open_case(records, person_here(), *pair)
            page = render_template(
                "pages/case.html", **case_page(records, person_here(), opened, kept(), error)
            )
        return page, error.http_status
    flash(_("Đã ghi: %(step)s.", step=STEPS[verdict.step]), "good")
    return redirect(address("desk.case", kept(), item_id=pair[0], record_id=pair[1]))


@blueprint.post("/<uuid:item_id>/<uuid:record_id>/gia-tri")
def take(item_id: UUID, record_id: UUID) -> Response:
    """A value of the item goes into the record, beside what the lists say."""
    field, pair = request.form.get("field", ""), (str(item_id), str(record_id))
    if field not in FEATURES:
        raise InvalidInput("field", vi="Hãy chọn một mục của hồ sơ.", en="Choose a field of the record.")
    take_value(current_archive(), person_here(), pair, Taken(field, request.form.get("value", "")[:1000]))
    flash(_("Đã ghi vào hồ sơ: %(field)s.", field=FEATURES[field]), "good")
    return redirect(address("desk.case", kept(), item_id=pair[0], record_id=pair[1]))


@blueprint.get("/<uuid:item_id>/<uuid:record_id>/tiep")
def following(item_id: UUID, record_id: UUID) -> Response:
    """The next case that waits, in the queue that the person came from."""
    with current_archive().records() as records:
        here = open_case(records, person_here(), str(item_id), str(record_id))
        found = next_case(records, case_filter(), wanted_state(), here)
    if found is None:
        flash(_("Đã hết trường hợp trong hàng này."), "good")
        return redirect(address("desk.index", kept()))
    return redirect(address("desk.case", kept(), item_id=found.item.id, record_id=found.record_id))


def _verdict() -> Verdict:
    given = request.form
    if given.get("step") not in set(Step):
        raise InvalidInput("step", vi="Hãy chọn một bước.", en="Choose a step.")
    return Verdict(
        Step(given["step"]),
        given.get("reason", "") if given.get("reason") in REASONS else "",
        given.get("words", "")[:4000],
        given.get("seen", ""),
        given.get("withdraws") or None,
        given.get("authority", "")[:200],
    )

"""Bàn xác minh: the queue of what may belong together, a case with both sides, and the decision on it."""

from __future__ import annotations

from itertools import islice
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.linkage.desk import (
    Case,
    Verdict,
    decide,
    level_of,
    open_case,
    steps_open_to,
    why_not,
    withdrawable,
)
from archive.linkage.queue import cases, cases_of, next_case
from archive.linkage.strength import strength_of, what_settles
from archive.linkage.taking import Taken, take_value
from archive.ports import Catalogue
from schemas.errors import Conflict, InvalidInput, KyucError, Refused
from schemas.linkage import CaseFilter, LinkState, Step, VerifierLevel
from search_ui.addresses import address
from search_ui.auth import person_here, reach_here
from search_ui.i18n import language
from search_ui.presenters.cards import title_of
from search_ui.presenters.cases import history, lines_of
from search_ui.presenters.desk_words import FEATURES, LOOKS, REASONS, SETTLES, STATES, STEPS, STRENGTHS
from search_ui.presenters.evidence import WIDTH, Sound, seen_at, waterfall
from search_ui.presenters.labels import KINDS
from search_ui.presenters.martyr import record_shown
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("desk", __name__, url_prefix="/ban-xac-minh")
PER_PAGE = 30
_CONFIRMS: dict[VerifierLevel, tuple[Step, ...]] = {
    VerifierLevel.MACHINE: (),
    VerifierLevel.VOLUNTEER: (),
    VerifierLevel.COMMUNE: (Step.CONFIRM_COMMUNE,),
    VerifierLevel.PROVINCE: (Step.CONFIRM_COMMUNE, Step.CONFIRM_PROVINCE),
}
_KEPT = ("trang-thai", "xa", "loai")


@blueprint.get("")
def index() -> str:
    page = min(max(request.args.get("trang", 1, type=int), 1), 200)
    with current_archive().records() as records:
        found = cases(records, _filter(), _state())
        shown = list(islice(found, (page - 1) * PER_PAGE, page * PER_PAGE + 1))
        return render_template(
            "pages/desk.html",
            lines=lines_of(records, shown[:PER_PAGE], _kept()),
            page=page,
            more=len(shown) > PER_PAGE,
            kept=_kept(),
            states=STATES,
            kinds=KINDS,
            communes=records.communes(),
            lists=len(records.source_lists()),
        )


@blueprint.get("/<uuid:item_id>/<uuid:record_id>")
def case(item_id: UUID, record_id: UUID) -> str:
    with current_archive().records() as records:
        opened = open_case(records, person_here(), str(item_id), str(record_id))
        return render_template("pages/case.html", **_shown(records, opened))


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
            page = render_template("pages/case.html", **_shown(records, opened, error))
        return page, error.http_status
    flash(_("Đã ghi: %(step)s.", step=STEPS[verdict.step]), "good")
    return redirect(address("desk.case", _kept(), item_id=pair[0], record_id=pair[1]))


@blueprint.post("/<uuid:item_id>/<uuid:record_id>/gia-tri")
def take(item_id: UUID, record_id: UUID) -> Response:
    """A value of the item goes into the record, beside what the lists say."""
    field, pair = request.form.get("field", ""), (str(item_id), str(record_id))
    if field not in FEATURES:
        raise InvalidInput("field", vi="Hãy chọn một mục của hồ sơ.", en="Choose a field of the record.")
    take_value(current_archive(), person_here(), pair, Taken(field, request.form.get("value", "")[:1000]))
    flash(_("Đã ghi vào hồ sơ: %(field)s.", field=FEATURES[field]), "good")
    return redirect(address("desk.case", _kept(), item_id=pair[0], record_id=pair[1]))


@blueprint.get("/<uuid:item_id>/<uuid:record_id>/tiep")
def following(item_id: UUID, record_id: UUID) -> Response:
    """The next case that waits, in the queue that the person came from."""
    with current_archive().records() as records:
        here = open_case(records, person_here(), str(item_id), str(record_id))
        found = next_case(records, _filter(), _state(), here)
    if found is None:
        flash(_("Đã hết trường hợp trong hàng này."), "good")
        return redirect(address("desk.index", _kept()))
    return redirect(address("desk.case", _kept(), item_id=found.item.id, record_id=found.record_id))


def _filter() -> CaseFilter:
    return CaseFilter(reach_here(), request.args.get("xa", ""), request.args.get("loai", ""))


def _state() -> LinkState | None:
    code = request.args.get("trang-thai", "")
    return LinkState(code) if code in set(LinkState) else None


def _kept() -> dict[str, str]:
    """The filters of the queue, which every address of the desk carries on."""
    return {name: request.args[name] for name in _KEPT if request.args.get(name)}


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
    )


def _shown(records: Catalogue, opened: Case, error: KyucError | None = None) -> dict[str, object]:
    user, suggestion = person_here(), opened.suggestion
    told = (*suggestion.evidence, *suggestion.contradictions) if suggestion else ()
    others = [one for one in records.suggestions_of(opened.item.id) if one.record_id != opened.record_id]
    namesakes = cases_of(records, [(opened.item, one.record_id, one) for one in others])
    bars, zero = waterfall(suggestion) if suggestion else ([], 0.0)
    sight = seen_at(records, opened.item.id, told)
    here = {"item_id": opened.item.id, "record_id": opened.record_id}
    steps = steps_open_to(opened, user)
    return {
        "case": opened,
        "title": title_of(opened.item),
        "visit": records.visit(opened.item.visit_id),
        "record": record_shown(records, opened.record_id, reach_here().highest),
        "state": STATES[opened.state],
        "look": LOOKS[opened.state],
        "strength": STRENGTHS[strength_of(suggestion)] if suggestion else None,
        "sight": None if isinstance(sight, Sound) else sight,
        "sound": sight if isinstance(sight, Sound) else None,
        "bars": bars,
        "zero": zero,
        "bar_width": WIDTH,
        "settles": [SETTLES[one] for one in what_settles(suggestion, len(others))] if suggestion else [],
        "namesakes": lines_of(records, namesakes, _kept()),
        "steps": [(step.value, STEPS[step]) for step in steps],
        "barred": _barred(opened),
        "takes": opened.state is LinkState.CONFIRMED_PROVINCE
        and level_of(user) is not VerifierLevel.VOLUNTEER,
        "fields": FEATURES,
        "take_action": address("desk.take", _kept(), **here),
        "reasons": REASONS,
        "history": history(records, opened.entries),
        "withdrawable": withdrawable(opened, user),
        "kept": _kept(),
        "action": address("desk.decide_on", _kept(), **here),
        "following": address("desk.following", _kept(), **here),
        "queue": address("desk.index", _kept()),
        "error": error.message(language()) if error else None,
        "typed": request.form,
        "record_address": url_for("martyrs.show", record_id=opened.record_id),
    }


def _barred(opened: Case) -> list[tuple[str, str]]:
    """The confirmations that this person may not give now, each with the reason."""
    found = []
    for step in _CONFIRMS[level_of(person_here())]:
        error = why_not(opened, person_here(), step)
        if error is not None:
            found.append((str(STEPS[step]), error.message(language())))
    return found

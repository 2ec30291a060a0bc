"""A case as the verifier reads it: both sides, the evidence, what may be done, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for

from archive.linkage.case_work import is_verifier, verifiers
from archive.linkage.caseload import comments
from archive.linkage.desk import Case, level_of, steps_open_to, why_not, withdrawable
from archive.linkage.queue import cases_of
from archive.linkage.second_look import may_look
from archive.linkage.strength import strength_of, what_settles
from archive.ports import Catalogue
from archive.rights.standing import reach
from schemas.errors import KyucError
from schemas.linkage import LinkState, Step, VerifierLevel
from schemas.people import User
from search_ui.addresses import address
from search_ui.i18n import language
from search_ui.presenters.cards import title_of
from search_ui.presenters.cases import history, known_as, lines_of
from search_ui.presenters.desk_words import (
    FEATURES,
    JUDGEMENTS,
    LOOKS,
    REASONS,
    SETTLES,
    STATES,
    STEPS,
    STRENGTHS,
)
from search_ui.presenters.evidence import WIDTH, Sound, seen_at, waterfall
from search_ui.presenters.martyr import record_shown
from search_ui.presenters.whereabouts import whereabouts

_CONFIRMS: dict[VerifierLevel, tuple[Step, ...]] = {
    VerifierLevel.MACHINE: (),
    VerifierLevel.VOLUNTEER: (),
    VerifierLevel.COMMUNE: (Step.CONFIRM_COMMUNE,),
    VerifierLevel.PROVINCE: (Step.CONFIRM_COMMUNE, Step.CONFIRM_PROVINCE),
}


@dataclass(frozen=True, slots=True)
class Remark:
    who: str
    at: datetime
    words: str


def case_page(
    records: Catalogue, user: User, opened: Case, kept: Mapping[str, str], error: KyucError | None = None
) -> dict[str, object]:
    """Everything the template shows. Blind (`lan-hai` in the address): nothing of what others said."""
    blind = "lan-hai" in request.args and may_look(user, opened)
    here = {"item_id": opened.item.id, "record_id": opened.record_id}
    return {
        "case": opened,
        "title": title_of(opened.item),
        "visit": records.visit(opened.item.visit_id),
        "record": record_shown(records, opened.record_id, reach(user)),
        "state": STATES[opened.state],
        "look": LOOKS[opened.state],
        "blind": blind,
        "judgements": JUDGEMENTS,
        **_evidence(records, opened, kept),
        **whereabouts(records, opened, reach(user)),
        **_choices(opened, user, blind),
        **_around(records, opened, user),
        "fields": FEATURES,
        "reasons": REASONS,
        "history": [] if blind else history(records, opened.entries),
        "withdrawable": withdrawable(opened, user),
        "kept": kept,
        "action": address("desk.decide_on", kept, **here),
        "take_action": address("desk.take", kept, **here),
        "work_action": address("case_work.act", {**kept, **({"lan-hai": "1"} if blind else {})}, **here),
        "following": address("desk.following", kept, **here),
        "queue": address("desk.index", kept),
        "error": error.message(language()) if error else None,
        "typed": request.form,
        "record_address": url_for("martyrs.show", record_id=opened.record_id),
    }


def _evidence(records: Catalogue, opened: Case, kept: Mapping[str, str]) -> dict[str, object]:
    suggestion = opened.suggestion
    told = (*suggestion.evidence, *suggestion.contradictions) if suggestion else ()
    others = [one for one in records.suggestions_of(opened.item.id) if one.record_id != opened.record_id]
    namesakes = cases_of(records, [(opened.item, one.record_id, one) for one in others])
    bars, zero = waterfall(suggestion) if suggestion else ([], 0.0)
    sight = seen_at(records, opened.item.id, told)
    return {
        "strength": STRENGTHS[strength_of(suggestion)] if suggestion else None,
        "sight": None if isinstance(sight, Sound) else sight,
        "sound": sight if isinstance(sight, Sound) else None,
        "bars": bars,
        "zero": zero,
        "bar_width": WIDTH,
        "settles": [SETTLES[one] for one in what_settles(suggestion, len(others))] if suggestion else [],
        "namesakes": lines_of(records, namesakes, dict(kept)),
    }


def _choices(opened: Case, user: User, blind: bool) -> dict[str, object]:
    steps = [] if blind else steps_open_to(opened, user)
    return {
        "steps": [(step.value, STEPS[step]) for step in steps],
        "barred": [] if blind else _barred(opened, user),
        "asks_authority": bool({Step.CONFIRM_PROVINCE, Step.AUTHORITY} & set(steps)),
        "takes": opened.state is LinkState.CONFIRMED_PROVINCE
        and level_of(user) is not VerifierLevel.VOLUNTEER,
    }


def _barred(opened: Case, user: User) -> list[tuple[str, str]]:
    """The confirmations that this person may not give now, each with the reason."""
    found = []
    for step in _CONFIRMS[level_of(user)]:
        error = why_not(opened, user, step)
        if error is not None:
            found.append((str(STEPS[step]), error.message(language())))
    return found


def _around(records: Catalogue, opened: Case, user: User) -> dict[str, object]:
    hold = opened.hold
    return {
        "hold": hold,
        "held_by_me": hold is not None and hold.by == user.id,
        "held_by": known_as(records, hold.by) if hold else "",
        "handed_to": known_as(records, opened.assigned_to) if opened.assigned_to else "",
        "handles": is_verifier(user),
        "verifiers": [(one.id, one.name or one.login) for one in verifiers(records)],
        "remarks": [
            Remark(known_as(records, act.by), act.made_at, act.words) for act in comments(opened.acts)
        ],
    }

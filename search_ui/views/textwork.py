"""Việc cần làm: a page or a minute of sound for who has ten minutes; what waits for acceptance; help."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from archive.rights.standing import reach
from archive.transcription.exactness import LEAST_PAGES, has_shown
from archive.transcription.tasks import ACT_FOR, progress_for, tasks_for
from schemas.holdings import ItemKind
from schemas.textwork import Difficulty, TextFilter, TextTask
from search_ui.auth import can, person_here
from search_ui.presenters.labels import KINDS
from search_ui.presenters.textwork import (
    DIFFICULTIES,
    LETTER_FORMS,
    SHORT_FORMS,
    TASK_NAMES,
    TASKS,
    card_of,
)
from search_ui.presenters.version_words import MARKS
from search_ui.services import current_archive

blueprint = Blueprint("textwork", __name__, url_prefix="/viec-can-lam")
_SIGNS = {
    "unclear": "[chữ?]",
    "missing": "[…]",
    "struck": "⟦chữ⟧",
    "inserted": "\\chữ/",
    "other_hand": "{chữ}",
    "stamp": "[dấu: chữ]",
    "inaudible": "[không rõ]",
    "overlapping": "[nói chồng: chữ]",
}


@blueprint.get("")
def index() -> str:
    """`?viec=duyet|lan-hai|doi-chieu&xa=…&loai=…&do-kho=…`; what suits the person comes first."""
    user, wanted = person_here(), _filter()
    with current_archive().records() as records:
        tasks = tasks_for(records, user, wanted)
        exactness = records.exactness_of(user.id)
        return render_template(
            "pages/textwork.html",
            task=wanted.task,
            cards=[card_of(one, wanted.task) for one in tasks],
            name=TASK_NAMES.get(wanted.task),
            tabs=[(one, TASKS[one], TASK_NAMES.get(one)) for one in TextTask if _may(one)],
            kept={name: request.args[name] for name in ("xa", "loai", "do-kho") if request.args.get(name)},
            communes=records.communes(),
            kinds=KINDS,
            difficulties=DIFFICULTIES,
            progress=progress_for(records, user, wanted.commune),
            exactness=exactness,
            exact=has_shown(exactness),
            least=LEAST_PAGES,
        )


@blueprint.get("/tro-giup")
def help_() -> str:
    """Old hands, short forms, signs, and how spelling is kept."""
    signs = [(_SIGNS[kind.value], words) for kind, words in MARKS.items()]
    return render_template("pages/textwork_help.html", short=SHORT_FORMS, letters=LETTER_FORMS, signs=signs)


def _may(task: TextTask) -> bool:
    return can(ACT_FOR[task])


def _filter() -> TextFilter:
    asked, kind = request.args, request.args.get("loai", "")
    hard = asked.get("do-kho", "")
    task = next((one for one, name in TASK_NAMES.items() if name == asked.get("viec")), TextTask.CORRECT)
    return TextFilter(
        task if _may(task) else TextTask.CORRECT,
        asked.get("xa", "")[:200],
        ItemKind(kind) if kind in set(ItemKind) else None,
        Difficulty(hard) if hard in set(Difficulty) else None,
        reach(person_here()),
    )

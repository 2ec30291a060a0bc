"""Tổng quan: the search box first, then what arrived, what is being worked on, and what needs a person."""

from flask import Blueprint, render_template

from schemas.processing import State
from search_ui.auth import max_level
from search_ui.presenters.cards import cards
from search_ui.services import current_archive
from search_ui.views.reading import visible

blueprint = Blueprint("home", __name__)
SHOWN = 12


@blueprint.get("/")
def show() -> str:
    with current_archive().records() as records:
        visits = records.visits(limit=6)
        recent = records.recent_items(limit=SHOWN, max_level=max_level())
        failed_ids = [state.item_id for state in records.stages_in(State.FAILED, limit=SHOWN)]
        failed = [item for item in records.items(list(dict.fromkeys(failed_ids))) if visible(item)]
        left = records.work_left()
        return render_template(
            "pages/home.html",
            count=records.item_count(),
            visits=visits,
            recent=cards(records, recent),
            failed=cards(records, failed),
            left=sum(left.values()),
        )

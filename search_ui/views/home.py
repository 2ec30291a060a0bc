"""Tổng quan: the search box first, then what arrived, what is being worked on, and what needs a person."""

from flask import Blueprint, render_template

from archive.access import Act
from archive.seeing import recent, visible_visits
from archive.withholding import found_cards
from schemas.processing import State
from search_ui.auth import can, person, person_here, reach_here
from search_ui.presenters.cards import cards
from search_ui.services import current_archive
from search_ui.views.reading import visible

blueprint = Blueprint("home", __name__)
SHOWN = 12


@blueprint.get("/")
def show() -> str:
    with current_archive().records() as records:
        visits = visible_visits(records, person(), records.visits(limit=6, reach=reach_here()))
        newest = recent(records, person(), SHOWN)
        failed_ids = [state.item_id for state in records.stages_in(State.FAILED, limit=SHOWN)]
        failed = visible(records, records.items(list(dict.fromkeys(failed_ids))))
        left = records.work_left()
        return render_template(
            "pages/home.html",
            count=records.item_count(reach_here()),
            visits=visits,
            recent=cards(records, newest),
            failed=cards(records, failed),
            left=sum(left.values()),
            cards_waiting=len(found_cards(records, person_here())) if can(Act.WITHHOLD) else 0,
        )

"""News of work as server-sent events. Each stream ends after a while; the browser opens the next by itself.

A stream holds one thread of the web server, so it lives for at most `LONGEST` seconds and ends as soon as
nothing is left to do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from flask import Blueprint, Response, render_template, request, stream_with_context

from archive.ports import Catalogue
from schemas.processing import StageState
from search_ui.i18n import language
from search_ui.presenters.locators import wanted
from search_ui.presenters.progress import ended, overall, steps
from search_ui.presenters.sheet import open_sheet
from search_ui.services import current_archive
from search_ui.views.reading import must_be_visible, visible

blueprint = Blueprint("api_live", __name__, url_prefix="/api")
PAUSE = 1.0
LONGEST = 240.0
News = dict[str, dict[str, str]]


@blueprint.get("/items/<uuid:item_id>/events")
def item(item_id: UUID) -> Response:
    """Stages of one item, and which parts of its page have become stale."""

    def news(records: Catalogue) -> tuple[News, bool]:
        found = must_be_visible(records.item(str(item_id)))
        stages = records.stages_of(found.id)
        sheet = open_sheet(records, found, wanted(request.args))
        parts = {"steps": _steps(stages, found.id), "state": _chip(stages)}
        keys = {"original": sheet.original_key, "text": sheet.text_key} if sheet else {}
        return {"parts": parts, "keys": keys}, ended(stages)

    return _events(news)


@blueprint.get("/visits/<uuid:visit_id>/events")
def visit(visit_id: UUID) -> Response:
    """The state of each item of a visit. Stays open: more may arrive."""

    def news(records: Catalogue) -> tuple[News, bool]:
        found = records.visit(str(visit_id))
        items = [one for one in records.items_of(found.id) if visible(one)]
        stages = records.stages_of_items([one.id for one in items])
        parts = {f"item-{one.id}": _chip(stages.get(one.id, ())) for one in items}
        return {"parts": parts}, False

    return _events(news)


def _chip(stages: Sequence[StageState]) -> str:
    return render_template("parts/state.html", progress=overall(stages)).strip()


def _steps(stages: Sequence[StageState], item_id: str) -> str:
    shown = steps(stages, language())
    return render_template("parts/steps.html", steps=shown, item_id=item_id).strip()


def _events(news: Callable[[Catalogue], tuple[News, bool]]) -> Response:
    archive = current_archive()

    def told() -> Iterator[str]:
        until = time.monotonic() + LONGEST
        before = ""
        while time.monotonic() < until:
            with archive.records() as records:
                fresh, over = news(records)
            text = json.dumps(fresh, ensure_ascii=False)
            if text != before:
                yield f"event: news\ndata: {text}\n\n"
                before = text
            else:
                yield ": \n\n"  # shows that the line lives, and finds out when the reader is gone
            if over:
                yield "event: end\ndata: {}\n\n"
                return
            time.sleep(PAUSE)

    answer = Response(stream_with_context(told()), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer

"""News of work as server-sent events. Each stream ends after a while; the browser opens the next by itself.

A stream holds one thread of the web server, so only some are open at a time, each for at most `LONGEST`
seconds, and it ends as soon as nothing is left to do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from threading import BoundedSemaphore
from uuid import UUID

from flask import Blueprint, Response, render_template, request, stream_with_context

from archive.access import Act
from archive.ports import Catalogue
from schemas.processing import StageState
from search_ui.api.describing import described
from search_ui.auth import can, still_here
from search_ui.i18n import language
from search_ui.presenters.locators import wanted
from search_ui.presenters.progress import ended, overall, steps
from search_ui.presenters.sheet import open_sheet
from search_ui.services import current_archive
from search_ui.views.reading import must_be_visible, visible, visible_visit

blueprint = Blueprint("api_live", __name__, url_prefix="/api")
PAUSE = 1.0
LONGEST = 240.0
MOST_STREAMS = 10
"""So many pages are told at once as things happen; the others ask again every few seconds."""
ASK_AGAIN_MS = 4000
News = dict[str, dict[str, str]]
Reporter = Callable[[Catalogue], tuple[News, bool]]
_free = BoundedSemaphore(MOST_STREAMS)


@blueprint.get("/items/<uuid:item_id>/events")
@described({200: {"type": "string"}}, media="text/event-stream")
def item(item_id: UUID) -> Response:
    """Stages of one item, and which parts of its page have become stale."""
    wish = wanted(request.args)
    seen: dict[tuple[object, ...], dict[str, str]] = {}

    def news(records: Catalogue) -> tuple[News, bool]:
        found = must_be_visible(records, records.item(str(item_id)))
        stages = records.stages_of(found.id)
        # The text of a long recording is read again only when a stage has moved on.
        moved = tuple((one.target_id, one.stage, one.revision, one.state) for one in stages)
        if moved not in seen:
            sheet = open_sheet(records, found, wish)
            seen.clear()
            keys = {"original": sheet.original_key, "text": sheet.text_key} if sheet else {}
            proposed = len(records.suggestions_of(found.id)) if can(Act.PROPOSE_LINK) else 0
            seen[moved] = {**keys, "martyrs": str(proposed)}
        parts = {"steps": _steps(stages, found.id), "state": _chip(stages)}
        return {"parts": parts, "keys": seen[moved]}, ended(stages)

    with current_archive().records() as records:
        must_be_visible(records, records.item(str(item_id)))
    return _events(news)


@blueprint.get("/visits/<uuid:visit_id>/events")
@described({200: {"type": "string"}}, media="text/event-stream")
def visit(visit_id: UUID) -> Response:
    """The state of each item of a visit."""

    def news(records: Catalogue) -> tuple[News, bool]:
        found = visible_visit(records, visit_id)
        items = visible(records, records.items_of(found.id))
        stages = records.stages_of_items([one.id for one in items])
        parts = {f"item-{one.id}": _chip(stages.get(one.id, ())) for one in items}
        return {"parts": parts}, all(ended(each) for each in stages.values())

    with current_archive().records() as records:
        visible_visit(records, visit_id)
    return _events(news)


def _chip(stages: Sequence[StageState]) -> str:
    return render_template("parts/state.html", progress=overall(stages)).strip()


def _steps(stages: Sequence[StageState], item_id: str) -> str:
    shown = steps(stages, language())
    return render_template("parts/steps.html", steps=shown, item_id=item_id).strip()


def _events(news: Reporter) -> Response:
    answer = Response(stream_with_context(_told(news)), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _told(news: Reporter) -> Iterator[str]:
    if not _free.acquire(blocking=False):
        yield from _once(news)
        return
    try:
        yield from _as_it_happens(news)
    finally:
        _free.release()


def _once(news: Reporter) -> Iterator[str]:
    with current_archive().records() as records:
        fresh, over = news(records)
    yield f"retry: {ASK_AGAIN_MS}\n" + _event("news", fresh)
    if over:
        yield _event("end", {})


def _as_it_happens(news: Reporter) -> Iterator[str]:
    archive = current_archive()
    until = time.monotonic() + LONGEST
    before: News = {}
    while time.monotonic() < until and still_here():
        with archive.records() as records:
            fresh, over = news(records)
        # A comment shows that the line lives, and finds out when the reader is gone.
        yield _event("news", fresh) if fresh != before else ": \n\n"
        before = fresh
        if over:
            yield _event("end", {})
            return
        time.sleep(PAUSE)


def _event(name: str, data: News) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

"""Tra cứu: one list over photo, page, recording and text. The address holds everything that is shown."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request

from archive.transcription.map_points import DRAWN
from schemas.queries import SearchQuery
from search_ui.auth import reach_here
from search_ui.presenters.facets import shown_facets, timeline
from search_ui.presenters.hits import shown_hits, understood_chips
from search_ui.presenters.query import NOT_CHOSEN, PER_PAGE, asks_anything, query_of, with_one
from search_ui.presenters.spread import SpokenPlace, drawn_places, points, provinces, spoken_places
from search_ui.services import current_archive, current_discovery
from search_ui.tiles import tiles, with_tiles
from search_ui.views.reading import visible

blueprint = Blueprint("search", __name__)
_MAPPED = 1000
"""Places on one map, the commonest."""
_MAPS = 40


@blueprint.get("/tra-cuu")
def show() -> str:
    query = query_of(request.args, reach_here())
    if not asks_anything(query):
        return render_template("pages/search_empty.html")
    result = current_discovery().search(query)
    with current_archive().records() as records:
        return render_template(
            "pages/search.html",
            query=query,
            total=result.total,
            hits=shown_hits(records, result.hits),
            facets=shown_facets(records, result, request.args),
            years=timeline(result, request.args),
            chips=understood_chips(result, request.args),
            did_you_mean=result.did_you_mean,
            page=query.offset // PER_PAGE + 1,
            last_page=max((result.total - 1) // PER_PAGE + 1, 1),
            page_arguments=lambda number: {**request.args.to_dict(flat=False), "trang": [str(number)]},
            sorted_by=lambda code: with_one(request.args, "xep", code),
            arguments=with_one(request.args, "trang", ""),
            kept=_kept(),
        )


@blueprint.get("/tra-cuu/ban-do")
def on_map() -> Response:
    """Where the hits speak of: a map of our own points, and the same as a list."""
    query = replace(query_of(request.args, reach_here()), limit=0, offset=0, facet_values=_MAPPED)
    result = current_discovery().search(query)
    places = spoken_places(result, request.args)
    drawn = _drawn(query)
    page = render_template(
        "pages/search_map.html",
        query=query,
        total=result.total,
        places=places,
        drawn=drawn,
        points=points([*places, *drawn]),
        provinces=provinces(),
        tiles=tiles(),
        arguments=with_one(request.args, "trang", ""),
        kept=_kept(),
    )
    return with_tiles(make_response(page))


def _drawn(query: SearchQuery) -> list[SpokenPlace]:
    """Labels of the hand-drawn maps among the hits."""
    kinds = tuple(kind.value for kind in DRAWN if not query.kinds or kind in query.kinds)
    if not kinds:
        return []
    found = current_discovery().search(replace(query, kinds=kinds, limit=_MAPS, facets=False))
    with current_archive().records() as records:
        items = records.items([hit.item_id for hit in found.hits])
        return drawn_places(records, visible(records, items))


def _kept() -> list[tuple[str, str]]:
    """The filters that stand."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in NOT_CHOSEN]

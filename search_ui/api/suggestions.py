"""What the search box offers while one types, and the search itself for other programs."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from schemas.queries import Hit
from search_ui.api.describing import NUMBER, TEXT, Query, described, many, shape, thing
from search_ui.auth import reach_here
from search_ui.presenters.query import query_of
from search_ui.services import current_discovery

blueprint = Blueprint("api_search", __name__, url_prefix="/api")
LONGEST_PREFIX = 80


@blueprint.get("/suggest")
@described({200: thing({"suggestions": many(TEXT)})}, query=[Query("q", "What was typed so far")])
def suggest() -> Response:
    """What the box offers while one types."""
    prefix = request.args.get("q", "").strip()[:LONGEST_PREFIX]
    found = current_discovery().suggest(prefix, reach_here()) if prefix else ()
    return jsonify({"suggestions": list(found)})


@blueprint.get("/search")
@described(
    {200: thing({"total": NUMBER, "hits": many(shape(Hit))})},
    query=[
        Query("q", "Words, names, units, places, days, as one would write them"),
        Query("loai", "Kind of material", many=True),
        Query("xa", "Commune of the visit", many=True),
        Query("nam", "Year of the visit", many=True),
        Query("buoi", "Visit", many=True),
        Query("bo", "What was understood and is not meant", many=True),
        Query("trang", "Page, from 1"),
    ],
)
def search() -> Response:
    """The search as JSON; the same parameters as the page."""
    result = current_discovery().search(query_of(request.args, reach_here()))
    return jsonify({"total": result.total, "hits": [asdict(hit) for hit in result.hits]})

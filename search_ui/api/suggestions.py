"""What the search box offers while one types, and the search itself for other programs."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from search_ui.auth import reach_here
from search_ui.presenters.query import query_of
from search_ui.services import current_discovery

blueprint = Blueprint("api_search", __name__, url_prefix="/api")
LONGEST_PREFIX = 80


@blueprint.get("/suggest")
def suggest() -> Response:
    prefix = request.args.get("q", "").strip()[:LONGEST_PREFIX]
    found = current_discovery().suggest(prefix, reach_here()) if prefix else ()
    return jsonify({"suggestions": list(found)})


@blueprint.get("/search")
def search() -> Response:
    """The search as JSON; the same parameters as the page."""
    result = current_discovery().search(query_of(request.args, reach_here()))
    return jsonify({"total": result.total, "hits": [asdict(hit) for hit in result.hits]})

"""For supervisors: is the process alive, and do the records answer?"""

from flask import Blueprint, Response, jsonify

from search_ui.services import current_archive

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def live() -> Response:
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> Response:
    """200 once the records answer; RecordsUnavailable (503) otherwise."""
    with current_archive().records() as records:
        return jsonify({"status": "ok", "items": records.item_count()})

"""OAI-PMH for harvesters: `/oai`. Open to everybody; only what is public is told."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from archive.oai.provider import answer
from search_ui.services import current_archive

blueprint = Blueprint("oai", __name__)


@blueprint.get("/oai")
def harvest() -> Response:
    """The protocol says its errors inside an answer of 200."""
    given = [(name, value) for name, values in request.args.lists() for value in values]
    with current_archive().records() as records:
        words = answer(records, url_for("oai.harvest", _external=True), given)
    return Response(words, content_type="text/xml; charset=utf-8")

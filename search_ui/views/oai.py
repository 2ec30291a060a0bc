"""OAI-PMH for harvesters: `/oai`. Open to everybody; only what is public is told."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from archive.oai.provider import Repository, answer, is_contact
from search_ui.services import current_archive

blueprint = Blueprint("oai", __name__)


@blueprint.get("/oai")
def harvest() -> Response:
    """The protocol says its errors inside an answer of 200. It asks for the address of somebody who answers
    for the archive: without one nothing is given to harvesters."""
    contact = current_archive().settings.admin_email
    if not is_contact(contact):
        missing = "This archive names nobody to write to yet (setting KYUC_ADMIN_EMAIL): no harvesting.\n"
        return Response(missing, 503, content_type="text/plain; charset=utf-8")
    given = [(name, value) for name, values in request.args.lists() for value in values]
    with current_archive().records() as records:
        words = answer(records, Repository(url_for("oai.harvest", _external=True), contact), given)
    return Response(words, content_type="text/xml; charset=utf-8")

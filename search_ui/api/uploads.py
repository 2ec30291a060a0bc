"""Large files straight to the store, by presigned addresses, resumable; only `complete` acknowledges."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from archive.intake import Deposit
from archive.uploads import Arrived, addresses, arrived, begin, complete
from schemas.errors import InvalidInput
from schemas.holdings import ItemKind
from search_ui.api.describing import NUMBER, TEXT, UUID_TEXT, Query, described, many, or_nothing, thing
from search_ui.api.files import RECEIPT, id_of, kind_of, receipt_json
from search_ui.auth import person_here
from search_ui.services import current_archive
from search_ui.views.reading import visit_to_add_to

blueprint = Blueprint("api_uploads", __name__, url_prefix="/api")
_AT_ONCE = 32


_ARRIVED = thing(
    {
        "part_bytes": NUMBER,
        "count": NUMBER,
        "parts": many(NUMBER),
        "missing": many(NUMBER),
        "receipt": or_nothing(RECEIPT),
    }
)


@blueprint.put("/visits/<uuid:visit_id>/uploads/<uuid:upload_id>")
@described(
    {200: _ARRIVED},
    body=thing(
        {"size": {"type": "integer", "minimum": 1}},
        {"filename": TEXT, "kind": {"enum": ["", *ItemKind]}, "item": or_nothing(UUID_TEXT)},
    ),
)
def announce(visit_id: UUID, upload_id: UUID) -> Response:
    """Begin, or find what has arrived of it: `{"part_bytes", "count", "parts", "missing", "receipt"}`."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or type(given.get("size")) is not int:
        raise InvalidInput("size is missing")
    with current_archive().records() as records:
        visit_to_add_to(records, visit_id)
    deposit = Deposit(
        visit_id=str(visit_id),
        by=person_here().id,
        item_id=id_of("item", given.get("item")),
        kind=kind_of(str(given.get("kind") or "")),
        asset_id=str(upload_id),
    )
    name = str(given.get("filename") or "")
    return _arrived(begin(current_archive(), deposit, name, given["size"], upload_id=str(upload_id)))


@blueprint.get("/uploads/<uuid:upload_id>")
@described({200: _ARRIVED})
def show(upload_id: UUID) -> Response:
    """How far the upload has come."""
    return _arrived(arrived(current_archive(), str(upload_id), person_here().id))


@blueprint.get("/uploads/<uuid:upload_id>/addresses")
@described(
    {200: thing({"addresses": {"type": "object", "additionalProperties": TEXT}})},
    query=[Query("parts", "Numbers of parts from 1, separated by commas")],
)
def parts(upload_id: UUID) -> Response:
    """`?parts=1,2,3`: where to PUT them, on the origin that the browser sees."""
    try:
        wanted = [int(number) for number in request.args.get("parts", "").split(",")][:_AT_ONCE]
    except ValueError as error:
        raise InvalidInput("parts are numbers") from error
    origin = request.host_url.rstrip("/")
    found = addresses(current_archive(), str(upload_id), person_here().id, wanted, origin)
    return jsonify({"addresses": {str(number): address for number, address in found.items()}})


@blueprint.post("/uploads/<uuid:upload_id>/complete")
@described({201: RECEIPT})
def finish(upload_id: UUID) -> tuple[Response, int]:
    """Join, compare, enter; 201 with the receipt."""
    receipt = complete(current_archive(), str(upload_id), person_here().id)
    return jsonify(receipt_json(receipt)), 201


def _arrived(found: Arrived) -> Response:
    return jsonify(
        {
            "part_bytes": found.part_bytes,
            "count": found.count,
            "parts": found.parts,
            "missing": found.missing,
            "receipt": receipt_json(found.receipt) if found.receipt else None,
        }
    )

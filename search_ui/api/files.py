"""`PUT /api/visits/<id>/files`: the body is the file, streamed into the store, memory flat."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, Response, jsonify, request, url_for

from archive.intake import Deposit, Receipt, receive
from schemas.errors import InvalidInput
from schemas.holdings import ItemKind
from search_ui.api.describing import MOMENT, NUMBER, TEXT, TRUTH, UUID_TEXT, Query, described, thing
from search_ui.auth import person_here
from search_ui.services import current_archive
from search_ui.views.reading import visit_to_add_to

blueprint = Blueprint("api_files", __name__, url_prefix="/api")
_FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")


RECEIPT = thing(
    {
        "item": UUID_TEXT,
        "asset": UUID_TEXT,
        "title": TEXT,
        "kind": TEXT,
        "media_type": TEXT,
        "sha256": TEXT,
        "size": NUMBER,
        "duplicate": TRUTH,
        "stored_at": MOMENT,
        "address": TEXT,
    }
)
"""What the sender may rely on: the bytes stand in the store under this SHA-256."""


@blueprint.route("/visits/<uuid:visit_id>/files", methods=["PUT", "POST"])
@described(
    {201: RECEIPT},
    query=[
        Query("filename", "Name of the file, as data"),
        Query("kind", "Kind of material by its code", {"enum": ["", *ItemKind]}),
        Query("title", "Title of a new item"),
        Query("item", "Item that the file belongs to; a new one without it", UUID_TEXT),
        Query("asset", "Id made by the sender: sent twice, received once", UUID_TEXT),
    ],
    body={"type": "string", "format": "binary"},
    body_media="application/octet-stream",
)
def put(visit_id: UUID) -> tuple[Response, int]:
    """`?filename=&kind=&title=&item=&asset=`; 201 when the bytes stand in the store, compared."""
    if request.mimetype in _FORM_TYPES:
        raise InvalidInput(
            "form body",
            vi="Hãy gửi nội dung tệp làm thân yêu cầu, không gói trong biểu mẫu.",
            en="Send the file itself as the body, not wrapped in a form.",
        )
    deposit = Deposit(
        visit_id=str(visit_id),
        by=person_here().id,
        item_id=id_of("item", request.args.get("item", "")),
        kind=kind_of(request.args.get("kind", "")),
        title=request.args.get("title", "")[:200],
        asset_id=id_of("asset", request.args.get("asset", "")),
    )
    with current_archive().records() as records:
        visit_to_add_to(records, visit_id)
    name = request.args.get("filename", "")
    receipt = receive(current_archive(), cast(BinaryIO, request.stream), name, deposit)
    return jsonify(receipt_json(receipt)), 201


def kind_of(code: str) -> ItemKind | None:
    """A kind by its code; nothing chosen leaves it to the archive."""
    if not code:
        return None
    if code not in set(ItemKind):
        raise InvalidInput(
            f"kind {code!r}", vi="Loại tư liệu này không có.", en="There is no such kind of item."
        )
    return ItemKind(code)


def receipt_json(receipt: Receipt) -> dict[str, object]:
    return {
        "item": receipt.item.id,
        "asset": receipt.asset.id,
        "title": receipt.item.title,
        "kind": receipt.item.kind.value,
        "media_type": receipt.asset.media_type,
        "sha256": receipt.sha256,
        "size": receipt.size,
        "duplicate": receipt.duplicate,
        "stored_at": receipt.stored_at.isoformat(),
        "address": url_for("items.show", item_id=receipt.item.id),
    }


def id_of(name: str, given: object) -> str | None:
    """An id as we write it; None where nothing was given. Raises InvalidInput."""
    if not given:
        return None
    try:
        return str(UUID(str(given)))
    except ValueError as error:
        raise InvalidInput(f"{name} is no UUID") from error

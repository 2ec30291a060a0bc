"""Files for the browser. Addresses are permanent; each is checked, then handed to the object store.

Behind the front (KYUC_PUBLIC_URL is set) the answer is a redirect to a presigned address on the same origin,
so that bytes never pass through Python. Without a front the application streams them itself, ranges included.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import BinaryIO
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from archive import preservation
from archive.ports import Catalogue
from archive.rights.policy import decide
from archive.rights.withholding import mask_of
from archive.seeing import hidden_parts, thing_of
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import NotFound, Refused
from schemas.holdings import Asset, Derivative, DerivativeKind
from schemas.rights import Use
from search_ui.auth import person
from search_ui.ranges import RangeNotSatisfiableError, read_range, requested_range
from search_ui.services import current_archive
from search_ui.views.reading import must_be_visible

blueprint = Blueprint("media", __name__, url_prefix="/tep")
VALID = timedelta(hours=1)
KEPT = int(VALID.total_seconds()) - 300
"""A browser may keep the redirect for a little less than the presigned address holds."""


@blueprint.get("/<uuid:asset_id>/goc")
def original(asset_id: UUID) -> BaseResponse:
    """The original, byte for byte, as a download."""
    archive = current_archive()
    asset = _asset(asset_id)
    with archive.records() as records:
        said = decide(person(), thing_of(records, records.item(asset.item_id)), Use.ORIGINAL)
        if not said:
            raise Refused(f"original: {said.reason}", vi=said.words_vi, en=said.words_en)
        stored = records.stored_object(asset.sha256)
        if stored is None:
            raise NotFound("object missing")
        if _begins(request.headers.get("Range")):
            told = {"item": asset.item_id, "sha256": asset.sha256}
            records.note(AuditEntry(AuditAct.ORIGINAL_DOWNLOADED, "asset", asset.id, details=told))
            records.commit()
    if archive.settings.public_url and stored.held_in == "objects":
        return _handed_on(asset.sha256, original=True, filename=asset.filename)
    answer = streamed(preservation.original(archive, asset), stored.size, asset.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(asset.filename)}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["ETag"] = f'"{asset.sha256}"'
    return answer


@blueprint.get("/<uuid:asset_id>/xem/<kind>")
def derivative(asset_id: UUID, kind: str) -> BaseResponse:
    """What was made for viewing: `web_image` and `thumbnail` by page, `audio_proxy`, `waveform`, …"""
    archive = current_archive()
    asset = _asset(asset_id, Use.PICTURE)
    page = request.args.get("page", 1, type=int)
    with archive.records() as records:
        found = _made(made_for_person(records, asset), kind, page)
        parted = bool(records.withheld_parts([asset.id]))
    # The waveform is small and read by a script: no second address for it.
    # Nor one for what is withheld in part: what a browser keeps must not outlive the rights of who looks.
    if archive.settings.public_url and found.kind is not DerivativeKind.WAVEFORM and not parted:
        return _handed_on(found.key, original=False)
    with archive.objects.read_derivative(found.key) as stream:
        body = stream.read()
    answer = streamed(nullcontext(io.BytesIO(body)), len(body), found.media_type)
    if parted:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _begins(range_header: str | None) -> bool:
    """A browser that fetches a long file in pieces downloads it once."""
    return range_header is None or range_header.replace(" ", "").startswith("bytes=0-")


def made_for_person(records: Catalogue, asset: Asset) -> Sequence[Derivative]:
    """What was made for viewing, without the parts that the person here may not see. Until that is made there
    is nothing to show them: the whole picture never stands in for it."""
    hidden = hidden_parts(records, person(), records.item(asset.item_id))
    mask = mask_of([part for part in hidden if part.asset_id == asset.id])
    if not mask:
        return records.derivatives_of(asset.id)
    return [one.derivative for one in records.masked_of(asset.id) if one.mask == mask]


def _asset(asset_id: UUID, use: Use = Use.VIEW) -> Asset:
    with current_archive().records() as records:
        asset = records.asset(str(asset_id))
        must_be_visible(records, records.item(asset.item_id), use)
    return asset


def _made(derivatives: Sequence[Derivative], kind: str, page: int) -> Derivative:
    for made in derivatives:
        if made.kind.value == kind and (made.page or 1) == page:
            return made
    raise NotFound("not made yet")


def _handed_on(key: str, *, original: bool, filename: str | None = None) -> BaseResponse:
    origin = request.host_url.rstrip("/")
    objects = current_archive().objects
    answer = redirect(objects.address(key, original=original, filename=filename, valid=VALID, origin=origin))
    answer.headers["Cache-Control"] = f"private, max-age={KEPT}"
    return answer


def streamed(opened: AbstractContextManager[BinaryIO], size: int, media_type: str) -> Response:
    try:
        part = requested_range(request.headers.get("Range"), size)
    except RangeNotSatisfiableError:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = Response(read_range(opened, part), 206 if part else 200, mimetype=media_type)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Content-Length"] = str(part.length if part else size)
    answer.headers["Cache-Control"] = f"private, max-age={KEPT}"
    if part:
        answer.headers["Content-Range"] = part.header
    return answer

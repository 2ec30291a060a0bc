"""IIIF for other archives' viewers and for deep zoom: manifests, lines, search inside, pieces of pictures.

Open to everybody, each answer decided by the policy: who is not signed in sees what is public.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive import seeing
from archive.iiif.image_info import image_info
from archive.iiif.image_request import FORMATS, image_request
from archive.iiif.manifest import Shown, lines_page, manifest
from archive.iiif.search_inside import search_inside
from archive.ports import Catalogue
from archive.ports.tiles import ready_name
from archive.rights.processing import readable
from archive.transcription.webvtt import to_webvtt
from schemas.errors import NotFound
from schemas.holdings import Asset, Derivative, DerivativeKind, Item
from schemas.rights import Outcome, Use
from search_ui.auth import person
from search_ui.presenters.iiif import described
from search_ui.services import current_archive
from search_ui.views.media import made_for_person
from search_ui.views.reading import must_be_visible

blueprint = Blueprint("iiif", __name__, url_prefix="/iiif")
_KEPT = 3600
_IMAGE_TYPE = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'
_MANIFEST_TYPE = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
_SEARCH_TYPE = 'application/ld+json;profile="http://iiif.io/api/search/2/context.json"'


@dataclass(frozen=True)
class At:
    """Addresses of one item under the name by which the browser reached us."""

    item_id: str

    def manifest(self) -> str:
        return _whole("iiif.show", item_id=self.item_id)

    def search(self) -> str:
        return _whole("iiif.search", item_id=self.item_id)

    def page(self) -> str:
        return _whole("items.show", item_id=self.item_id)

    def lines(self, asset_id: str, page: int) -> str:
        return _whole("iiif.lines", asset_id=asset_id, page=page)

    def picture(self, asset_id: str, page: int) -> str:
        return _whole("iiif.picture", asset_id=asset_id, page=page)

    def file(self, asset_id: str, kind: str, page: int) -> str:
        return _whole("media.derivative", asset_id=asset_id, kind=kind, page=page)

    def captions(self, asset_id: str) -> str:
        return _whole("iiif.captions", asset_id=asset_id)


@blueprint.get("/<uuid:item_id>/manifest")
def show(item_id: UUID) -> Response:
    with current_archive().records() as records:
        item = records.item(str(item_id))
        files = _files(records, item)
        told = described(item, records.visit(item.visit_id))
    made = manifest(item, told, files, At(item.id))
    if not made["items"]:
        raise NotFound("nothing to show yet")
    return _said(made, _MANIFEST_TYPE)


@blueprint.get("/<uuid:item_id>/tim")
def search(item_id: UUID) -> Response:
    with current_archive().records() as records:
        item = records.item(str(item_id))
        files = _files(records, item)
    found = search_inside(request.args.get("q", ""), request.url, files, At(item.id))
    return _said(found, _SEARCH_TYPE)


@blueprint.get("/dong/<uuid:asset_id>/<int:page>")
def lines(asset_id: UUID, page: int) -> Response:
    """The lines of one page, or the cues of a recording, as annotations."""
    shown = _file(asset_id)
    return _said(lines_page(shown, page, At(shown.asset.item_id)), _MANIFEST_TYPE)


@blueprint.get("/loi/<uuid:asset_id>.vtt")
def captions(asset_id: UUID) -> Response:
    shown = _file(asset_id)
    if shown.transcript is None:
        raise NotFound("no text yet")
    return _open(Response(to_webvtt(shown.transcript.segments), content_type="text/vtt; charset=utf-8"))


@blueprint.get("/anh/<uuid:asset_id>/<int:page>")
def picture(asset_id: UUID, page: int) -> BaseResponse:
    """The specification asks that the bare address leads to info.json."""
    return redirect(_whole("iiif.info", asset_id=asset_id, page=page), 303)


@blueprint.get("/anh/<uuid:asset_id>/<int:page>/info.json")
def info(asset_id: UUID, page: int) -> Response:
    source = _source(asset_id, page)
    width, height = current_archive().tiles.size(_name(source), _fetch(source))
    return _said(image_info(_whole("iiif.picture", asset_id=asset_id, page=page), width, height), _IMAGE_TYPE)


@blueprint.get("/anh/<uuid:asset_id>/<int:page>/<region>/<size>/<rotation>/<quality>")
def piece(asset_id: UUID, page: int, region: str, size: str, rotation: str, quality: str) -> Response:
    source = _source(asset_id, page)
    cut, wanted = current_archive().tiles.cut(
        _name(source),
        _fetch(source),
        lambda whole: image_request(whole, region, size, rotation, quality),
    )
    answer = _open(Response(cut, mimetype=FORMATS[wanted.format]))
    answer.headers["Link"] = '<http://iiif.io/api/image/3/level2.json>;rel="profile"'
    return answer


def _file(asset_id: UUID) -> Shown:
    """NotFound also for who may not see all of it: a piece could show what is withheld."""
    with current_archive().records() as records:
        asset = records.asset(str(asset_id))
        item = records.item(asset.item_id)
        _must_see_whole(records, item)
        return _shown(records, item, asset)


def _files(records: Catalogue, item: Item) -> Sequence[Shown]:
    _must_see_whole(records, item)
    return [_shown(records, item, asset) for asset in records.assets_of(item.id)]


def _must_see_whole(records: Catalogue, item: Item) -> None:
    if seeing.must_see(records, person(), item).outcome is not Outcome.ALLOWED:
        raise NotFound("parts of it are withheld")


def _shown(records: Catalogue, item: Item, asset: Asset) -> Shown:
    text = records.current_transcript(asset.id)
    if text is not None and not readable(text, seeing.thing_of(records, item)):
        text = None
    return Shown(asset, records.derivatives_of(asset.id), text)


def _source(asset_id: UUID, page: int) -> Derivative:
    """All the pixels where they were made into tiles, else the picture of the page."""
    with current_archive().records() as records:
        asset = records.asset(str(asset_id))
        must_be_visible(records, records.item(asset.item_id), Use.PICTURE)
        shown = Shown(asset, made_for_person(records, asset))
    found = shown.made(DerivativeKind.TILES, page) or shown.made(DerivativeKind.WEB_IMAGE, page)
    if found is None:
        raise NotFound("no picture of that page")
    return found


def _name(source: Derivative) -> str:
    return ready_name(source.key)


def _fetch(source: Derivative) -> Callable[[], AbstractContextManager[BinaryIO]]:
    return lambda: current_archive().objects.read_derivative(source.key)


def _whole(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, _external=True, **values)


def _said(made: dict[str, Any], content_type: str) -> Response:
    answer = jsonify(made)
    if "application/ld+json" in request.headers.get("Accept", ""):
        answer.headers["Content-Type"] = content_type
    answer.headers["Vary"] = "Accept, Cookie"
    return _open(answer)


def _open(answer: Response) -> Response:
    """Other sites' viewers may read it; they come without our cookie, so they get what is public."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"private, max-age={_KEPT}"
    return answer

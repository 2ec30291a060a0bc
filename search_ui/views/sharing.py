"""Chia sẻ với gia đình: links that end, who opened them how often, and the page that a link opens."""

from __future__ import annotations

import io
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.ports import Catalogue
from archive.rights.withholding import mask_of
from archive.sharing import LONGEST, count, hidden_from_family, open_share, revoke, share, shared_items
from schemas.errors import InvalidInput, NotFound
from schemas.holdings import Asset, Derivative, DerivativeKind, Item
from schemas.shares import Share
from search_ui.auth import person_here
from search_ui.presenters.cards import title_of
from search_ui.presenters.labels import kind_label
from search_ui.services import current_archive
from search_ui.views.media import streamed
from search_ui.views.reading import visible, visible_visit
from search_ui.words import _

blueprint = Blueprint("sharing", __name__)
_SEEN = (DerivativeKind.WEB_IMAGE, DerivativeKind.AUDIO_PROXY, DerivativeKind.VIDEO_PROXY)


@dataclass(frozen=True, slots=True)
class ShownFile:
    kind: str
    address: str
    alt: str


@blueprint.get("/buoi-tham/<uuid:visit_id>/chia-se")
def show(visit_id: UUID) -> str:
    return _page(visit_id)


@blueprint.post("/buoi-tham/<uuid:visit_id>/chia-se")
def make(visit_id: UUID) -> str:
    """A new link; it is shown once, to be handed over."""
    days = request.form.get("days", "")
    if not (days.isascii() and days.isdigit() and len(days) < 4):
        raise InvalidInput("days", vi="Hãy ghi số ngày.", en="Enter a number of days.")
    with current_archive().records() as records:
        visible_visit(records, visit_id)
    chosen = frozenset(request.form.getlist("item"))
    label = request.form.get("label", "")
    token = share(current_archive(), person_here(), str(visit_id), chosen, days=int(days), label=label)
    return _page(visit_id, url_for("sharing.family", token=token, _external=True))


@blueprint.post("/buoi-tham/<uuid:visit_id>/chia-se/<uuid:share_id>/thu-hoi")
def take_away(visit_id: UUID, share_id: UUID) -> BaseResponse:
    with current_archive().records() as records:
        visible_visit(records, visit_id)
    revoke(current_archive(), str(share_id), str(visit_id))
    flash(_("Đã thu hồi đường dẫn."), "good")
    return redirect(url_for("sharing.show", visit_id=visit_id))


@blueprint.get("/gia-dinh/<token>")
def family(token: str) -> Response:
    """What the link opens, without an account."""
    with current_archive().records() as records:
        opened = open_share(records, token)
        shown = [
            (title_of(item), kind_label(item.kind), item.description, _files(records, item, token))
            for item in shared_items(records, opened)
        ]
    count(current_archive(), opened)
    answer = make_response(render_template("pages/family.html", share=opened, items=shown))
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.get("/gia-dinh/<token>/<uuid:asset_id>/<kind>")
def family_file(token: str, asset_id: UUID, kind: str) -> Response:
    """One file for viewing, of the items that the link names."""
    archive = current_archive()
    page = request.args.get("page", 1, type=int)
    with archive.records() as records:
        asset, item = _shared(records, open_share(records, token), str(asset_id))
        for made in _made(records, item, asset):
            if made.kind.value == kind and (made.page or 1) == page:
                break
        else:
            raise NotFound("not made")
    with archive.objects.read_derivative(made.key) as stream:
        body = stream.read()
    return streamed(nullcontext(io.BytesIO(body)), len(body), made.media_type)


def _shared(records: Catalogue, opened: Share, asset_id: str) -> tuple[Asset, Item]:
    asset = records.asset(asset_id)
    for item in shared_items(records, opened):
        if item.id == asset.item_id:
            return asset, item
    raise NotFound("not of this link")


def _made(records: Catalogue, item: Item, asset: Asset) -> list[Derivative]:
    hidden = [part for part in hidden_from_family(records, item) if part.asset_id == asset.id]
    if not hidden:
        return list(records.derivatives_of(asset.id))
    mask = mask_of(hidden)
    return [one.derivative for one in records.masked_of(asset.id) if one.mask == mask]


def _files(records: Catalogue, item: Item, token: str) -> list[ShownFile]:
    return [
        ShownFile(
            made.kind.value,
            url_for(
                "sharing.family_file",
                token=token,
                asset_id=asset.id,
                kind=made.kind.value,
                page=made.page or 1,
            ),
            _("Ảnh trang %(page)s của %(title)s", page=made.page or 1, title=title_of(item)),
        )
        for asset in records.assets_of(item.id)
        for made in _made(records, item, asset)
        if made.kind in _SEEN
    ]


def _address(token: str, asset: Asset, made: Derivative) -> str:
    kind, page = made.kind.value, made.page or 1
    return url_for("sharing.family_file", token=token, asset_id=asset.id, kind=kind, page=page)


def _page(visit_id: UUID, link: str = "") -> str:
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
        items = [(item.id, title_of(item)) for item in visible(records, records.items_of(visit.id))]
        shares = records.shares_of(visit.id)
    return render_template(
        "pages/shares.html", visit=visit, items=items, shares=shares, link=link, longest=LONGEST.days
    )

"""Chép lại: the image or the sound beside its words, where people correct what the machine read or heard.

The page holds no text: the script fetches it from `/api/phien-am`, or finds it on the machine where there is
no network. So the page itself may be kept by the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, url_for

from archive.seeing import must_see_whole
from archive.transcription.map_points import DRAWN, sees_exact
from schemas.errors import NotFound
from schemas.holdings import Asset, Derivative, DerivativeKind, Item
from schemas.rights import Use
from search_ui.auth import person_here
from search_ui.presenters.cards import title_of
from search_ui.presenters.sheet import HEARD, SEEN
from search_ui.presenters.spread import provinces
from search_ui.presenters.version_words import RETURN_REASONS
from search_ui.presenters.workspace_words import grids_of_points, keys_of, workspace_words
from search_ui.security import style_nonce
from search_ui.services import current_archive
from search_ui.tiles import tiles, with_tiles
from search_ui.views.reading import must_be_visible

blueprint = Blueprint("workspace", __name__, url_prefix="/chep")


@blueprint.get("/<uuid:asset_id>")
def show(asset_id: UUID) -> str:
    """The workbench of one file; `?page=…&box=…` or `?t=…` opens it at a place."""
    return _bench(asset_id)


@blueprint.get("/<uuid:asset_id>/lan-hai")
def show_apart(asset_id: UUID) -> str:
    """The same for a second reading: what the first read is nowhere on it."""
    return _bench(asset_id, apart=True)


@blueprint.get("/<uuid:asset_id>/ban-do")
def show_map(asset_id: UUID) -> Response:
    """The points of a hand-drawn map beside today's; coordinates only for who sees exact points."""
    with current_archive().records() as records:
        asset = records.asset(str(asset_id))
        item = records.item(asset.item_id)
        exact = sees_exact(records, person_here(), item)
    if asset.medium not in SEEN or item.kind not in DRAWN:
        raise NotFound("no drawing")
    extra: dict[str, Any] = {
        "mapped": True,
        "exact": exact,
        "grids": grids_of_points(),
        "provinces": provinces(),
    }
    return with_tiles(make_response(_bench(asset_id, tiles=tiles(), **extra)))


def _bench(asset_id: UUID, *, apart: bool = False, **extra: Any) -> str:
    use = Use.PICTURE if apart else Use.VIEW
    with current_archive().records() as records:
        asset = records.asset(str(asset_id))
        item = must_be_visible(records, records.item(asset.item_id), use)
        must_see_whole(records, person_here(), item, use)
        if asset.medium not in (*SEEN, *HEARD):
            raise NotFound("no image and no sound")
        derivatives = records.derivatives_of(asset.id)
    made = {one.kind for one in derivatives}
    heard = asset.medium in HEARD
    return render_template(
        "pages/workspace.html",
        item=item,
        asset=asset,
        title=title_of(item),
        heard=heard,
        video=DerivativeKind.VIDEO_PROXY in made,
        apart=apart,
        setup=_setup(item, asset, derivatives, apart=apart),
        keys=keys_of(heard),
        reasons=[(reason.value, words) for reason, words in RETURN_REASONS.items()],
        **extra,
    )


def _setup(item: Item, asset: Asset, derivatives: Sequence[Derivative], *, apart: bool) -> dict[str, object]:
    made = {one.kind for one in derivatives}
    deep = [one.page or 1 for one in derivatives if one.kind is DerivativeKind.TILES]

    def address(*kinds: DerivativeKind) -> str | None:
        kind = next((one for one in kinds if one in made), None)
        return url_for("media.derivative", asset_id=asset.id, kind=kind.value) if kind else None

    return {
        "asset": asset.id,
        "item": item.id,
        "person": person_here().id,
        "api": f"/api/phien-am/{asset.id}",
        "track": "?rieng=1" if apart else "",
        "back": url_for("textwork.index", viec="lan-hai")
        if apart
        else url_for("items.show", item_id=item.id, asset=asset.id),
        "nonce": style_nonce(),
        "waveform": address(DerivativeKind.WAVEFORM),
        "media": address(DerivativeKind.AUDIO_PROXY, DerivativeKind.VIDEO_PROXY),
        "tiles": {str(page): url_for("iiif.info", asset_id=asset.id, page=page) for page in deep},
        "words": workspace_words(),
    }

"""Search results as the page shows them: snippets in the spelling of the source, with the way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from archive.ports import Catalogue
from schemas.holdings import Asset
from schemas.queries import Hit, HitPlace, SearchResult
from schemas.transcripts import Locator
from search_ui.addresses import address
from search_ui.presenters.cards import first_assets, thumbnails
from search_ui.presenters.figures import time_code
from search_ui.presenters.labels import ICONS, kind_icon, kind_label
from search_ui.presenters.locators import arguments
from search_ui.presenters.query import toggled
from search_ui.words import _

_AS_SPACES = str.maketrans("\f\t\v", "   ")
"""Marks of a page's or a cell's end have no shape of their own."""


@dataclass(frozen=True, slots=True)
class ShownPlace:
    snippet: Markup
    address: str
    where: str
    sound: bool


@dataclass(frozen=True, slots=True)
class ShownHit:
    item_id: str
    title: str
    kind: str
    icon: str
    thumbnail: str | None
    address: str
    visit: str
    places: list[ShownPlace]


@dataclass(frozen=True, slots=True)
class ShownChip:
    kind: str
    text: str
    value: str
    address: str
    on: bool


def shown_hits(records: Catalogue, hits: Sequence[Hit]) -> list[ShownHit]:
    assets = records.assets_of_items([hit.item_id for hit in hits])
    first = first_assets(assets)
    by_id = {asset.id: asset for asset in assets}
    pictures = thumbnails(records, assets)
    visits = {
        visit_id: records.find_visit(visit_id) for visit_id in {hit.visit_id for hit in hits} if visit_id
    }
    titles = {visit_id: visit.title for visit_id, visit in visits.items() if visit}
    shown = []
    for hit in hits:
        best = next((place.locator for place in hit.places if place.locator), None)
        asset = by_id.get(best.asset_id) if best else None
        asset = asset or first.get(hit.item_id)
        picture = pictures.get(asset.id) if asset else None
        shown.append(_hit(hit, asset, picture, titles.get(hit.visit_id, "")))
    return shown


def _hit(hit: Hit, asset: Asset | None, picture: str | None, visit: str) -> ShownHit:
    places = [_place(hit, place) for place in hit.places if place.snippet and _worth_a_line(hit, place)]
    return ShownHit(
        item_id=hit.item_id,
        title=hit.title.strip() or _("%(kind)s chưa có tên", kind=kind_label(hit.kind)),
        kind=kind_label(hit.kind),
        icon=ICONS[asset.medium] if asset else kind_icon(hit.kind),
        thumbnail=picture,
        address=places[0].address if places else url_for("items.show", item_id=hit.item_id),
        visit=visit,
        places=places,
    )


def _worth_a_line(hit: Hit, place: HitPlace) -> bool:
    """A further place with one lonely word ("văn" of a name) says nothing beside one with several."""
    return place is hit.places[0] or len(place.highlights) > 1 or len(hit.places[0].highlights) < 2


def _place(hit: Hit, place: HitPlace) -> ShownPlace:
    return ShownPlace(
        snippet=marked(place),
        address=address("items.show", arguments(place.locator), item_id=hit.item_id),
        where=_where(place.locator),
        sound=bool(place.locator and place.locator.start is not None),
    )


def marked(place: HitPlace) -> Markup:
    """The snippet with its matches in `<mark>`; overlapping matches are one."""
    text = place.snippet.translate(_AS_SPACES)
    parts, at = [], 0
    for match in sorted(place.highlights, key=lambda one: (one.start, one.end)):
        start = max(match.start, at)
        if match.end <= start:
            continue
        parts.append(escape(text[at:start]))
        parts.append(Markup("<mark>{}</mark>").format(text[start : match.end]))
        at = match.end
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def _where(locator: Locator | None) -> str:
    if locator is None:
        return ""
    if locator.start is not None:
        return _("Nghe từ %(time)s", time=time_code(locator.start))
    if locator.box is not None:
        return _("Xem chỗ này trên trang %(page)s", page=locator.page or 1)
    return _("Mở đoạn này") if locator.text_start is not None else ""


def understood_chips(result: SearchResult, given: MultiDict[str, str]) -> list[ShownChip]:
    """What was understood in the query, each to be switched off and on again."""
    kinds = {
        "unit": _("Đơn vị"),
        "place": _("Địa danh"),
        "person": _("Người"),
        "date": _("Thời gian"),
        "day": _("Thời gian"),
    }
    off = set(given.getlist("bo"))
    chips = [
        ShownChip(
            kind=kinds.get(part.kind, _("Đã hiểu")),
            text=part.text,
            value=part.value,
            address=address("search.show", toggled(given, "bo", part.value)),
            on=part.value not in off,
        )
        for part in result.understood
    ]
    named = {chip.value for chip in chips}
    for value in sorted(off - named):
        way = address("search.show", toggled(given, "bo", value))
        chips.append(ShownChip(_("Đã tắt"), value, value, way, on=False))
    return chips

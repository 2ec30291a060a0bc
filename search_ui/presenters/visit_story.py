"""A visit as the family would tell it: people, things with their sides, voices, papers in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from archive.ports import Catalogue
from archive.seeing import visible
from schemas.holdings import Asset, Item, ItemKind, Visit
from schemas.visit_checks import Lack, Missing
from search_ui.auth import person, person_here, reach_here
from search_ui.presenters import figures
from search_ui.presenters.cards import Card, cards, thumbnails
from search_ui.presenters.labels import ASSET_ROLES, ICONS
from search_ui.words import _

_VERIFIERS_FROM = 3
"""Where a family lives, to the metre."""
_OBJECTS = frozenset(
    {ItemKind.KEEPSAKE, ItemKind.RELIC, ItemKind.PHOTO, ItemKind.GRAVESTONE, ItemKind.GRAVE_SKETCH}
)
LACKS: dict[Lack, LazyString] = {
    Lack.CONSENT: _l("Chưa ghi sự đồng ý của gia đình."),
    Lack.EVIDENCE: _l("Sự đồng ý chưa có chữ ký, lời nói ghi âm hay phiếu giấy."),
    Lack.FILES: _l("Chưa có tư liệu nào."),
    Lack.UNDERWAY: _l("Chưa đến đủ"),
    Lack.TESTIMONY: _l("Chưa có lời kể."),
    Lack.WITNESS: _l("Chưa ghi người kể."),
    Lack.MARTYR: _l("Chưa ghi liệt sĩ được kể đến."),
    Lack.PLACE: _l("Chưa ghi nhà ở đâu."),
    Lack.OTHER_SIDE: _l("Chưa chụp mặt sau"),
    Lack.PAGE: _l("Thiếu trang"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One photo of a thing, or one file of it."""

    label: str
    address: str
    picture: str | None
    icon: str


@dataclass(frozen=True, slots=True)
class Told:
    """One item with its sides and with what the family said of it."""

    card: Card
    words: str
    sides: Sequence[Side]


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    told: Sequence[Told]


def chapters(records: Catalogue, items: Sequence[Item]) -> list[Chapter]:
    """Empty ones are left out; in each the order in which things were laid on the table."""
    seen = visible(records, person(), items)
    assets = records.assets_of_items([item.id for item in seen])
    pictures = thumbnails(records, assets)
    shown = dict(zip((item.id for item in seen), cards(records, seen), strict=True))
    told: dict[str, list[Told]] = {"objects": [], "voices": [], "papers": []}
    for item in seen:
        mine = [asset for asset in assets if asset.item_id == item.id]
        told[_chapter(item)].append(
            Told(shown[item.id], item.description, [_side(asset, pictures) for asset in mine])
        )
    titles = {"objects": _("Kỷ vật"), "voices": _("Lời kể"), "papers": _("Giấy tờ, sổ, thư")}
    return [Chapter(title, told[name]) for name, title in titles.items() if told[name]]


def _chapter(item: Item) -> str:
    if item.kind is ItemKind.TESTIMONY:
        return "voices"
    return "objects" if item.kind in _OBJECTS else "papers"


def _side(asset: Asset, pictures: Mapping[str, str]) -> Side:
    label = str(ASSET_ROLES[asset.role])
    if asset.role == "page" and asset.position:
        label = _("Trang %(number)s", number=asset.position)
    address = url_for("items.show", item_id=asset.item_id, asset=asset.id)
    return Side(label, address, pictures.get(asset.id), ICONS[asset.medium])


def people(visit: Visit) -> list[tuple[str, Sequence[str]]]:
    """Who was there, as headings with lines; only what was written down."""
    account = visit.account
    witnesses = [
        " · ".join(part for part in (one.name, one.born, one.served, one.battles) if part)
        for one in account.people
    ]
    found: list[tuple[str, Sequence[str]]] = [
        (_("Gia đình"), [visit.family] if visit.family else []),
        (_("Liệt sĩ được kể đến"), [account.martyr] if account.martyr else []),
        (_("Người kể"), [*witnesses, *visit.witnesses]),
        (_("Những ai có mặt"), account.present),
        (_("Đội, chi đoàn"), [visit.team] if visit.team else []),
        (_("Nhà ở đâu"), _place(visit)),
        (_("Tên, đơn vị, địa danh đã biết"), visit.known_names),
    ]
    return [(label, lines) for label, lines in found if lines]


def _place(visit: Visit) -> list[str]:
    """In words for all of the programme; the point for who was there, and for verifiers."""
    account = visit.account
    lines = [account.place] if account.place else []
    if account.latitude is None or account.longitude is None:
        return lines
    exact = visit.created_by == person_here().id or reach_here().highest >= _VERIFIERS_FROM
    if not exact:
        return [*lines, _("Có tọa độ; chỉ người xác minh và người đã đến xem được.")]
    point = f"{account.latitude:.6f}, {account.longitude:.6f}"
    metres = figures.number(account.accuracy or 0)
    return [*lines, _("%(point)s (sai số %(metres)s m)", point=point, metres=metres)]


def missing_words(missing: Sequence[Missing]) -> list[str]:
    return [f"{LACKS[one.lack]}: {one.about}" if one.about else str(LACKS[one.lack]) for one in missing]

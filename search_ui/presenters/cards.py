"""Items as cards and rows: picture, kind, title, state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from archive.ports import Catalogue
from archive.rights.withholding import mask_of
from schemas.holdings import Asset, DerivativeKind, Item
from schemas.processing import StageState
from search_ui.presenters.labels import ICONS, kind_icon, kind_label
from search_ui.presenters.progress import Progress, overall
from search_ui.words import _


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    title: str
    kind: str
    icon: str
    address: str
    thumbnail: str | None
    progress: Progress


def cards(records: Catalogue, items: Sequence[Item]) -> list[Card]:
    """Cards in the order of the items; four questions to the records, however many items."""
    ids = [item.id for item in items]
    first = first_assets(records.assets_of_items(ids))
    pictures = thumbnails(records, list(first.values()))
    stages = records.stages_of_items(ids)
    return [_card(item, first.get(item.id), pictures, stages.get(item.id, ())) for item in items]


def first_assets(assets: Iterable[Asset]) -> dict[str, Asset]:
    """The first file of each item."""
    first: dict[str, Asset] = {}
    for asset in sorted(assets, key=lambda one: (one.position, one.id)):
        first.setdefault(asset.item_id, asset)
    return first


def _card(item: Item, asset: Asset | None, pictures: Mapping[str, str], stages: Sequence[StageState]) -> Card:
    return Card(
        id=item.id,
        title=title_of(item),
        kind=kind_label(item.kind),
        icon=ICONS[asset.medium] if asset else kind_icon(item.kind),
        address=url_for("items.show", item_id=item.id),
        thumbnail=pictures.get(asset.id) if asset else None,
        progress=overall(stages),
    )


def thumbnails(records: Catalogue, assets: Sequence[Asset]) -> dict[str, str]:
    """By asset, the address of its small picture (first page, or a video's poster), where there is one."""
    found: dict[str, str] = {}
    wanted = (DerivativeKind.THUMBNAIL, DerivativeKind.POSTER)
    parted = records.withheld_parts([asset.id for asset in assets])
    for made in records.derivatives_of_assets([asset.id for asset in assets]):
        if made.kind in wanted and (made.page or 1) == 1:
            found.setdefault(
                made.asset_id,
                url_for(
                    "media.derivative",
                    asset_id=made.asset_id,
                    kind=made.kind.value,
                    v=mask_of(parted.get(made.asset_id, ())) or None,
                ),
            )
    return found


def title_of(item: Item) -> str:
    """The title, or words that stand for a missing one."""
    return item.title.strip() or _("%(kind)s chưa có tên", kind=kind_label(item.kind))

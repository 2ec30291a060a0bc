"""What a manifest tells of an item: only what whoever may see the item may know of it."""

from __future__ import annotations

from archive.iiif.manifest import Described
from schemas.holdings import Item, Visit
from search_ui.presenters.cards import title_of
from search_ui.presenters.labels import kind_label


def described(item: Item, visit: Visit) -> Described:
    values = [
        ("Loại tư liệu", "Kind of material", kind_label(item.kind)),
        ("Thời gian", "Date", item.dated or ""),
        ("Nơi sưu tầm", "Collected at", visit.commune),
        ("Mã tư liệu", "Identifier", item.external_id or item.id),
    ]
    return Described(title_of(item), item.description, [value for value in values if value[2]])

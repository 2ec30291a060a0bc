"""Parts of an item that are withheld, as the page names them: to those who may see them, and to others."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ports import Catalogue
from archive.seeing import hidden_parts
from schemas.holdings import Item
from schemas.people import User
from schemas.transcripts import Locator
from schemas.withheld import MACHINE, WithheldPart
from search_ui.presenters.figures import time_code
from search_ui.presenters.labels import WITHHELD
from search_ui.words import _


@dataclass(frozen=True, slots=True)
class ShownPart:
    id: str
    reason: str
    where: str
    words: str
    level: int
    hidden: bool
    """From the person who reads."""
    by_machine: bool
    """A machine took it for what it is, and nobody has looked yet."""


def shown_withheld(records: Catalogue, user: User | None, item: Item) -> list[ShownPart]:
    hidden = {part.id for part in hidden_parts(records, user, item)}
    parts = records.withheld_of_items([item.id]).get(item.id, ())
    return [_shown(part, part.id in hidden) for part in parts]


def _shown(part: WithheldPart, hidden: bool) -> ShownPart:
    words = "" if hidden else part.words
    unseen = part.made_by == MACHINE and not part.confirmed_by
    return ShownPart(
        part.id, str(WITHHELD[part.reason]), where_words(part.where), words, part.level, hidden, unseen
    )


def where_words(where: Locator) -> str:
    if where.start is not None and where.end is not None:
        return _("từ %(start)s đến %(end)s", start=time_code(where.start), end=time_code(where.end))
    if where.box is None:
        return _("cả trang %(page)s", page=where.page or 1)
    return _("một vùng trên trang %(page)s", page=where.page or 1)

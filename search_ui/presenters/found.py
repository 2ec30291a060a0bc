"""What was found in a text: each mention as written, its normal form beside it, and the way to its place."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.mentions import Mention, MentionKind
from search_ui.addresses import address
from search_ui.presenters.figures import edtf_words, time_code
from search_ui.presenters.labels import MENTIONS
from search_ui.presenters.locators import arguments
from search_ui.presenters.sheet import Sheet
from search_ui.words import _

ORDER = tuple(MentionKind)


@dataclass(frozen=True, slots=True)
class Found:
    written: str
    normal: str
    weak: bool
    address: str
    place: str
    sound: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    kind: str
    found: list[Found]


def mention_groups(sheet: Sheet) -> list[Group]:
    """By kind; the same words with the same meaning are named once, at their first place."""
    groups: dict[MentionKind, dict[tuple[str, str], Found]] = {}
    for mention in sheet.mentions:
        key = (mention.text.casefold(), mention.value)
        groups.setdefault(mention.kind, {}).setdefault(key, _found(sheet, mention))
    ordered = sorted(groups, key=ORDER.index)
    return [Group(str(MENTIONS[kind]), kind.value, list(groups[kind].values())) for kind in ordered]


def _found(sheet: Sheet, mention: Mention) -> Found:
    places = sheet.transcript.locate(mention.start, mention.end) if sheet.transcript else ()
    first = places[0] if places else None
    label = mention.candidates[0].label if mention.candidates else ""
    normal = edtf_words(mention.value) if mention.kind is MentionKind.DATE else label or mention.value
    return Found(
        written=mention.text,
        normal="" if normal == mention.text else normal,
        weak=mention.certainty != "read",
        address=address("items.show", arguments(first), item_id=sheet.asset.item_id),
        place=time_code(first.start) if first and first.start is not None else _("Xem"),
        sound=bool(first and first.start is not None),
    )

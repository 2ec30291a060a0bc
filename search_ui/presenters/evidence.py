"""Evidence as a waterfall and as the place it was read from, drawn in the page itself, without script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from archive.ports import Catalogue
from schemas.holdings import DerivativeKind
from schemas.linkage import Evidence, Suggestion
from schemas.transcripts import Box, Locator
from search_ui.addresses import address
from search_ui.presenters.desk_words import FEATURES, SLIPS
from search_ui.presenters.figures import time_code
from search_ui.presenters.locators import arguments
from search_ui.words import _

_ORDER = {feature: at for at, feature in enumerate(FEATURES)}
WIDTH = 200
"""Of a drawn bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One feature: what both sides say, and a bar from the sum so far to the sum with it."""

    label: str
    left: str
    right: str
    bits: float
    x: float
    width: float
    place: str
    """Address of the box or second; empty where the whole text was compared."""
    place_words: str
    sound: bool

    @property
    def speaks_for(self) -> bool:
        return self.bits > 0


def waterfall(suggestion: Suggestion) -> tuple[list[Bar], float]:
    """Bars in the order of the record's fields, agreements and contradictions to one scale; x of zero."""
    told = sorted(
        (*suggestion.evidence, *suggestion.contradictions),
        key=lambda one: _ORDER.get(one.feature, len(_ORDER)),
    )
    sums = [0.0]
    for one in told:
        sums.append(sums[-1] + one.weight)
    low, high = min(sums), max(sums)
    scale = WIDTH / max(high - low, 1.0)
    bars = [
        _bar(suggestion.item_id, one, (min(a, b) - low) * scale, max(abs(b - a) * scale, 1.0))
        for one, a, b in zip(told, sums[:-1], sums[1:], strict=True)
    ]
    return bars, -low * scale


def _bar(item_id: str, one: Evidence, x: float, width: float) -> Bar:
    place = address("items.show", arguments(one.where), item_id=item_id) if one.where else ""
    label = str(FEATURES.get(one.feature, one.feature))
    return Bar(
        f"{label} ({SLIPS[one.level]})" if one.level in SLIPS else label,
        one.left,
        one.right,
        one.weight,
        round(x, 1),
        round(width, 1),
        place,
        place_words(one.where),
        bool(one.where and one.where.start is not None),
    )


def place_words(where: Locator | None) -> str:
    if where is None:
        return ""
    if where.start is not None:
        return _("giây %(time)s", time=time_code(where.start))
    return _("trang %(page)s", page=where.page or 1)


@dataclass(frozen=True, slots=True)
class Sight:
    """A part of a page: picture, its size in the pixels of the boxes, the part shown, the boxes in it."""

    image: str
    key: str
    """Of the same picture in the store."""
    width: int
    height: int
    part: Box
    boxes: Sequence[Box]
    address: str
    words: str

    @property
    def view(self) -> str:
        return " ".join(str(side) for side in self.part.as_list())


@dataclass(frozen=True, slots=True)
class Sound:
    media: str
    video: bool
    second: float
    address: str
    words: str


def seen_at(records: Catalogue, item_id: str, told: Iterable[Evidence]) -> Sight | Sound | None:
    """The page at the box of the name, or the recording at its second; else the first page as it is."""
    places = [one.where for one in sorted(told, key=lambda one: _ORDER.get(one.feature, 99)) if one.where]
    assets = {asset.id: asset for asset in records.assets_of(item_id)}
    where = next((place for place in places if place.asset_id in assets), None)
    if where is None:
        where = Locator(next(iter(assets))) if assets else None
    if where is None:
        return None
    if where.start is not None:
        return _heard(records, item_id, where)
    same_page = [
        one.box for one in places if one.box and (one.asset_id, one.page) == (where.asset_id, where.page)
    ]
    return _seen(records, item_id, where, list(dict.fromkeys(same_page)))


def _heard(records: Catalogue, item_id: str, where: Locator) -> Sound | None:
    kinds = (DerivativeKind.AUDIO_PROXY, DerivativeKind.VIDEO_PROXY)
    made = next((one for one in records.derivatives_of(where.asset_id) if one.kind in kinds), None)
    if made is None:
        return None
    media = url_for("media.derivative", asset_id=where.asset_id, kind=made.kind.value)
    opened = address("items.show", arguments(where), item_id=item_id)
    second = where.start or 0.0
    return Sound(media, made.kind is DerivativeKind.VIDEO_PROXY, second, opened, place_words(where))


def _seen(records: Catalogue, item_id: str, where: Locator, boxes: Sequence[Box]) -> Sight | None:
    page = where.page or 1
    made = next(
        (
            one
            for one in records.derivatives_of(where.asset_id)
            if one.kind is DerivativeKind.WEB_IMAGE and (one.page or 1) == page
        ),
        None,
    )
    if made is None:
        return None
    transcript = records.current_transcript(where.asset_id)
    info = next((one for one in transcript.pages if one.number == page), None) if transcript else None
    width, height = (info.width, info.height) if info else (made.width or 1, made.height or 1)
    return Sight(
        url_for("media.derivative", asset_id=where.asset_id, kind="web_image", page=page),
        made.key,
        width,
        height,
        _part(where.box, width, height),
        boxes,
        address("items.show", arguments(where), item_id=item_id),
        place_words(where),
    )


def _part(box: Box | None, width: int, height: int) -> Box:
    """The box with enough around it to know where one is, inside the page."""
    if box is None:
        return Box(0, 0, width, height)
    wide = min(width, max(box.width * 1.5, width * 0.55))
    tall = min(height, max(box.height * 6, wide * 0.6))
    x = min(max(box.x + box.width / 2 - wide / 2, 0), width - wide)
    y = min(max(box.y + box.height / 2 - tall / 2, 0), height - tall)
    return Box(round(x), round(y), round(wide), round(tall))

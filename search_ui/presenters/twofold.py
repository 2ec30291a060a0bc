"""Two readings side by side, place by place, each with its piece of the page or its seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from archive.ports import Catalogue
from archive.transcription.differing import Difference
from archive.transcription.settling import TwoReadings
from schemas.holdings import DerivativeKind
from schemas.transcripts import Box, PageInfo

_AIR = 0.6
"""Of a line's height, shown above and below it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a page: the picture is drawn whole and seen through `view`."""

    image: str
    page: PageInfo
    view: Box
    line: Box


@dataclass(frozen=True, slots=True)
class Place:
    difference: Difference
    cut: Cut | None
    sound: str | None
    """Address of the stretch, from its second to its end."""


def places_of(records: Catalogue, found: TwoReadings) -> list[Place]:
    asset = found.place.asset
    made = records.derivatives_of(asset.id)
    images = {one.page or 1: one for one in made if one.kind is DerivativeKind.WEB_IMAGE}
    sizes = {number: PageInfo(number, one.width or 1, one.height or 1) for number, one in images.items()}
    sizes |= {one.number: one for one in found.first.pages if one.number in images}
    kinds = (DerivativeKind.AUDIO_PROXY, DerivativeKind.VIDEO_PROXY)
    voice = next((one.kind for one in made if one.kind in kinds), None)
    media = url_for("media.derivative", asset_id=asset.id, kind=voice.value) if voice else None
    return [Place(one, _cut(asset.id, one, sizes), _sound(media, one)) for one in found.differences]


def _cut(asset_id: str, one: Difference, sizes: Mapping[int, PageInfo]) -> Cut | None:
    box, page = one.line.box, sizes.get(one.line.page or 1)
    if box is None or page is None:
        return None
    air = round(box.height * _AIR)
    top, left = max(box.y - air, 0), max(box.x - air, 0)
    wide, tall = min(box.width + 2 * air, page.width - left), min(box.height + 2 * air, page.height - top)
    image = url_for("media.derivative", asset_id=asset_id, kind="web_image", page=page.number)
    return Cut(image, page, Box(left, top, wide, tall), box)


def _sound(media: str | None, one: Difference) -> str | None:
    if media is None or one.line.start is None or one.line.end is None:
        return None
    return f"{media}#t={max(one.line.start - 0.5, 0):.2f},{one.line.end + 0.5:.2f}"


def chosen_in(form: Mapping[str, str], differences: Sequence[Difference]) -> dict[int, str]:
    """By number what the form says; see `archive.transcription.settling.settle`."""
    said = {one.number: form.get(f"d{one.number}", "") for one in differences}
    own = {number: f"={form.get(f't{number}', '')}" for number, value in said.items() if value == "="}
    return {number: value for number, value in (said | own).items() if value}

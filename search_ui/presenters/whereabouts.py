"""The map and the timeline of a case: points for a script and a list for everybody, years drawn as SVG."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.linkage.desk import Case
from archive.linkage.said import said_of
from archive.linkage.whereabouts import (
    Oddity,
    Side,
    Spot,
    When,
    days_of,
    oddities,
    provinces,
    spots_of,
)
from archive.ports import Catalogue
from schemas.rights import Reach
from search_ui.addresses import address
from search_ui.presenters.desk_words import FEATURES
from search_ui.presenters.locators import arguments

SIDES: dict[Side, LazyString] = {
    Side.ITEM: _("Tư liệu"),
    Side.RECORD: _("Hồ sơ"),
    Side.VISIT: _("Nơi sưu tầm"),
}
ODDITIES: dict[Oddity, LazyString] = {
    Oddity.DEATH_BEFORE_BIRTH: _("Ngày hy sinh trước ngày sinh."),
    Oddity.DEATH_BEFORE_ENLISTMENT: _("Ngày hy sinh trước ngày nhập ngũ."),
    Oddity.DEATH_IS_PAPER_DATE: _("Ngày hy sinh trùng ngày của giấy: có thể là ngày ký giấy."),
    Oddity.PAPER_BEFORE_DEATH: _("Giấy có ngày trước ngày hy sinh."),
}
_DATED = _("Ngày của tư liệu")
_WIDTH, _EDGE = 800, 40
_ROWS = {Side.RECORD: 34, Side.ITEM: 86}


@dataclass(frozen=True, slots=True)
class Point:
    side: str
    code: str
    written: str
    label: str
    address: str
    """Where the item says so; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    y: int
    label: str
    side: str
    code: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    ticks: Sequence[Tick]
    years: Sequence[tuple[float, int]]
    """(x, year) of the marks on the axis."""
    oddities: Sequence[str]


def whereabouts(records: Catalogue, case: Case, reach: Reach) -> dict[str, object]:
    said = said_of(records, case.record_id, reach)
    spots = spots_of(records, case, said)
    return {
        "points": [_point(case.item.id, spot) for spot in spots],
        "map_points": _for_script(spots),
        "map_around": json.dumps(provinces(), ensure_ascii=False),
        "timeline": _timeline(case.item.id, days_of(case, said)),
    }


def _point(item_id: str, spot: Spot) -> Point:
    place = address("items.show", arguments(spot.where), item_id=item_id) if spot.where else ""
    return Point(str(SIDES[spot.side]), spot.side.value, spot.written, spot.label, place)


def _for_script(spots: Sequence[Spot]) -> str:
    """JSON: [{side, label, lat, lon, km}]."""
    points = [
        {
            "side": spot.side.value,
            "label": f"{SIDES[spot.side]}: {spot.label}",
            "lat": spot.latitude,
            "lon": spot.longitude,
            "km": spot.radius_km,
        }
        for spot in spots
    ]
    return json.dumps(points, ensure_ascii=False)


def _timeline(item_id: str, days: Sequence[When]) -> Timeline | None:
    if not days:
        return None
    first = min(one.date.year or 0 for one in days)
    last = max(one.date.year or 0 for one in days) + 1
    scale = (_WIDTH - 2 * _EDGE) / max(last - first, 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= 10)
    years = [year for year in range(first, last + 1) if year % step == 0]
    return Timeline(
        _WIDTH,
        [_tick(item_id, one, first, scale) for one in days],
        [(round(_EDGE + (year - first) * scale, 1), year) for year in years],
        [str(ODDITIES[one]) for one in oddities(days)],
    )


def _tick(item_id: str, one: When, first: int, scale: float) -> Tick:
    year, month, day = one.date
    within = ((month or 7) - 1 + ((day or 1) - 1) / 31) / 12
    label = str(FEATURES.get(one.feature, _DATED))
    side = str(SIDES[one.side])
    place = address("items.show", arguments(one.where), item_id=item_id) if one.where else ""
    x = round(_EDGE + ((year or first) + within - first) * scale, 1)
    return Tick(x, _ROWS[one.side], label, side, one.side.value, one.written, place)

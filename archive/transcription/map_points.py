"""Points of a hand-drawn map: their coordinates as typed in the grids of the time, and who sees them exactly.

A label stands where it was drawn; where it lies today follows from the control points (`map_fitting`). Exact
coordinates are for who may see exact points: to others a label is told to some two kilometres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.authority.gazetteer import gazetteer
from archive.authority.grids import Grid, placed
from archive.authority.places import candidates, known_label
from archive.ports import Catalogue
from archive.rights.policy import SENSITIVE_FROM, level_over
from archive.rights.standing import reach
from archive.seeing import thing_of
from archive.transcription.map_fitting import Control, Fit, fit
from schemas.holdings import Item, ItemKind
from schemas.markings import MapPoint
from schemas.people import User

PLACE = "place"
DRAWN = (ItemKind.HAND_DRAWN_MAP, ItemKind.GRAVE_SKETCH)
"""Kinds of items that are laid over today's map."""
_COARSE_DEGREES = 0.02
_COARSE_M = 2500.0


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the drawing as it lies today; the true place is about within `radius_m`."""

    text: str
    latitude: float
    longitude: float
    radius_m: float
    page: int
    line: str


def sees_exact(records: Catalogue, user: User | None, item: Item) -> bool:
    level = level_over(reach(user), thing_of(records, item))
    return level is not None and level >= SENSITIVE_FROM


def read_point(point: MapPoint) -> MapPoint:
    """With its coordinates as the archive reads what was typed; without any where it reads nothing."""
    bare = replace(point, latitude=None, longitude=None, radius_m=None)
    if not point.written:
        return bare
    if point.grid.partition(":")[0] == PLACE:
        return _at_place(bare)
    known = Grid(point.grid) if point.grid in set(Grid) else Grid.UNKNOWN
    found = placed(point.written, known)
    if found is None:
        return bare
    return replace(bare, latitude=found.latitude, longitude=found.longitude, radius_m=found.radius_m)


def choices(point: MapPoint) -> list[tuple[str, str]]:
    """Places of the directory that have the name: how to write each as a grid, and its full name."""
    if point.grid.partition(":")[0] != PLACE or not point.written:
        return []
    refs = [one.ref for one in candidates(point.written) if one.ref]
    return [(f"{PLACE}:{ref}", known_label(ref)) for ref in refs]


def fit_of(points: Sequence[MapPoint], page: int) -> Fit | None:
    return fit([_control(one) for one in points if one.page == page and one.latitude is not None])


def labels_of(points: Sequence[MapPoint], *, exact: bool) -> list[Label]:
    """Of every page whose control points suffice."""
    made = []
    for page in sorted({one.page for one in points}):
        found = fit_of(points, page)
        if found is not None:
            named = [one for one in points if one.page == page and one.label]
            made += [_label(one, found, exact=exact) for one in named]
    return made


def kept_for_others(given: Sequence[MapPoint], known: Sequence[MapPoint]) -> tuple[MapPoint, ...]:
    """The points as somebody sends them who does not see coordinates: those that stand are kept."""
    standing = {(one.page, one.x, one.y): one for one in known}
    made = []
    for one in given:
        old = standing.get((one.page, one.x, one.y))
        made.append(replace(old, label=one.label, line=one.line) if old else blurred(one))
    gone = [one for key, one in standing.items() if key not in {(new.page, new.x, new.y) for new in given}]
    return (*made, *(one for one in gone if one.latitude is not None))


def blurred(point: MapPoint) -> MapPoint:
    """Without what says where it lies."""
    return replace(point, latitude=None, longitude=None, radius_m=None, written="", grid="")


def _control(point: MapPoint) -> Control:
    assert point.latitude is not None and point.longitude is not None
    return Control(point.x, point.y, point.latitude, point.longitude, point.radius_m or 0.0)


def _label(point: MapPoint, found: Fit, *, exact: bool) -> Label:
    latitude, longitude = found.degrees(point.x, point.y)
    radius = found.radius_m
    if not exact:
        latitude, longitude = (
            round(one / _COARSE_DEGREES) * _COARSE_DEGREES for one in (latitude, longitude)
        )
        radius = max(radius, _COARSE_M)
    return Label(point.label, round(latitude, 6), round(longitude, 6), radius, point.page, point.line)


def _at_place(point: MapPoint) -> MapPoint:
    ref = point.grid.partition(":")[2]
    found = candidates(point.written)
    chosen = next((one.ref for one in found if one.ref == ref), None)
    if chosen is None and len(found) == 1:
        chosen = found[0].ref
    place = gazetteer().places.get(chosen or "")
    if place is None or place.latitude is None or place.longitude is None:
        return point
    metres = (place.radius_km or 5.0) * 1000
    return replace(
        point, latitude=place.latitude, longitude=place.longitude, radius_m=metres, grid=f"{PLACE}:{chosen}"
    )

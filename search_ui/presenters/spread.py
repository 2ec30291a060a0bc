"""Where hits speak of, as points for a map: our own authority of places, no tiles from elsewhere needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from werkzeug.datastructures import MultiDict

from archive.authority.gazetteer import gazetteer
from archive.authority.places import known_label, level_of
from archive.ports import Catalogue
from archive.transcription.map_points import labels_of, sees_exact
from schemas.holdings import Item
from schemas.queries import SearchResult
from schemas.transcripts import Transcript
from search_ui.addresses import address
from search_ui.auth import person
from search_ui.presenters.cards import title_of
from search_ui.presenters.query import FACETS, with_one


@dataclass(frozen=True, slots=True)
class SpokenPlace:
    """A place that hits speak of. `latitude` and `longitude` in degrees, `radius` in km; None: unknown."""

    label: str
    count: int
    level: str
    address: str
    latitude: float | None
    longitude: float | None
    radius: float | None


def spoken_places(result: SearchResult, given: MultiDict[str, str]) -> list[SpokenPlace]:
    """The commonest first."""
    known = gazetteer().places
    return [
        SpokenPlace(
            label=known_label(value.value),
            count=value.count,
            level=level_of(value.value),
            address=address("search.show", with_one(given, FACETS["place"], value.value)),
            latitude=known[value.value].latitude,
            longitude=known[value.value].longitude,
            radius=known[value.value].radius_km,
        )
        for value in result.facets.get("place", ())
        if value.value in known
    ]


def drawn_places(records: Catalogue, items: Sequence[Item]) -> list[SpokenPlace]:
    """What stands on hand-drawn maps that were laid over today's, with the error of each; to who sees no
    exact points, to some kilometres."""
    assets = {asset.id: item for item in items for asset in records.assets_of(item.id)}
    made = []
    for asset_id, text in records.current_transcripts(list(assets)).items():
        item = assets[asset_id]
        exact = sees_exact(records, person(), item)
        for one in labels_of(text.points, exact=exact) if text.points else ():
            where = {"asset": asset_id, "page": str(one.page), "box": _box_of(text, one.line)}
            made.append(
                SpokenPlace(
                    f"{one.text} ({title_of(item)})",
                    1,
                    "drawn",
                    address(
                        "items.show",
                        {name: value for name, value in where.items() if value},
                        item_id=item.id,
                    ),
                    one.latitude,
                    one.longitude,
                    one.radius_m / 1000,
                )
            )
    return made


def _box_of(text: Transcript, line: str) -> str:
    found = next((one.box for one in text.segments if line and one.id == line), None)
    return ",".join(map(str, found.as_list())) if found else ""


def points(places: list[SpokenPlace]) -> list[dict[str, object]]:
    """Those that have a point, for the script."""
    return [asdict(place) for place in places if place.latitude is not None]


@lru_cache(1)
def provinces() -> tuple[tuple[str, float, float], ...]:
    """Today's provinces as the plain background: name, latitude, longitude."""
    return tuple(
        (place.name, place.latitude, place.longitude)
        for place_id, place in gazetteer().places.items()
        if place_id.startswith("p25:") and place.latitude is not None and place.longitude is not None
    )

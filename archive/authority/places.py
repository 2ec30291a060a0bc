"""What a place name may mean, ranked by what stands around it; and how old and new names find each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from archive.authority.gazetteer import Gazetteer, folded_name_key, gazetteer, name_key
from archive.authority.orthography import fold
from schemas.mentions import Candidate
from schemas.places import Place

_LEVEL_WEIGHT = {
    "p63": 6.0,
    "p25": 5.0,
    "h": 4.0,
    "b": 4.0,
    "c": 5.0,
    "d63": 2.0,
    "w25": 1.0,
    "w63": 0.8,
    "r": 5.0,
}
_KIND_GROUPS = (
    {"tỉnh", "thành phố", "tp"}, {"huyện", "quận", "thị xã", "thành phố", "tx", "tp"},
    {"xã", "phường", "thị trấn", "đặc khu"},
)  # fmt: skip
_MOST = 12
_REFORM = 2025


def name_ids(name: str, *, unmarked: bool = False) -> Sequence[str]:
    """Ids of all places with this bare name; a name without marks also finds marked ones if `unmarked`."""
    table = gazetteer()
    exact = table.by_name.get(name_key(name))
    if exact:
        return exact
    if unmarked and name.isascii():
        return table.by_folded.get(folded_name_key(name), [])
    return []


def candidates(
    name: str, kind: str = "", neighbours: Iterable[str] = (), years: tuple[int, int] | None = None
) -> tuple[Candidate, ...]:
    """Every place with the name, best first: kind word, larger neighbours in the text, date."""
    table = gazetteer()
    ids = name_ids(name, unmarked=True)
    if not ids:
        return ()
    around = frozenset(neighbours)
    scored = [(place_id, _score(table, place_id, kind, around, years)) for place_id in dict.fromkeys(ids)]
    scored = sorted((pair for pair in scored if pair[1] > 0), key=lambda pair: -pair[1])[:_MOST]
    total = sum(score for _, score in scored) or 1.0
    return tuple(_candidate(table, place_id, score / total) for place_id, score in scored)


def _score(
    table: Gazetteer, place_id: str, kind: str, around: frozenset[str], years: tuple[int, int] | None
) -> float:
    place = table.places[place_id]
    score = _LEVEL_WEIGHT[place_id.split(":")[0]]
    if kind:
        score *= _kind_factor(place, kind)
    if around & own_chain(place_id):
        score *= 10.0
    elif around & set(expand_place(place_id)[1:]):
        score *= 4.0
    if years and not _valid(place, years):
        score *= 0.1
    if place.valid_from == _REFORM and not years:
        score *= 0.3  # the old tree is what most of the material speaks of
    return score


def _kind_factor(place: Place, kind: str) -> float:
    if place.kind == kind:
        return 4.0
    groups = [group for group in _KIND_GROUPS if kind in group]
    if not groups:
        return 1.0
    return 2.0 if any(place.kind in group for group in groups) else 0.05


def _valid(place: Place, years: tuple[int, int]) -> bool:
    return (place.valid_from or 0) <= years[1] and years[0] <= (place.valid_to or 9999)


def _candidate(table: Gazetteer, place_id: str, weight: float) -> Candidate:
    place = table.places[place_id]
    attributes: dict[str, object] = {"certainty": place.certainty}
    for name, value in (("from", place.valid_from), ("to", place.valid_to), ("side", place.side)):
        if value:
            attributes[name] = value
    if place.latitude is not None:
        attributes |= {"lat": place.latitude, "lon": place.longitude, "radius_km": place.radius_km}
    return Candidate(place.name, round(weight, 4), place_id, full_label(place_id), attributes)


def full_label(place_id: str) -> str:
    """`xã Hải Phú, huyện Hải Lăng, tỉnh Quảng Trị`."""
    table, parts, at = gazetteer(), [], place_id
    while at in table.places:
        parts.append(table.places[at].label)
        at = table.places[at].parent or ""
    return ", ".join(parts)


@lru_cache(maxsize=1 << 15)
def expand_place(place_id: str) -> tuple[str, ...]:
    """The place and all that it lies in, in every epoch: what a document that names it is filed under.

    A search for any of these ids (or for `query_places` of one) finds the document.
    """
    table = gazetteer()
    todo, found = [place_id], {place_id: None}
    while todo:
        at = todo.pop()
        place = table.places.get(at)
        larger = sorted(table.within.get(at, ())) + ([place.parent] if place and place.parent else [])
        for each in larger:
            if each not in found:
                found[each] = None
                todo.append(each)
    return tuple(found)


def known_label(place_id: str) -> str:
    """`full_label`, with the year where the name is one of the reform; empty for an id that nobody knows."""
    place = gazetteer().places.get(place_id)
    since = f" (từ {_REFORM})" if place and place.valid_from == _REFORM else ""
    return f"{full_label(place_id)}{since}"


def level_of(place_id: str) -> str:
    """`province`, `district` or `commune` of any epoch; `other` for battlefields, regions, countries."""
    return _LEVELS.get(place_id.split(":")[0], "other")


_LEVELS = {
    "p63": "province", "p25": "province", "h": "province", "d63": "district",
    "w63": "commune", "w25": "commune",
}  # fmt: skip


def query_places(place_id: str) -> tuple[str, ...]:
    """The ids to ask for when somebody searches for a place: it, what it became, what it was made of."""
    return (place_id, *epochs(place_id))


@lru_cache(maxsize=1 << 15)
def own_chain(place_id: str) -> frozenset[str]:
    """What the place lies in within its own epoch."""
    table, found, at = gazetteer(), set(), gazetteer().places[place_id].parent
    while at and at in table.places:
        found.add(at)
        at = table.places[at].parent
    return frozenset(found)


def epochs(place_id: str) -> tuple[str, ...]:
    """The same place, or the part or whole of it that other times had, one step away."""
    table = gazetteer()
    return tuple(sorted(table.within.get(place_id, set()) | table.parts.get(place_id, set())))


def descendants(place_id: str) -> tuple[str, ...]:
    """Everything that lies within, in its own tree and in those of its parts."""
    table = gazetteer()
    todo = [place_id]
    found: dict[str, None] = {}
    while todo:
        at = todo.pop()
        for child in (*table.children.get(at, ()), *sorted(table.parts.get(at, ()))):
            if child not in found:
                found[child] = None
                todo.append(child)
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def gazetteer_weight(key: str, unmarked: bool) -> float:
    """Points towards being a place, by the largest place with this name key: 3, 2, 1, or 0 for none."""
    table = gazetteer()
    ids = table.by_name.get(key) or (table.by_folded.get(fold(key)) if unmarked else None)
    if not ids:
        return 0.0
    points = {
        "p63": 3.0,
        "p25": 3.0,
        "h": 3.0,
        "b": 3.0,
        "c": 3.0,
        "r": 3.0,
        "d63": 2.0,
        "w25": 1.0,
        "w63": 1.0,
    }
    return max(points[place_id.split(":")[0]] for place_id in ids)

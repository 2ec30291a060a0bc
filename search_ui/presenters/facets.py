"""What hits have in common, with counts, each to be chosen and given up; and the years they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from archive.authority.places import known_label, level_of
from archive.ports import Catalogue
from schemas.queries import FacetValue, SearchResult
from search_ui.addresses import address
from search_ui.presenters.labels import kind_label
from search_ui.presenters.query import FACETS, toggled
from search_ui.words import _

OPEN_VALUES = 6
"""So many are shown at once, the others on demand."""


@dataclass(frozen=True, slots=True)
class ShownValue:
    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    label: str
    values: list[ShownValue]
    more: list[ShownValue]


@dataclass(frozen=True, slots=True)
class ShownYear:
    """A bar of the timeline, in hundredths of the highest."""

    year: str
    count: int
    height: int
    address: str
    chosen: bool


def shown_facets(records: Catalogue, result: SearchResult, given: MultiDict[str, str]) -> list[ShownFacet]:
    shown = []
    for title, name, values in _groups(result):
        made = _one_of_each(_value(records, name, value, given) for value in values if value.value)
        if made:
            chosen = [value for value in made[OPEN_VALUES:] if value.chosen]
            more = [value for value in made[OPEN_VALUES:] if not value.chosen]
            shown.append(ShownFacet(title, [*made[:OPEN_VALUES], *chosen], more))
    return shown


def _one_of_each(values: Iterable[ShownValue]) -> list[ShownValue]:
    """A place that was written down under two ids, for one and the same hits, is shown once."""
    return list({(value.label, value.count): value for value in values}.values())


def _groups(result: SearchResult) -> Iterator[tuple[str, str, Sequence[FacetValue]]]:
    """Title, facet and values; places by their level, years of the material in their order."""
    titles = {
        "kind": _("Loại tư liệu"), "unit": _("Đơn vị"), "person": _("Người"),
        "commune": _("Xã, phường nơi thu thập"), "year": _("Năm thu thập"), "visit": _("Buổi thăm"),
        "quality": _("Đọc được đến đâu"),
    }  # fmt: skip
    levels = {
        "province": _("Tỉnh, thành phố"), "district": _("Huyện, quận"), "commune": _("Xã, phường"),
        "other": _("Chiến trường, vùng, nước"),
    }  # fmt: skip
    for name in FACETS:
        values = result.facets.get(name, ())
        if name == "place":
            for level, title in levels.items():
                yield title, name, [value for value in values if level_of(value.value) == level]
        elif name != "period":  # the timeline shows it
            yield titles[name], name, values


def _value(records: Catalogue, name: str, value: FacetValue, given: MultiDict[str, str]) -> ShownValue:
    return ShownValue(
        label=_label(records, name, value),
        count=value.count,
        address=address("search.show", toggled(given, FACETS[name], value.value)),
        chosen=value.value in given.getlist(FACETS[name]),
    )


def _label(records: Catalogue, name: str, value: FacetValue) -> str:
    if name == "kind":
        return kind_label(value.value)
    if name == "place":
        return known_label(value.value) or value.value
    if name == "quality":
        return {"high": _("Rõ"), "middle": _("Khá rõ"), "low": _("Khó đọc")}.get(value.value, value.value)
    if name == "visit":
        visit = records.find_visit(value.value)
        return f"{visit.title} ({visit.code})" if visit else value.value
    return value.value


def timeline(result: SearchResult, given: MultiDict[str, str]) -> list[ShownYear]:
    """A bar for each year from the first to the last that hits speak of; empty where there is only one."""
    counts = {int(value.value): value.count for value in result.facets.get("period", ()) if value.value}
    if len(counts) < 2:
        return []
    highest, chosen = max(counts.values()), set(given.getlist(FACETS["period"]))
    return [
        ShownYear(
            year=str(year),
            count=counts.get(year, 0),
            height=max(round(100 * counts.get(year, 0) / highest), 3 if year in counts else 0),
            address=address("search.show", toggled(given, FACETS["period"], str(year))),
            chosen=str(year) in chosen,
        )
        for year in range(min(counts), max(counts) + 1)
    ]

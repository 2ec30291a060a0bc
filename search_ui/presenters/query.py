"""A search as an address and back: `?q=`, a parameter for each facet, `bo`, `xep`, `trang`."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from archive.authority.orthography import nfc
from schemas.queries import SearchQuery
from schemas.rights import Reach

PER_PAGE = 20
LONGEST = 500
_MOST_CHOSEN = 50
_LONGEST_PAGE = 8
FACETS = {
    "kind": "loai", "unit": "don-vi", "place": "noi", "person": "nguoi", "period": "thoi", "commune": "xa",
    "year": "nam", "visit": "buoi", "quality": "doc",
}  # fmt: skip
"""Facet → parameter of the address, in the order in which they are shown."""
SORTS = {"": "relevance", "moi": "newest", "cu": "oldest"}
NOT_CHOSEN = frozenset({"q", "trang", "bo", "xep"})
"""Parameters that are no filter."""


def query_of(given: MultiDict[str, str], reach: Reach) -> SearchQuery:
    page = given.get("trang", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < _LONGEST_PAGE else 1
    chosen = {name: tuple(given.getlist(parameter)[:_MOST_CHOSEN]) for name, parameter in FACETS.items()}
    return SearchQuery(
        text=nfc(given.get("q", "")).strip()[:LONGEST],
        kinds=chosen["kind"],
        communes=chosen["commune"],
        years=tuple(int(year) for year in chosen["year"] if _is_year(year)),
        visits=chosen["visit"],
        units=chosen["unit"],
        places=chosen["place"],
        persons=chosen["person"],
        periods=tuple(filter(_is_year, chosen["period"])),
        qualities=chosen["quality"],
        switched_off=tuple(given.getlist("bo")),
        reach=reach,
        offset=(max(number, 1) - 1) * PER_PAGE,
        limit=PER_PAGE,
        sort=SORTS.get(given.get("xep", ""), "relevance"),
    )


def asks_anything(query: SearchQuery) -> bool:
    chosen = (query.kinds, query.communes, query.years, query.visits, query.units, query.places)
    return bool(query.text or any(chosen) or query.persons or query.periods or query.qualities)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4


def toggled(given: MultiDict[str, str], name: str, value: str) -> dict[str, list[str]]:
    """The parameters with this value added, or taken away if it stands there; back on the first page."""
    changed = {key: list(values) for key, values in given.lists() if key != "trang"}
    values = changed.setdefault(name, [])
    if value in values:
        values.remove(value)
    else:
        values.append(value)
    return {key: kept for key, kept in changed.items() if kept}


def with_one(given: MultiDict[str, str], name: str, value: str) -> dict[str, list[str]]:
    """The parameters with this one set (or away, where it is empty); back on the first page."""
    changed = {key: list(values) for key, values in given.lists() if key not in ("trang", name)}
    return {**changed, name: [value]} if value else changed

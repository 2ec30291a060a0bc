"""A search as an address and back: `?q=&loai=&xa=&nam=&buoi=&bo=&trang=`."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from archive.authority.orthography import nfc
from schemas.queries import SearchQuery
from schemas.rights import Reach

PER_PAGE = 20
LONGEST = 500
FACETS = {"kind": "loai", "commune": "xa", "year": "nam", "visit": "buoi"}
"""Facet → parameter of the address."""


def query_of(given: MultiDict[str, str], reach: Reach) -> SearchQuery:
    page = given.get("trang", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    years = [year for year in given.getlist("nam") if year.isascii() and year.isdigit() and len(year) == 4]
    return SearchQuery(
        text=nfc(given.get("q", "")).strip()[:LONGEST],
        kinds=tuple(given.getlist("loai")),
        communes=tuple(given.getlist("xa")),
        years=tuple(int(year) for year in years),
        visits=tuple(given.getlist("buoi")),
        switched_off=tuple(given.getlist("bo")),
        reach=reach,
        offset=(max(number, 1) - 1) * PER_PAGE,
        limit=PER_PAGE,
    )


def toggled(given: MultiDict[str, str], name: str, value: str) -> dict[str, list[str]]:
    """The parameters with this value added, or taken away if it stands there; back on the first page."""
    changed = {key: list(values) for key, values in given.lists() if key != "trang"}
    values = changed.setdefault(name, [])
    if value in values:
        values.remove(value)
    else:
        values.append(value)
    return {key: kept for key, kept in changed.items() if kept}

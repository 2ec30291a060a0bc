"""How many hits there are and how many in each facet value, by tantivy's own aggregations in one pass."""

from __future__ import annotations

from collections import Counter
from typing import Any

import tantivy

from archive.adapters.index_base import Counts
from archive.adapters.index_tantivy_schema import TOGETHER, TOGETHER_FIELD, apart
from archive.search_analysis.documents import KEYWORDS
from schemas.queries import FacetValue

_MANY_VALUES = frozenset({"visit", "unit", "place", "person"})
_TOTAL: dict[str, Any] = {"total": {"value_count": {"field": "day"}}}
_ALL_YEARS = 300


def _facets(shown: int) -> dict[str, Any]:
    """The `segment_size` is how many values each part of the index reports. Where a field has few values that
    is all of them; where it has many, the commonest, which are looked up by name and so cost time."""
    wanted: dict[str, Any] = {
        TOGETHER_FIELD: {"terms": {"field": TOGETHER_FIELD, "size": 5000, "segment_size": 5000}}
    }
    for name in KEYWORDS:
        if name not in TOGETHER:
            size = _ALL_YEARS if name == "period" else shown
            reported = 2 * size if name in _MANY_VALUES else max(size, 400)
            wanted[name] = {"terms": {"field": name, "size": size, "segment_size": reported}}
    return wanted


def total_of(searcher: tantivy.Searcher, matching: tantivy.Query) -> int:
    return int(searcher.aggregate(matching, _TOTAL)["total"]["value"])


def counts_of(searcher: tantivy.Searcher, matching: tantivy.Query, shown: int) -> Counts:
    """`shown` values of each facet that has many."""
    wanted = _facets(shown)
    counted = searcher.aggregate(matching, _TOTAL | wanted)
    facets = {
        name: tuple(FacetValue(b["key"], int(b["doc_count"])) for b in counted[name]["buckets"])
        for name in wanted
        if name in counted and name != TOGETHER_FIELD
    }
    return Counts(int(counted["total"]["value"]), facets | _apart(counted[TOGETHER_FIELD]["buckets"]))


def _apart(buckets: list[dict[str, Any]]) -> dict[str, tuple[FacetValue, ...]]:
    """Counts of each facet out of the counts of what was counted together."""
    sums: dict[str, Counter[str]] = {name: Counter() for name in TOGETHER}
    for bucket in buckets:
        for name, value in apart(bucket["key"]):
            sums[name][value] += int(bucket["doc_count"])
    return {name: tuple(FacetValue(*one) for one in sums[name].most_common()) for name in TOGETHER}

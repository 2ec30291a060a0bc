"""Practice: what somebody brought to learn is taken out again, whole."""

from __future__ import annotations

from collections.abc import Iterable

from archive.erasing import Stores, erase, finish
from schemas.arrivals import VisitFilter
from schemas.holdings import PRACTICE, Visit
from schemas.rights import Reach

_AT_ONCE, _MOST_ITEMS = 200, 2000


def practice_visits(archive: Stores, reach: Reach) -> list[Visit]:
    """Within this reach, newest first."""
    with archive.records() as records:
        found = records.visit_arrivals(VisitFilter(practice=True), reach=reach, limit=_AT_ONCE)
    return [one.visit for one in found]


def clear(archive: Stores, visits: Iterable[Visit]) -> int:
    """Erase what came with these practice visits, and their words; how many items went."""
    gone = 0
    left: list[str] = []
    with archive.records() as records:
        for visit in visits:
            items = [item.id for item in records.items_of(visit.id, limit=_MOST_ITEMS)]
            gone += len(erase(records, items)) if visit.kind == PRACTICE else 0
            left += records.remove_practice(visit.id)
        records.commit()
    for key in left:
        archive.objects.remove_derivative(key)
    finish(archive)
    return gone

"""What a person may find, as conditions on the tables of visits and items.

Consent, which stands in rows of its own, is left to the policy; these conditions are never narrower than it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from archive.adapters.tables import accessions, items, visits
from schemas.rights import Clearance, Reach, ThingState

TO_NOBODY = (ThingState.WITHDRAWN, ThingState.PRACTICE)
_OF_A_VISIT = 1
"""A visit tells of living people: it is inside the programme."""


def visits_within(reach: Reach) -> ColumnElement[bool]:
    """For a select from `visits`."""
    ways = [way for way in reach.ways if way.level >= _OF_A_VISIT]
    return or_(false(), *map(_belongs, ways))


def items_within(reach: Reach) -> ColumnElement[bool]:
    """For a select from `items` joined with `visits`."""
    return and_(items.c.state.not_in(TO_NOBODY), or_(items.c.level == 0, *map(_opens, reach.ways)))


def _opens(way: Clearance) -> ColumnElement[bool]:
    return and_(*_states(way), _belongs(way))


def _states(way: Clearance) -> Iterator[ColumnElement[bool]]:
    kept = and_(items.c.state == ThingState.KEPT, items.c.level <= way.level)
    yield or_(kept, items.c.state == ThingState.QUARANTINED) if way.quarantine else kept


def _belongs(way: Clearance) -> ColumnElement[bool]:
    if way.owned_by is not None:
        sent = and_(accessions.c.visit_id == visits.c.id, accessions.c.by == way.owned_by)
        return or_(visits.c.created_by == way.owned_by, exists().where(sent))
    if not way.organisation_path:
        return true()
    below = visits.c.organisation_path.startswith(f"{way.organisation_path}/", autoescape=True)
    return or_(visits.c.organisation_path == way.organisation_path, below)

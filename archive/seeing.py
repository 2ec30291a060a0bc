"""The policy over the records: what a person may see of items and visits as they stand now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count

from archive.ports import Catalogue
from archive.rights.consents import allowed
from archive.rights.policy import decide, level_over
from archive.rights.standing import reach
from schemas.consent import Consent
from schemas.errors import NotFound
from schemas.holdings import Item, Visit
from schemas.people import User
from schemas.rights import Outcome, Reach, Ruling, Thing, Use

_BATCH = 60


def things_of(records: Catalogue, items: Sequence[Item]) -> dict[str, Thing]:
    """By item id, what the policy knows of it; a fixed number of questions for all of them."""
    visits = records.find_visits(sorted({item.visit_id for item in items}))
    senders = _senders(records, visits.values())
    stated = records.consents_of(list(visits))
    return {
        item.id: Thing(
            item.level,
            visits[item.visit_id].organisation_path,
            senders[item.visit_id],
            allowed(stated.get(item.visit_id, ()), item.id),
            item.state,
        )
        for item in items
    }


def thing_of(records: Catalogue, item: Item) -> Thing:
    return things_of(records, [item])[item.id]


def visible(records: Catalogue, user: User | None, items: Sequence[Item]) -> list[Item]:
    """Those that this person may see, whole or in part, in their order."""
    return within(records, reach(user), items)


def within(records: Catalogue, reached: Reach, items: Sequence[Item]) -> list[Item]:
    things = things_of(records, items)
    return [item for item in items if level_over(reached, things[item.id]) is not None]


def must_see(records: Catalogue, user: User | None, item: Item, use: Use = Use.VIEW) -> Ruling:
    """Whole or in part. Raises NotFound: who may not see it does not learn that it exists."""
    ruling = decide(user, thing_of(records, item), use)
    if ruling.outcome is Outcome.REFUSED:
        raise NotFound(f"item not for this person: {ruling.reason}")
    return ruling


def recent(records: Catalogue, user: User | None, limit: int) -> list[Item]:
    """The newest items that this person may see, newest first."""
    found: list[Item] = []
    for page in count():
        batch = records.recent_items(limit=_BATCH, offset=page * _BATCH, reach=reach(user))
        found += visible(records, user, batch)
        if len(found) >= limit or len(batch) < _BATCH:
            break
    return found[:limit]


def visible_visits(records: Catalogue, user: User | None, visits: Sequence[Visit]) -> list[Visit]:
    senders = _senders(records, visits)
    stated = records.consents_of([visit.id for visit in visits])
    return [
        visit
        for visit in visits
        if decide(user, _of_visit(visit, senders[visit.id], stated.get(visit.id, ())))
    ]


def must_see_visit(records: Catalogue, user: User | None, visit: Visit) -> Visit:
    """Raises NotFound."""
    if not visible_visits(records, user, [visit]):
        raise NotFound("visit not for this person")
    return visit


def _of_visit(visit: Visit, owners: frozenset[str], stated: Sequence[Consent]) -> Thing:
    """A visit tells of living people: it is inside the programme."""
    return Thing(1, visit.organisation_path, owners, allowed(stated))


def _senders(records: Catalogue, visits: Collection[Visit]) -> dict[str, frozenset[str]]:
    """Who made each visit and who brought its files. A long import belongs to nobody in person."""
    sent = records.senders_of([visit.id for visit in visits if visit.kind != "import"])
    made = {visit.id: frozenset({visit.created_by} if visit.created_by else ()) for visit in visits}
    return {visit_id: by | sent.get(visit_id, frozenset()) for visit_id, by in made.items()}

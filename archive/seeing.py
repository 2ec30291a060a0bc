"""The policy over the records: what a person may see of items and visits as they stand now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from archive.ports import Catalogue
from archive.rights.consents import allowed
from archive.rights.policy import decide, level_over
from archive.rights.standing import reach
from archive.rights.withholding import hidden_from, mentions_left, without
from schemas.consent import Consent
from schemas.errors import NotFound, Refused
from schemas.holdings import Item, Visit
from schemas.mentions import Mention
from schemas.people import User
from schemas.rights import Outcome, Reach, Ruling, Thing, Use
from schemas.transcripts import Transcript
from schemas.withheld import WithheldPart

_BATCH = 60
APART_VI = (
    "Bạn đang chép độc lập một trang của tư liệu này, nên chưa xem được chữ của người khác. "
    "Tư liệu mở lại khi bạn gửi bản của mình, hoặc thôi chép."
)
APART_EN = (
    "You are reading a page of this item independently, so what others read is closed to you. "
    "The item opens again when you hand your text in, or give it up."
)


def things_of(records: Catalogue, items: Sequence[Item]) -> dict[str, Thing]:
    """By item id, what the policy knows of it; a fixed number of questions for all of them."""
    visits = records.find_visits(sorted({item.visit_id for item in items}))
    senders = _senders(records, visits.values())
    stated = records.consents_of(list(visits))
    withheld = records.withheld_of_items([item.id for item in items])
    return {
        item.id: Thing(
            item.level,
            visits[item.visit_id].organisation_path,
            senders[item.visit_id],
            allowed(stated.get(item.visit_id, ()), item.id),
            item.state,
            tuple(part.level for part in withheld.get(item.id, ())),
        )
        for item in items
    }


def thing_of(records: Catalogue, item: Item) -> Thing:
    return things_of(records, [item])[item.id]


def visible(records: Catalogue, user: User | None, items: Sequence[Item]) -> list[Item]:
    """Those that this person may see, whole or in part, in their order."""
    return within(records, reach_now(records, user), items)


def reach_now(records: Catalogue, user: User | None) -> Reach:
    """All ways in, without what this person reads apart from the others at the moment."""
    reached = reach(user)
    if user is None:
        return reached
    return replace(reached, apart=records.items_apart(user.id, datetime.now(UTC)))


def within(records: Catalogue, reached: Reach, items: Sequence[Item], *, whole: bool = False) -> list[Item]:
    """Those within a reach; with `whole` only those of which nothing is withheld from it."""
    things = things_of(records, items)
    levels = {item.id: level_over(reached, things[item.id]) for item in items}
    highest = {item.id: max(things[item.id].withheld_to, default=0) if whole else 0 for item in items}
    open_ones = [item for item in items if item.id not in reached.apart]
    return [
        item for item in open_ones if (level := levels[item.id]) is not None and level >= highest[item.id]
    ]


def hidden_parts(records: Catalogue, user: User | None, item: Item) -> tuple[WithheldPart, ...]:
    """Parts of the item that this person does not see; all of them where they do not see it at all."""
    level = level_over(reach(user), thing_of(records, item))
    parts = records.withheld_of_items([item.id]).get(item.id, ())
    return hidden_from(parts, -1 if level is None else level)


def texts_for_all(
    records: Catalogue, asset_ids: Sequence[str]
) -> tuple[dict[str, Transcript], dict[str, list[Mention]]]:
    """Current texts by asset and mentions by text, as everybody may have them: for what is shared by all
    readers, as an index is. Withheld words are blocked out, mentions of them are gone."""
    texts = dict(records.current_transcripts(asset_ids))
    withheld = records.withheld_parts(list(texts))
    shown = {asset_id: without(text, withheld.get(asset_id, ())) for asset_id, text in texts.items()}
    found = records.mentions_of_all([text.id for text in shown.values()])
    left = {text.id: mentions_left(found.get(text.id, ()), text) for text in shown.values()}
    return shown, left


def must_see(records: Catalogue, user: User | None, item: Item, use: Use = Use.VIEW) -> Ruling:
    """Whole or in part. Raises NotFound: who may not see it does not learn that it exists. Refused where the
    person reads a part of it apart from the others now, and wants more than the picture."""
    ruling = decide(user, thing_of(records, item), use)
    if ruling.outcome is Outcome.REFUSED:
        raise NotFound(f"item not for this person: {ruling.reason}")
    if use is not Use.PICTURE and item.id in reach_now(records, user).apart:
        raise Refused("read apart", vi=APART_VI, en=APART_EN)
    return ruling


def must_see_whole(records: Catalogue, user: User | None, item: Item, use: Use = Use.VIEW) -> None:
    """For work on all of it. Raises NotFound, and Refused with the reason where a part is withheld."""
    said = must_see(records, user, item, use)
    if said.outcome is Outcome.PARTLY:
        raise Refused("a part is withheld", vi=said.words_vi, en=said.words_en)


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

"""The queue of the desk: what waits for a person, the strongest first; what is decided on request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import count

from archive.linkage.desk import Case
from archive.ports import Catalogue
from archive.seeing import within
from schemas.holdings import Item
from schemas.linkage import CaseFilter, Decision, LinkState, Subject, Suggestion

_BATCH = 100
DECIDED = frozenset({LinkState.CONFIRMED_PROVINCE, LinkState.REFUTED, LinkState.INSUFFICIENT})
Place = tuple[bool, float, str, str]
"""Where a case stands in the queue: decided or not, strength, ids."""


def place_of(case: Case) -> Place:
    probability = case.suggestion.probability if case.suggestion else 0.0
    return case.state in DECIDED, -probability, case.item.id, case.record_id


def cases(records: Catalogue, wanted: CaseFilter, state: LinkState | None = None) -> Iterator[Case]:
    """All cases of the filter, undecided before decided, the strongest first; read as far as asked."""
    begun = sorted(_begun(records, wanted), key=place_of)
    if state is not None:
        begun = [case for case in begun if case.state is state]
    fresh = _fresh(records, wanted) if state in (None, LinkState.NONE) else iter(())
    return merge(begun, fresh, key=place_of)


def next_case(records: Catalogue, wanted: CaseFilter, state: LinkState | None, after: Case) -> Case | None:
    """The next one that waits for somebody, from where `after` stood before it was decided."""
    open_place = (False, *place_of(after)[1:])
    following = (
        case
        for case in cases(records, wanted, state)
        if place_of(case) > open_place and (case.item.id, case.record_id) != (after.item.id, after.record_id)
    )
    return next(following, None)


def cases_of(records: Catalogue, pairs: Sequence[tuple[Item, str, Suggestion | None]]) -> list[Case]:
    """Cases of (item, record id, suggestion), with what was decided about each."""
    brought = records.brought_by([item.id for item, _, _ in pairs])
    made = []
    for item, record_id, suggestion in pairs:
        entries = records.decisions_about(Subject.of(item.id, record_id))
        made.append(Case(item, record_id, suggestion, entries, brought[item.id]))
    return made


def _fresh(records: Catalogue, wanted: CaseFilter) -> Iterator[Case]:
    """Nobody has said anything about these."""
    for page in count():
        found = records.undecided_suggestions(wanted, offset=page * _BATCH, limit=_BATCH)
        known = records.items([one.item_id for one in found])
        items = {item.id: item for item in within(records, wanted.reach, known)}
        brought = records.brought_by(list(items))
        for one in found:
            if one.item_id in items:
                yield Case(items[one.item_id], one.record_id, one, (), brought[one.item_id])
        if len(found) < _BATCH:
            return


def _begun(records: Catalogue, wanted: CaseFilter) -> Iterator[Case]:
    """The ledger's cases: entries that people made, so few beside what machines suggest."""
    ledger: dict[Subject, list[Decision]] = defaultdict(list)
    for entry in records.decisions():
        ledger[entry.subject].append(entry)
    subjects = list(ledger)
    for at in range(0, len(subjects), _BATCH):
        yield from _cases_about(records, wanted, {one: ledger[one] for one in subjects[at : at + _BATCH]})


def _cases_about(
    records: Catalogue, wanted: CaseFilter, ledger: Mapping[Subject, Sequence[Decision]]
) -> Iterator[Case]:
    ids = sorted({one for subject in ledger for one in (subject.left, subject.right)})
    kinds = [item for item in records.items(ids) if wanted.kind in ("", item.kind)]
    items = {item.id: item for item in within(records, wanted.reach, kinds)}
    communes = {one: records.visit(one).commune for one in {item.visit_id for item in items.values()}}
    brought = records.brought_by(list(items))
    suggested = records.suggestions_of_items(list(items))
    for subject, entries in ledger.items():
        item = items.get(subject.left) or items.get(subject.right)
        if item is None or wanted.commune not in ("", communes[item.visit_id]):
            continue
        record_id = subject.right if subject.left == item.id else subject.left
        yield Case(item, record_id, suggested.get((item.id, record_id)), entries, brought[item.id])

"""The queue of the desk: what waits for a person, the strongest first; what is decided on request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import count

from archive.linkage.caseload import assigned_to
from archive.linkage.desk import Case
from archive.linkage.strength import strength_of
from archive.ports import Catalogue
from archive.seeing import within
from schemas.desk import ActKind, CaseAct
from schemas.holdings import Item
from schemas.linkage import NOBODY, CaseFilter, Decision, LinkState, Subject, Suggestion

_BATCH = 100
DECIDED = frozenset({LinkState.CONFIRMED_PROVINCE, LinkState.REFUTED, LinkState.INSUFFICIENT})
Place = tuple[int, float, str, str]
"""Where a case stands in the queue: needs a third person, open, or decided; strength; ids."""
_NEEDS_A_THIRD, _OPEN, _DECIDED = range(3)


def place_of(case: Case) -> Place:
    probability = case.suggestion.probability if case.suggestion else 0.0
    rank = _DECIDED if case.state in DECIDED else _OPEN
    if case.state is LinkState.DISPUTED:
        rank = _NEEDS_A_THIRD
    return rank, -probability, case.item.id, case.record_id


def cases(records: Catalogue, wanted: CaseFilter, state: LinkState | None = None) -> Iterator[Case]:
    """All cases of the filter: those that need a third person, then the undecided, then the decided.

    Within these the strongest first; read as far as asked.
    """
    if wanted.assigned not in ("", NOBODY):
        found = iter(sorted(_handed_to(records, wanted), key=place_of))
        return (case for case in found if state in (None, case.state) and _fits(case, wanted))
    begun = sorted(begun_cases(records, wanted), key=place_of)
    if state is not None:
        begun = [case for case in begun if case.state is state]
    fresh = _fresh(records, wanted) if state in (None, LinkState.NONE) else iter(())
    return (case for case in merge(begun, fresh, key=place_of) if _fits(case, wanted))


def next_case(records: Catalogue, wanted: CaseFilter, state: LinkState | None, after: Case) -> Case | None:
    """The next one that waits for somebody, from where `after` stood before it was decided."""
    open_place = (min(place_of(after)[0], _OPEN), *place_of(after)[1:])
    following = (
        case
        for case in cases(records, wanted, state)
        if place_of(case) > open_place and (case.item.id, case.record_id) != (after.item.id, after.record_id)
    )
    return next(following, None)


def cases_of(records: Catalogue, pairs: Sequence[tuple[Item, str, Suggestion | None]]) -> list[Case]:
    """Cases of (item, record id, suggestion), with what was decided about each."""
    ids = [item.id for item, _, _ in pairs]
    brought, acts = records.brought_by(ids), records.case_acts_of_items(ids)
    made = []
    for item, record_id, suggestion in pairs:
        subject = Subject.of(item.id, record_id)
        entries = records.decisions_about(subject)
        made.append(Case(item, record_id, suggestion, entries, brought[item.id], acts.get(subject, ())))
    return made


def _fresh(records: Catalogue, wanted: CaseFilter) -> Iterator[Case]:
    """Nobody has said anything about these."""
    for page in count():
        found = records.undecided_suggestions(wanted, offset=page * _BATCH, limit=_BATCH)
        known = records.items([one.item_id for one in found])
        items = {item.id: item for item in within(records, wanted.reach, known, whole=True)}
        brought, acts = records.brought_by(list(items)), records.case_acts_of_items(list(items))
        for one in found:
            if one.item_id in items:
                around = acts.get(Subject.of(one.item_id, one.record_id), ())
                yield Case(items[one.item_id], one.record_id, one, (), brought[one.item_id], around)
        if len(found) < _BATCH:
            return


def _handed_to(records: Catalogue, wanted: CaseFilter) -> Iterator[Case]:
    """Cases that were handed to `wanted.assigned` and to nobody else since."""
    handed: dict[Subject, list[CaseAct]] = defaultdict(list)
    for act in records.case_acts_of_kind(ActKind.ASSIGN):
        handed[act.subject].append(act)
    theirs = [subject for subject, acts in handed.items() if assigned_to(acts) == wanted.assigned]
    for at in range(0, len(theirs), _BATCH):
        ledger = {subject: records.decisions_about(subject) for subject in theirs[at : at + _BATCH]}
        yield from _cases_about(records, wanted, ledger)


def begun_cases(records: Catalogue, wanted: CaseFilter) -> Iterator[Case]:
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
    fitting = [item for item in records.items(ids) if _wanted(item, wanted)]
    items = {item.id: item for item in within(records, wanted.reach, fitting, whole=True)}
    communes = {one: records.visit(one).commune for one in {item.visit_id for item in items.values()}}
    brought, acts = records.brought_by(list(items)), records.case_acts_of_items(list(items))
    suggested = records.suggestions_of_items(list(items))
    for subject, entries in ledger.items():
        item = items.get(subject.left) or items.get(subject.right)
        if item is None or wanted.commune not in ("", communes[item.visit_id]):
            continue
        record_id = subject.right if subject.left == item.id else subject.left
        around = acts.get(subject, ())
        yield Case(item, record_id, suggested.get((item.id, record_id)), entries, brought[item.id], around)


def _wanted(item: Item, wanted: CaseFilter) -> bool:
    early_enough = wanted.brought_before is None or item.made_at <= wanted.brought_before
    return wanted.kind in ("", item.kind) and early_enough


def _fits(case: Case, wanted: CaseFilter) -> bool:
    """What only the case itself tells: its strength and to whom it was handed."""
    if wanted.strength and (case.suggestion is None or strength_of(case.suggestion) != wanted.strength):
        return False
    return wanted.assigned != NOBODY or not case.assigned_to

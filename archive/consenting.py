"""Taking down what a family allows, and what it takes back: both decide at once what is done and shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from archive.erasing import erase, finish
from archive.exporting import recall_those_of_readers_lost
from archive.indexing import index_now
from archive.intake import wake
from archive.ports import Catalogue, JobQueue, ObjectStore, SearchIndex
from archive.ports.tiles import TileCutter
from archive.rights.consents import check
from archive.rights.policy import allowed_purposes
from archive.rights.processing import may_run
from archive.seeing import things_of
from schemas.audit import AuditAct, AuditEntry
from schemas.consent import Consent, Purpose, Withdrawal
from schemas.errors import InvalidInput
from schemas.holdings import Item
from schemas.processing import Stage, StageState, State
from schemas.rights import Thing, ThingState

_PAGE = 200


class Stores(Protocol):
    @property
    def queue(self) -> JobQueue: ...
    @property
    def objects(self) -> ObjectStore: ...
    @property
    def second(self) -> ObjectStore | None: ...
    @property
    def index(self) -> SearchIndex: ...
    @property
    def tiles(self) -> TileCutter: ...
    def records(self) -> Catalogue: ...


def give(archive: Stores, given: Consent) -> None:
    """Enter a statement; the same id twice is harmless. Raises InvalidInput (each with its sentence)."""
    check(given)
    with archive.records() as records:
        if any(one.id == given.id for one in records.consents_of([given.visit_id]).get(given.visit_id, ())):
            return
        enter(records, given)
        planned = obey(records, given.visit_id)
        records.commit()
    _carry_on(archive, given.visit_id, planned)


def enter(records: Catalogue, given: Consent) -> None:
    """Within a transaction of the caller's, which then sees to `obey`."""
    records.add_consent(given)
    records.note(_entry(given, given.purposes, "given"))


def withdraw(archive: Stores, consent_id: str, withdrawal: Withdrawal) -> None:
    """Take back some purposes of a statement, or all. Raises NotFound, InvalidInput (nothing is left)."""
    with archive.records() as records:
        given = records.consent(consent_id)
        taken = (withdrawal.purposes & given.purposes) - given.withdrawn
        if not taken:
            raise InvalidInput(
                "nothing to withdraw",
                vi="Không có mục nào để rút: các mục này chưa được đồng ý hoặc đã rút.",
                en="Nothing to withdraw: these purposes were not allowed, or are withdrawn already.",
            )
        if Purpose.KEEPING in taken:  # nothing can be done with what is not kept
            taken = given.purposes - given.withdrawn
        before = _things(records, given.visit_id)
        records.withdraw_consent(replace(withdrawal, consent_id=given.id, purposes=taken))
        records.note(_entry(given, taken, "withdrawn"))
        if Purpose.KEEPING in taken:
            _let_go(records, given)
        planned = obey(records, given.visit_id)
        recall_those_of_readers_lost(records, before, _things(records, given.visit_id))
        records.commit()
    _carry_on(archive, given.visit_id, planned)
    finish(archive)


def _let_go(records: Catalogue, given: Consent) -> None:
    """Erase what nobody may keep any more. The statements themselves stay: they prove what was allowed."""
    found = [item for items in _items(records, given.visit_id) for item in items]
    things = things_of(records, found)
    gone = [item.id for item in found if Purpose.KEEPING not in allowed_purposes(things[item.id])]
    erase(records, gone)
    if gone and given.item_id is None:
        records.empty_visit(given.visit_id)


def obey(records: Catalogue, visit_id: str) -> list[StageState]:
    """Bring the work on a visit in line with what is allowed now; the states that wait for it."""
    planned: list[StageState] = []
    for items in _items(records, visit_id):
        things = things_of(records, items)
        for item in items:
            if not may_run(Stage.SUGGEST_LINKS, things[item.id]):
                records.replace_suggestions(item.id, ())
            if things[item.id].state in (ThingState.WITHDRAWN, ThingState.PRACTICE):
                continue
            for state in records.stages_of(item.id):
                if state.state is State.BARRED and may_run(state.stage, things[item.id]):
                    planned.append(records.plan_stage(state.target_id, item.id, state.stage))
            planned.append(records.plan_stage(item.id, item.id, Stage.INDEX_ITEM))
    return planned


def _things(records: Catalogue, visit_id: str) -> dict[str, Thing]:
    """By item, as the policy knows them now."""
    found: dict[str, Thing] = {}
    for items in _items(records, visit_id):
        found |= things_of(records, items)
    return found


def _carry_on(archive: Stores, visit_id: str, planned: list[StageState]) -> None:
    with archive.records() as records:
        ids = [item.id for items in _items(records, visit_id) for item in items]
    index_now(archive.records, archive.index, ids)
    wake(archive.queue, planned)


def _items(records: Catalogue, visit_id: str) -> Iterator[list[Item]]:
    offset = 0
    while items := records.items_of(visit_id, offset=offset, limit=_PAGE):
        yield list(items)
        offset += _PAGE


def _entry(given: Consent, purposes: frozenset[Purpose], how: str) -> AuditEntry:
    """Purposes are codes; whose consent it is stands in the records, not in the log."""
    details = {"consent": given.id, "how": how, "purposes": "+".join(sorted(purposes))}
    return AuditEntry(AuditAct.CONSENT_CHANGED, "visit", given.visit_id, details=details)

"""Weights from decisions: gathered from the ledger, tried on decisions not learned from, kept if better.

A kept model proposes anew for every item. It never touches a decision, and the models before it stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from archive.linkage.learning import (
    LEAST_CONFIRMED,
    LEAST_REFUSED,
    Judged,
    foretold,
    learned_from,
    moved,
)
from archive.linkage.parameters import DEFAULT
from archive.linkage.queue import begun_cases
from archive.linkage.suggesting import Suggester, believed_now, clues_of_item
from archive.ports import Catalogue
from schemas.audit import AuditAct, AuditEntry
from schemas.linkage import CaseFilter, LearnedModel, LinkState
from schemas.processing import Stage

_JUDGED = {LinkState.CONFIRMED_PROVINCE: True, LinkState.REFUTED: False}
_NEWEST = 4_000
_WORTH_LEARNING_AGAIN = 20
"""Decisions since the last time."""


def learn(
    archive: Callable[[], Catalogue], suggester: Suggester, by: str, *, dry_run: bool = False
) -> LearnedModel | None:
    """What the decisions teach, kept if it foretells better. None where they are too few."""
    with archive() as records:
        cases = list(_cases(records, suggester))
        before, models = believed_now(records), records.learned_models()
        registry, _ = suggester.register(records)
    confirmed = sum(case.one_man for case in cases)
    if confirmed < LEAST_CONFIRMED or len(cases) - confirmed < LEAST_REFUSED:
        return None
    held_out = [case for case in cases if case.held_out]
    learned = learned_from(registry, [case for case in cases if not case.held_out], before)
    learned = replace(learned, version=f"{DEFAULT.version}.{len(models) + 1}")
    old, new = (foretold(registry, held_out, one) for one in (before, learned))
    made = LearnedModel(
        learned.version, learned.to_json(), confirmed, len(cases) - confirmed, len(held_out),
        round(old, 4), round(new, 4), bool(held_out) and new < old,
        tuple((name, round(was, 5), round(now, 5)) for name, was, now in moved(before, learned)), by,
    )  # fmt: skip
    if not dry_run:
        _keep(archive, made)
    return made


def due(records: Catalogue) -> bool:
    """Whether enough was decided since the last time, whatever came of it then."""
    models = records.learned_models()
    judged = sum(case.state in _JUDGED for case in begun_cases(records, CaseFilter()))
    return judged - (models[0].confirmed + models[0].refused if models else 0) >= _WORTH_LEARNING_AGAIN


def _keep(archive: Callable[[], Catalogue], made: LearnedModel) -> None:
    with archive() as records:
        records.add_learned_model(made)
        told = {"kept": made.kept, "confirmed": made.confirmed, "refused": made.refused}
        records.note(AuditEntry(AuditAct.MODEL_LEARNED, "model", made.id, details=told))
        if made.kept:
            items = [(item_id, item_id, Stage.SUGGEST_LINKS) for item_id in records.item_ids()]
            records.plan_stages(items)
        records.commit()


def _cases(records: Catalogue, suggester: Suggester) -> Iterator[Judged]:
    """The newest settled cases of the ledger whose record stands in the register."""
    settled = [case for case in begun_cases(records, CaseFilter()) if case.state in _JUDGED]
    settled.sort(key=lambda case: case.entries[-1].id)
    newest = settled[-_NEWEST:]
    if not newest:
        return
    registry, _ = suggester.register(records)
    numbers = registry.numbers_of({case.record_id for case in newest})
    for case in newest:
        if case.record_id in numbers:
            clues = clues_of_item(records, case.item)
            yield Judged(case.item.id, clues, numbers[case.record_id], _JUDGED[case.state])

"""Acts around cases and what decisions taught, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, or_, select

from archive.adapters.records_base import Records
from archive.adapters.tables_desk import case_acts, learned_models
from schemas.desk import ActKind, CaseAct
from schemas.linkage import LearnedModel, Subject


class CaseActRecords(Records):
    def add_case_act(self, act: CaseAct) -> None:
        values = {name: value for name, value in asdict(act).items() if name != "subject"}
        self.run(insert(case_acts).values(**values, left=act.subject.left, right=act.subject.right))

    def case_acts(self, subject: Subject) -> Sequence[CaseAct]:
        return self._acts(and_(case_acts.c.left == subject.left, case_acts.c.right == subject.right))

    def case_acts_of_items(self, item_ids: Sequence[str]) -> Mapping[Subject, Sequence[CaseAct]]:
        found: dict[Subject, list[CaseAct]] = defaultdict(list)
        for act in self._acts(or_(case_acts.c.left.in_(item_ids), case_acts.c.right.in_(item_ids))):
            found[act.subject].append(act)
        return found

    def case_acts_of_kind(self, kind: ActKind) -> Sequence[CaseAct]:
        return self._acts(case_acts.c.kind == kind)

    def add_learned_model(self, model: LearnedModel) -> None:
        self.run(insert(learned_models).values(**asdict(model)))

    def learned_models(self) -> Sequence[LearnedModel]:
        found = self.rows(select(learned_models).order_by(learned_models.c.id.desc()))
        return [LearnedModel(**{**row, "moved": tuple(map(tuple, row["moved"]))}) for row in found]

    def _acts(self, wanted: ColumnElement[bool]) -> list[CaseAct]:
        found = select(case_acts).where(wanted).order_by(case_acts.c.id)
        return [_act(row) for row in self.rows(found)]


def _act(row: Mapping[str, Any]) -> CaseAct:
    values = {name: value for name, value in row.items() if name not in ("left", "right")}
    return CaseAct(**{**values, "kind": ActKind(row["kind"])}, subject=Subject(row["left"], row["right"]))

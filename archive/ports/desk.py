"""What the desk keeps about a case beside the ledger of decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from schemas.desk import ActKind, CaseAct
from schemas.linkage import LearnedModel, Subject


class CaseActs(Protocol):
    """Acts around cases and what decisions taught: added, never changed."""

    def add_learned_model(self, model: LearnedModel) -> None: ...
    def learned_models(self) -> Sequence[LearnedModel]:
        """Newest first, those that were not kept among them."""
        ...

    def add_case_act(self, act: CaseAct) -> None: ...
    def case_acts(self, subject: Subject) -> Sequence[CaseAct]:
        """Oldest first."""
        ...

    def case_acts_of_items(self, item_ids: Sequence[str]) -> Mapping[Subject, Sequence[CaseAct]]:
        """Of every case of these items that somebody did something about, oldest first."""
        ...

    def case_acts_of_kind(self, kind: ActKind) -> Sequence[CaseAct]:
        """Of all cases, oldest first."""
        ...

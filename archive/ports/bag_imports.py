"""What bags that come in by a page need from the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from schemas.bag_imports import BagImport, BagOutcome, ImportState


class BagImports(Protocol):
    def add_bag_import(self, made: BagImport) -> None: ...
    def bag_imports_of(self, user_id: str, limit: int = 20) -> Sequence[BagImport]:
        """The newest first."""
        ...

    def claim_bag_import(self, lease: timedelta) -> BagImport | None:
        """The oldest that waits or whose worker was lost; it runs from now on."""
        ...

    def report_bag_import(
        self, one: BagImport, outcomes: Sequence[BagOutcome], total: int, lease: timedelta
    ) -> None:
        """Progress, and the lease anew. Raises Conflict where somebody else works on it now."""
        ...

    def end_bag_import(
        self, one: BagImport, state: ImportState, reason_vi: str = "", reason_en: str = ""
    ) -> None: ...

"""What exported lists need from the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from schemas.exports import Export, ExportState


class ExportRecords(Protocol):
    def add_export(self, export: Export) -> None: ...
    def export(self, export_id: str) -> Export:
        """Raises NotFound."""
        ...

    def exports_of(self, user_id: str, limit: int = 20) -> Sequence[Export]:
        """The newest first."""
        ...

    def claim_export(self, lease: timedelta) -> Export | None:
        """The oldest that waits or whose maker was lost; it runs from now on."""
        ...

    def report_export(self, export: Export, done: int, total: int, lease: timedelta) -> None:
        """Progress, and the lease anew. Raises Conflict where somebody else makes it now."""
        ...

    def end_export(
        self, export: Export, state: ExportState, reason_vi: str = "", reason_en: str = ""
    ) -> None: ...

    def recall_export(self, export_id: str, reason_vi: str, reason_en: str) -> None:
        """Whatever its state: it failed."""
        ...

    def exports_before(self, moment: datetime) -> Sequence[Export]: ...
    def drop_export(self, export_id: str) -> None: ...

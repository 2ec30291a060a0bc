"""What the audit needs from the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from archive.audit.chain import Head
from schemas.audit import ActCount, Anchor, AuditEntry, AuditFilter, WrittenEntry


class AuditRecords(Protocol):
    """The part of the records about who did or saw what. Nothing in it is changed or removed, ever."""

    def note(self, entry: AuditEntry) -> None:
        """Written with `commit`, in the same transaction as the act; forgotten if that is rolled back."""
        ...

    def audit_head(self) -> Head:
        """The last entry that was committed; number 0 if there is none."""
        ...

    def audit_entries(
        self, wanted: AuditFilter, *, before: int | None = None, limit: int = 50
    ) -> Sequence[WrittenEntry]:
        """Newest first, those with a smaller number than `before`."""
        ...

    def audit_counts(self, since: datetime, until: datetime) -> Sequence[ActCount]:
        """Acts of that time by act, person and outcome, the most frequent first."""
        ...

    def audit_chain(self, until: int) -> Iterator[WrittenEntry]:
        """Every entry up to that number, in the order of numbers, read in pages."""
        ...

    def audit_anchors(self) -> Sequence[Anchor]:
        """Oldest first."""
        ...

"""What the register of processing needs from the records."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from schemas.processing_register import ProcessingCounts


class ProcessingRegister(Protocol):
    def processing_counts(self, now: datetime) -> ProcessingCounts: ...

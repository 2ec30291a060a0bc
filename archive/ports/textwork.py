"""What lists of work on texts need from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from schemas.holdings import ItemKind
from schemas.textwork import Exactness, SecondReading, TextFilter, TextProgress, TextWaiting


class TextWork(Protocol):
    """The part of the records about texts that wait for people."""

    def texts_waiting(self, wanted: TextFilter, *, offset: int = 0, limit: int = 50) -> Sequence[TextWaiting]:
        """The oldest handed in first (review), else those that a machine read best first."""
        ...

    def text_progress(
        self, *, offset: int = 0, limit: int = 50, wanted: TextFilter
    ) -> Sequence[TextProgress]:
        """By visit, the newest first; visits without files that have a text are left out."""
        ...

    def note_exactness(
        self, transcript_id: str, author: str, kind: ItemKind, letters: int, changed: int
    ) -> None:
        """What had to be changed in this version before it was accepted; noted once."""
        ...

    def add_second_reading(self, reading: SecondReading) -> None: ...
    def second_readings(self, asset_ids: Sequence[str]) -> Mapping[str, Sequence[SecondReading]]:
        """By asset, oldest first, those that were given up or lapsed too."""
        ...

    def change_second_reading(self, reading: SecondReading) -> None:
        """What came of it: its version, the settled one, or that it was given up."""
        ...

    def items_apart(self, reader: str, now: datetime) -> frozenset[str]:
        """Items of which this person reads a text a second time, not handed in yet."""
        ...

    def exactness_of(self, author: str) -> Exactness: ...
    def exactness_by_kind(self, author: str) -> Mapping[ItemKind, Exactness]: ...

"""What the job desk and the health page need from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from schemas.processing import Stage, StageState, State
from schemas.running import FailedKind, Pace, StageQueue


class RunningRecords(Protocol):
    """The part of the records about work as a whole."""

    def stage_queues(self) -> Mapping[Stage, StageQueue]:
        """Every kind of work with its counts, without the time left."""
        ...

    def pace_of(self, stage: Stage, last: int = 100) -> Pace: ...
    def pause_stage(self, stage: Stage, by: str) -> bool:
        """Nobody begins such work until it is resumed; False if it was paused already."""
        ...

    def resume_stage(self, stage: Stage) -> bool: ...
    def failed_kinds(self) -> Sequence[FailedKind]:
        """What failed and was not given up, the most frequent first."""
        ...

    def failed_of_kind(self, stage: Stage, reason_code: str, limit: int) -> Sequence[StageState]: ...
    def give_up(self, target_id: str, stage: Stage, vi: str, en: str) -> bool:
        """It failed for good, with this reason; False if it has not failed."""
        ...

    def work_by_visit(self, limit: int = 50) -> Mapping[str, Mapping[State, int]]:
        """By visit id, how much waits, runs and failed; the newest visits first."""
        ...

    def bytes_received_since(self, since: datetime) -> int: ...

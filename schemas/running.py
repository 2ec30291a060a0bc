"""What runs the archive from day to day: queues of work, the state of its health, alarms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from schemas.processing import Stage

GIVEN_UP = "given_up"
"""Reason code of work that a person has given up, with a note: it failed for good and asks nobody."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one kind of work went lately. `seconds`: mean of one piece of work; None: nothing is known."""

    seconds: float | None
    ended: int


@dataclass(frozen=True, slots=True)
class StageQueue:
    """The queue of one kind of work."""

    stage: Stage
    waiting: int = 0
    running: int = 0
    failed: int = 0
    oldest: datetime | None = None
    """Since when the oldest waiting work has waited."""
    paused_since: datetime | None = None
    paused_by: str = ""
    seconds_left: float | None = None
    """Until all that waits is done at the pace of late; None: not known, or paused."""


@dataclass(frozen=True, slots=True)
class FailedKind:
    """Work of one stage that failed for one reason."""

    stage: Stage
    reason_code: str
    times: int


class Level(StrEnum):
    GOOD = "good"
    CARE = "care"
    """Somebody should look this week."""
    BAD = "bad"
    """Somebody should act today."""


class Topic(StrEnum):
    DISK = "disk"
    READING = "reading"
    HEARING = "hearing"
    FAILED = "failed"
    FIXITY = "fixity"
    BACKUP = "backup"
    STORE = "store"
    SEARCH = "search"
    QUEUE = "queue"
    REQUESTS = "requests"
    """What people asked about their own data, and the law's clocks."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured of the archive at one moment. None: it could not be measured."""

    at: datetime
    free_bytes: int
    total_bytes: int
    grown_bytes_a_day: float
    """Originals received, mean of the last 14 days."""
    queues: Mapping[Stage, StageQueue] = field(default_factory=dict)
    open_incidents: int = 0
    late_requests: int = 0
    """Requests about personal data whose clock has run out."""
    unchecked_originals: int = 0
    """Not compared with their hash for longer than the archive promises."""
    last_backup: datetime | None = None
    originals: int = 0
    store_answers: bool = True
    search_answers: bool = True
    queue_answers: bool = True

    @property
    def days_left(self) -> float | None:
        """Days until the disk is full at the pace of late; None: nothing comes in."""
        if self.grown_bytes_a_day <= 0:
            return None
        return self.free_bytes / self.grown_bytes_a_day


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part. `value`: the figure that its sentence tells, in the unit of its topic."""

    topic: Topic
    level: Level
    value: float | None = None

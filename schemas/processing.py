"""The work that is done on an asset or an item, and its state: the truth about processing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    MAKE_DERIVATIVES = "make_derivatives"
    READ_PAGE = "read_page"
    HEAR_TESTIMONY = "hear_testimony"
    READ_FRAMES = "read_frames"
    """What is written in a video's picture."""
    EXTRACT_MENTIONS = "extract_mentions"
    INDEX_ITEM = "index_item"
    SUGGEST_LINKS = "suggest_links"


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    BLANK = "blank"
    """Done, and there was nothing to read or hear: not a failure."""
    FAILED = "failed"
    """Waiting cannot cure it, or the attempts are used up: a person decides."""
    BARRED = "barred"
    """Not done: the family did not allow it, or it may hold a secret. The reason says which."""


ENDED = frozenset({State.DONE, State.BLANK, State.FAILED, State.BARRED})


@dataclass(frozen=True, slots=True)
class StageState:
    """Work of one stage on one target (an asset, or an item for the last stages) at one revision."""

    target_id: str
    item_id: str
    stage: Stage
    revision: int = 1
    state: State = State.WAITING
    attempt: int = 0
    failures: int = 0
    """Attempts that broke the engine or lost their worker; an outage elsewhere is not counted."""
    lease_until: datetime | None = None
    worker: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    progress: float | None = None
    """0 to 1 while running, where the engine can tell."""
    reason_code: str | None = None
    reason_vi: str | None = None
    reason_en: str | None = None

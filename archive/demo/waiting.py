"""Wait until every item of the story can be searched, and say how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.demo.bring import Held
from archive.ports import Catalogue
from schemas.processing import ENDED, Stage, StageState, State

_NEEDED = frozenset(Stage) - {Stage.MAKE_DERIVATIVES, Stage.SUGGEST_LINKS}


class Records(Protocol):
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the items are: `ready` can be searched, `failed` has reasons, the rest wait or run."""

    total: int
    ready: tuple[Held, ...]
    failed: tuple[tuple[Held, StageState], ...]

    @property
    def finished(self) -> bool:
        return len(self.ready) + len(self.failed) >= self.total


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait in all, and between two looks (s)."""

    seconds: float
    pause: float = 1.0


def wait(
    archive: Records, held: Sequence[Held], patience: Patience, say: Callable[[Standing], None]
) -> Standing:
    """Until all is ready or failed, or the patience is at its end. `say` is called after each look."""
    end = time.monotonic() + patience.seconds
    while True:
        standing = look(archive, held)
        say(standing)
        if standing.finished or time.monotonic() > end:
            return standing
        time.sleep(patience.pause)


def look(archive: Records, held: Sequence[Held]) -> Standing:
    ready, failed = [], []
    with archive.records() as records:
        for one in held:
            states = [state for state in records.stages_of(one.item_id) if state.stage in _NEEDED]
            broken = next((state for state in states if state.state is State.FAILED), None)
            if broken and all(state.state in ENDED for state in states):
                failed.append((one, broken))
            elif _searchable(states):
                ready.append(one)
    return Standing(len(held), tuple(ready), tuple(failed))


def _searchable(states: Sequence[StageState]) -> bool:
    indexed = any(state.stage is Stage.INDEX_ITEM and state.state is State.DONE for state in states)
    return indexed and all(state.state in ENDED for state in states)

"""Which martyr records an item may concern: proposals for the verifiers, made anew each time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from archive.linkage.suggesting import Suggester
from schemas.processing import StageState
from workers.stages.workplace import StageResult, Workplace


@lru_cache(maxsize=1)
def _suggester(folder: Path) -> Suggester:
    return Suggester(folder)


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """Many at once; an item that names nobody of the register is done without suggestions."""
    suggester = _suggester(place.archive.settings.data / "registry")
    results = []
    with place.archive.records() as records:
        for number, state in enumerate(states):
            made = suggester.suggestions(records, records.item(state.item_id))
            results.append(StageResult(suggestions={state.item_id: made}))
            place.report((number + 1) / len(states))
    return results

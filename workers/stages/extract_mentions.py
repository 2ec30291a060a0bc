"""Names, units, places and dates in the current text of an asset."""

from __future__ import annotations

from collections.abc import Sequence

from archive.authority.extraction import find_mentions
from schemas.processing import StageState
from workers.stages.workplace import StageResult, Workplace


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """Many at once; a text without mentions is done, not blank."""
    with place.archive.records() as records:
        current = records.current_transcripts([state.target_id for state in states])
    results = []
    for number, state in enumerate(states):
        transcript = current.get(state.target_id)
        found = {transcript.id: find_mentions(transcript.text)} if transcript else {}
        results.append(StageResult(mentions=found))
        place.report((number + 1) / len(states))
    return results

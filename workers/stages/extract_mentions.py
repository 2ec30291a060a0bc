"""Names, units, places and dates in the text of an asset: what stands and what is proposed beside it."""

from __future__ import annotations

from collections.abc import Sequence

from archive.authority.extraction import find_mentions
from archive.transcription.marked_mentions import with_marks
from schemas.processing import StageState
from workers.stages.workplace import StageResult, Workplace


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """Many at once; a text without mentions is done, not blank."""
    with place.archive.records() as records:
        current = records.current_transcripts([state.target_id for state in states])
        marks = records.mention_marks([state.target_id for state in states])
        proposed = records.proposed_transcripts([state.target_id for state in states])
    results = []
    for number, state in enumerate(states):
        texts = [text for text in (current.get(state.target_id), proposed.get(state.target_id)) if text]
        said = marks.get(state.target_id, ())
        found = {text.id: with_marks(find_mentions(text.text), said, text) for text in texts}
        results.append(StageResult(mentions=found))
        place.report((number + 1) / len(states))
    return results

"""Makes items findable: many at once, one commit of the index for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from archive.indexing import index_items
from schemas.processing import StageState
from workers.stages.workplace import StageResult, Workplace


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """Raises SearchUnavailable, RecordsUnavailable."""
    index_items(place.archive.records, place.archive.index, [state.item_id for state in states])
    return [StageResult() for _ in states]

"""Indexing without a running archive: the command that planned the work does it.

Suggesting links is left to the archive when it runs: finding comes first, and needs no list of martyrs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from archive.indexing import index_items
from archive.intake import Stores
from archive.ports import SearchIndex
from schemas.processing import Stage, State

_LEASE = timedelta(minutes=5)
_AT_ONCE = 4000
"""One commit of the index for so many items."""


class IndexedStores(Stores, Protocol):
    @property
    def index(self) -> SearchIndex: ...


def index_what_waits(
    archive: IndexedStores, worker: str, progress: Callable[[int], None] = lambda done: None
) -> int:
    """Index every item that waits for it; how many. Raises SearchUnavailable, RecordsUnavailable."""
    done = 0
    while True:
        with archive.records() as records:
            claimed = records.claim_stages(Stage.INDEX_ITEM, worker, _LEASE, _AT_ONCE)
            records.commit()
        if not claimed:
            return done
        index_items(archive.records, archive.index, [state.item_id for state in claimed])
        with archive.records() as records:
            records.end_stages(claimed, State.DONE)
            records.plan_stages([(state.item_id, state.item_id, Stage.SUGGEST_LINKS) for state in claimed])
            records.commit()
        done += len(claimed)
        progress(done)

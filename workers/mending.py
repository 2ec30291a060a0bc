"""The embedded search index mends itself: one that cannot be opened for a while is made anew from the
records.

A cluster that is away is none of this: it comes back with what it holds.
"""

from __future__ import annotations

import logging
import time

from archive.bootstrap import Archive
from archive.indexing import rebuild_index
from schemas.errors import SearchUnavailable

log = logging.getLogger(__name__)

_LOOKS_SECONDS = 20.0
_PATIENCE = 3
"""So many looks in a row must fail: a moment's trouble is no reason to read a million texts."""


class IndexWatch:
    def __init__(self, archive: Archive, every: float = _LOOKS_SECONDS) -> None:
        self._archive = archive
        self._every = every
        self._next = 0.0
        self._failed = 0

    def look(self) -> bool:
        """Whether it was made anew now. Raises RecordsUnavailable; a look too soon does nothing."""
        if self._archive.settings.search != "tantivy" or time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self._every
        try:
            self._archive.index.count()
        except SearchUnavailable as error:
            self._failed += 1
            log.warning("index: %s, look %d", error.code, self._failed)
        else:
            self._failed = 0
        return self._failed >= _PATIENCE and self._mended()

    def _mended(self) -> bool:
        self._failed = 0
        try:
            items = rebuild_index(self._archive.records, self._archive.index)
        except SearchUnavailable as error:
            log.error("index: %s, not made anew", error.code)
            return False
        log.info("index made anew with %d items", items)
        return True

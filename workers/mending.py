"""The search index mends itself: one of another version, and an embedded one that cannot be opened for a
while, is made anew from the records. Searches go on with the old one where it can be read.

A cluster that is away is none of this: it comes back with what it holds.
"""

from __future__ import annotations

import logging
import threading

from archive.bootstrap import Archive
from archive.indexing import rebuild_index
from schemas.errors import Conflict, SearchUnavailable, Unavailable

log = logging.getLogger(__name__)

_LOOKS_SECONDS = 20.0
_PATIENCE = 3
"""So many looks in a row must fail: a moment's trouble is no reason to read a million texts."""


class IndexWatch:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._failed = 0

    def look(self) -> bool:
        """Whether it was made anew now. Raises RecordsUnavailable."""
        try:
            outdated = self._archive.index.is_outdated()
            if not outdated and self._archive.settings.search == "tantivy":
                self._archive.index.count()
        except SearchUnavailable as error:
            return self._failed_again(error)
        self._failed = 0
        return outdated and self._made_anew()

    def _failed_again(self, error: SearchUnavailable) -> bool:
        if self._archive.settings.search != "tantivy":
            return False
        self._failed += 1
        log.warning("index: %s, look %d", error.code, self._failed)
        return self._failed >= _PATIENCE and self._made_anew()

    def _made_anew(self) -> bool:
        self._failed = 0
        try:
            items = rebuild_index(self._archive.records, self._archive.index)
        except (SearchUnavailable, Conflict) as error:
            log.error("index: %s, not made anew", error.code)
            return False
        log.info("index made anew with %d items", items)
        return True


def mend_until(archive: Archive, stopped: threading.Event, every: float = _LOOKS_SECONDS) -> None:
    """Look after the index again and again, beside the sweeping: a rebuild may take long."""
    watch = IndexWatch(archive)
    while not stopped.is_set():
        try:
            watch.look()
        except Unavailable as error:
            log.warning("index watch: %s", error.code)
        stopped.wait(every)

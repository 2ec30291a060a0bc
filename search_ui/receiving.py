"""Parts that are coming in just now, so that a phone which was cut off is told what of them was kept.

A cut phone asks at once how far it came; what the archive still holds in its hands would be sent again.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 4.0
"""Seconds to wait for a part whose phone may have gone without a word."""


class Receiving:
    """Of one process. Another process of the same archive may hold a part; then some bytes are sent twice."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._at_it: Counter[str] = Counter()

    @contextmanager
    def part(self, sending_id: str) -> Iterator[None]:
        with self._changed:
            self._at_it[sending_id] += 1
        try:
            yield
        finally:
            with self._changed:
                self._at_it[sending_id] -= 1
                if not self._at_it[sending_id]:
                    del self._at_it[sending_id]
                self._changed.notify_all()

    def settled(self, sending_id: str, seconds: float = PATIENCE) -> bool:
        """Waits until no part of it is on its way; False if one still is after that time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._at_it[sending_id], seconds)

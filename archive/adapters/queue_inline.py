"""No queue server: waking is noted in the records alone, and who runs the archive inside itself drains it.

Commands that work on a data folder without a running archive (`import`, `rebuild-index`) use this.
"""

from __future__ import annotations

from archive.ports import JobQueue
from archive.settings import Settings
from schemas.processing import StageState


class InlineQueue:
    """Nothing to wake: the work stands in the records until it is drained or an archive is started."""

    def wake(self, state: StageState) -> None:
        return

    def serves(self) -> bool:
        return False


def open_queue(settings: Settings) -> JobQueue:
    return InlineQueue()

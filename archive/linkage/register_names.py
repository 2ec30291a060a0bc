"""The names of the register, ready to be found in texts; made anew when lists have changed."""

from __future__ import annotations

from threading import Lock

from archive.authority.known_names import KnownNames
from archive.linkage.register import names_in, version_of
from archive.ports import Catalogue


class RegisterNames:
    """One a process: a million names take about 10 s to prepare and 400 MB while held."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: tuple[KnownNames, str] | None = None

    def known(self, records: Catalogue) -> KnownNames:
        """Of the newest lists."""
        with self._lock:
            version = version_of(records)
            if self._held is None or self._held[1] != version:
                self._held = None  # the old one goes before the new one is made
                self._held = KnownNames(names_in(records)), version
            return self._held[0]

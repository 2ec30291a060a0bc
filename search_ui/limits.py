"""How often one may ask for what costs much: wide for people at work, narrow for machines that take all.

Counted for each person (or token, or, of strangers, network address), in each process of the web server.
Codes and public reports have limits of their own, kept in the records (`signing_in.attempts`, `guard`).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, request

from schemas.errors import TooManyRequests
from search_ui.auth import asks_here

_MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    most: int
    seconds: int


SEARCHES = Limit("search", 120, 60)
SUGGESTIONS = Limit("suggest", 300, 60)
EXPORTS = Limit("export", 60, 3600)
PAPERS = Limit("paper", 120, 600)
DOWNLOADS = Limit("download", 600, 600)
OPEN_PAGES = Limit("open", 300, 60)
TILES = Limit("tiles", 3000, 60)

LIMITS: dict[str, Limit] = {
    "search.show": SEARCHES,
    "search.on_map": SEARCHES,
    "api_search.search": SEARCHES,
    "api_search.suggest": SUGGESTIONS,
    "exports.ask": EXPORTS,
    "bags.export": EXPORTS,
    "exports.fetch": PAPERS,
    "receipts.paper": PAPERS,
    "martyrs.dossier_file": PAPERS,
    "api_transcript_files.out": PAPERS,
    "campaigns.sheet": PAPERS,
    "media.original": DOWNLOADS,
    "sharing.family": OPEN_PAGES,
    "sharing.family_file": DOWNLOADS,
    "account.redeem": OPEN_PAGES,
    "provider.ask": OPEN_PAGES,
    "provider.back": OPEN_PAGES,
    "report.show": OPEN_PAGES,
    "report.challenge": OPEN_PAGES,
    "report.points": OPEN_PAGES,
    "report.send": OPEN_PAGES,
    "report.taken": OPEN_PAGES,
    "oai.harvest": OPEN_PAGES,
    "iiif.show": OPEN_PAGES,
    "iiif.search": OPEN_PAGES,
    "iiif.piece": TILES,
}


class Pace:
    """One number for each who asks: the moment at which all that they asked for would be used up (GCRA)."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._used_up: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, who: str, limit: Limit) -> float:
        """Counts the request in and returns 0, or seconds to wait where it is one too many."""
        key, each = f"{limit.name} {who}", limit.seconds / limit.most
        with self._lock:
            now = self._now()
            used_up = max(self._used_up.get(key, now), now)
            over = used_up + each - now - limit.seconds
            if over > 1e-6:
                return over
            self._used_up[key] = used_up + each
            if len(self._used_up) > _MOST_KEYS:
                self._used_up = {one: at for one, at in self._used_up.items() if at > now}
        return 0


def install(app: Flask) -> None:
    pace = Pace()

    def _count() -> None:
        limit = LIMITS.get(request.endpoint or "")
        wait = pace.wait(asks_here(), limit) if limit else 0
        if wait:
            raise TooManyRequests(limit.name if limit else "", retry_after=math.ceil(wait))

    app.before_request(_count)

"""Who is at work on a text. A lock is a courtesy that lapses; it never stops a save (saves are merged)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from archive.access import Act
from archive.ports import Catalogue
from archive.transcription.people import Stores, must, open_place
from schemas.editing import Lock, Presence
from schemas.people import User

HOLDS = timedelta(minutes=15)
SEEN = timedelta(seconds=90)
"""Who has not been heard of for so long has left."""


def take_lock(archive: Stores, user: User, asset_id: str, device: str, track: str = "") -> Lock:
    """Take or renew the lock; the one that holds now, which may be another person's."""
    must(user, Act.CORRECT_TEXT)
    now = datetime.now(UTC)
    with archive.records() as records:
        open_place(records, user, asset_id, track)
        records.be_present(Presence(asset_id, user.id, device[:80], now))
        mine = Lock(asset_id, user.id, now + HOLDS, track)
        taken = records.take_lock(mine, now)
        held = mine if taken else records.lock(asset_id, track)
        records.commit()
    return held or mine


def free_lock(archive: Stores, user: User, asset_id: str, device: str, track: str = "") -> None:
    """Leave: the lock is free for the next, and the presence is gone."""
    must(user, Act.CORRECT_TEXT)
    with archive.records() as records:
        open_place(records, user, asset_id, track)
        records.free_lock(asset_id, track, user.id)
        records.leave(asset_id, user.id, device[:80])
        records.commit()


def live_lock(records: Catalogue, asset_id: str, track: str = "") -> Lock | None:
    """The lock, unless it has lapsed."""
    lock = records.lock(asset_id, track)
    return lock if lock and lock.until > datetime.now(UTC) else None


def who_is_here(records: Catalogue, asset_id: str) -> Sequence[str]:
    """User ids of those who have the workspace open, each once."""
    seen = records.present(asset_id, datetime.now(UTC) - SEEN)
    return list(dict.fromkeys(one.by for one in seen))

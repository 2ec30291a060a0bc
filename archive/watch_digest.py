"""The digest of watches: to each person all that came since the last one, each item told exactly once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Protocol

from archive.ports import Catalogue
from archive.watching import to_be_told
from schemas.holdings import Item
from schemas.people import User
from schemas.watches import DigestLine, Hit, KeptDigest, Watch

_BATCH = 2_000


class Stores(Protocol):
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Digest:
    user: User
    news: Sequence[tuple[Watch, Hit, Item]]


def digests(archive: Stores, *, keep: bool = False) -> Iterator[Digest]:
    """In turn, however many. A batch counts as told after the caller took it: a crash repeats, never loses.

    What a person may not see (any more) is left out and counts as told.
    """
    while True:
        with archive.records() as records:
            waiting = records.undigested_hits(_BATCH)
            yield from _digests(records, waiting)
            if keep or not waiting:
                return
            records.digest_hits([hit for _, hit in waiting], datetime.now(UTC))
            records.commit()


def keep_digests(archive: Stores) -> int:
    """For each person all that came since the last one, kept and counted as told in one transaction: each
    item exactly once, whatever ends in between. Returns how many digests were made."""
    made = 0
    while True:
        with archive.records() as records:
            waiting = records.undigested_hits(_BATCH)
            if not waiting:
                return made
            for one in _digests(records, waiting):
                lines = tuple(
                    DigestLine(watch.label, item.id, hit.made_at.isoformat()) for watch, hit, item in one.news
                )
                records.add_digest(KeptDigest(one.user.id, lines))
                made += 1
            records.digest_hits([hit for _, hit in waiting], datetime.now(UTC))
            records.commit()


def _digests(records: Catalogue, waiting: Sequence[tuple[Watch, Hit]]) -> Iterator[Digest]:
    for user_id, group in groupby(waiting, key=lambda one: one[0].user_id):
        found = list(group)
        user = records.find_user(user_id)
        news = to_be_told(records, user, found) if user and not user.disabled else []
        if user is not None and news:
            yield Digest(user, news)

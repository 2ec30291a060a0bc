"""The chain of hashes over the audit, and what breaks it. Pure.

hash(n) = SHA-256(hash(n-1) ‖ body(n)), as in Haber and Stornetta, "How to time-stamp a digital document"
(1991): whoever changes, takes out, puts in or moves an entry must make every later hash anew, and then no
longer agrees with an anchor that was printed or sent elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from schemas.audit import Actor, Anchor, AuditEntry, Detail, WrittenEntry

BEFORE_ALL = bytes(32)
"""What stands before the first entry."""
VIETNAM = timezone(timedelta(hours=7))


class Break(StrEnum):
    CHANGED = "changed"
    """The entry, or the hash before it, is not what was written."""
    MISSING = "missing"
    """Numbers are missing before this entry."""
    CUT_OFF = "cut_off"
    """Entries are missing at the end."""
    ADDED = "added"
    """An entry stands after the last one that was written."""
    ANCHOR = "anchor"
    """An anchor names another hash for this number."""


@dataclass(frozen=True, slots=True)
class Broken:
    number: int
    how: Break


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry that was written."""

    number: int
    hash: bytes


def day_of(at: datetime) -> date:
    """The day in Việt Nam, by which anchors are named."""
    return at.astimezone(VIETNAM).date()


def plain(details: Mapping[str, Detail]) -> str:
    return json.dumps(details, sort_keys=True, separators=(",", ":"))


def seal(before: bytes, entry: WrittenEntry) -> bytes:
    """The hash of an entry that stands after the hash `before`."""
    body = (
        str(entry.number),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.act,
        entry.by,
        entry.roles,
        entry.subject_kind,
        entry.subject_id,
        entry.outcome,
        entry.details,
        entry.request,
    )
    return hashlib.sha256(before + json.dumps(body, separators=(",", ":")).encode()).digest()


def written(entries: Sequence[AuditEntry], here: Actor, head: Head, at: datetime) -> list[WrittenEntry]:
    """The entries as they follow the head, numbered and chained. `here` acts where an entry names nobody."""
    made, before = [], head.hash
    for number, entry in enumerate(entries, head.number + 1):
        actor = entry.actor or here
        one = WrittenEntry(
            number,
            at,
            entry.act.value,
            actor.id,
            "+".join(sorted(actor.roles)),
            entry.subject_kind,
            entry.subject_id,
            entry.outcome.value,
            plain(entry.details),
            actor.request,
            b"",
        )
        before = seal(before, one)
        made.append(replace(one, hash=before))
    return made


def breaks(entries: Iterable[WrittenEntry], head: Head, anchors: Iterable[Anchor]) -> Iterator[Broken]:
    """Everything that is wrong with the whole chain, in order; nothing where it is whole.

    `entries` in the order of their numbers, from the first to that of the head. After a break the
    walk goes on from what stands there, so that one change is told once.
    """
    held = {anchor.number: anchor.hash for anchor in anchors}
    number, before = 0, BEFORE_ALL
    for entry in entries:
        if entry.number != number + 1:
            yield Broken(entry.number, Break.MISSING)
        elif seal(before, entry) != entry.hash:
            yield Broken(entry.number, Break.CHANGED)
        if held.pop(entry.number, entry.hash) != entry.hash:
            yield Broken(entry.number, Break.ANCHOR)
        number, before = entry.number, entry.hash
    if number < head.number:
        yield Broken(number, Break.CUT_OFF)
    elif before != head.hash:
        yield Broken(number, Break.CHANGED)
    for missing in sorted(held):
        yield Broken(missing, Break.ANCHOR)

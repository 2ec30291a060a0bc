"""Prove the audit: walk the whole chain, while people work, and compare it with anchors kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.audit.chain import Break, Broken, breaks, day_of
from archive.ports.audit import AuditRecords
from schemas.audit import Anchor, AuditFilter, WrittenEntry

_TOLD_EVERY = 100_000


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared; whole where nothing is broken."""

    entries: int
    anchors: int
    broken: tuple[Broken, ...]


def prove(
    records: AuditRecords,
    elsewhere: Sequence[Anchor] = (),
    told: Callable[[int], None] = lambda entries: None,
) -> Proof:
    """Compare every entry with its hash and every anchor with its entry.

    Entries that are written meanwhile are left for the next time. `told` hears how many were compared.
    """
    head = records.audit_head()
    anchors = [anchor for anchor in records.audit_anchors() if anchor.number <= head.number]
    conflicting = _conflicting(anchors, elsewhere)
    chain = _counted(records.audit_chain(head.number), told)
    broken = [*breaks(chain, head, [*anchors, *elsewhere]), *conflicting]
    newest = records.audit_entries(AuditFilter(), limit=1)
    if newest and newest[0].number > records.audit_head().number:
        broken.append(Broken(newest[0].number, Break.ADDED))
    return Proof(head.number, len(anchors) + len(elsewhere), tuple(broken))


def anchor_now(records: AuditRecords) -> Anchor:
    """Where the chain stands at this moment."""
    head = records.audit_head()
    return Anchor(day_of(datetime.now(UTC)), head.number, head.hash)


def _conflicting(ours: Iterable[Anchor], elsewhere: Iterable[Anchor]) -> list[Broken]:
    """Anchors here that say otherwise than the same anchors kept elsewhere."""
    hashes = {anchor.number: anchor.hash for anchor in ours}
    return [
        Broken(anchor.number, Break.ANCHOR)
        for anchor in elsewhere
        if hashes.get(anchor.number, anchor.hash) != anchor.hash
    ]


def _counted(chain: Iterator[WrittenEntry], told: Callable[[int], None]) -> Iterator[WrittenEntry]:
    for count, entry in enumerate(chain, 1):
        yield entry
        if count % _TOLD_EVERY == 0:
            told(count)

"""Erasing what a family no longer lets the archive keep: records first, bytes next, proof last.

The records forget it in the transaction of the withdrawal. The bytes follow at once, or, where the store does
not answer, with the next `finish`. The list of what was erased goes with every backup and is applied after
every restore, so that nothing comes back that was taken out. Decisions in the ledger stay, without the item:
the law on archives keeps what an authority decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

from archive.exporting import drop_made_before
from archive.ports import Catalogue, ObjectStore, SearchIndex
from archive.ports.tiles import TileCutter, ready_name
from schemas.audit import AuditAct, AuditEntry
from schemas.erasures import Erasure
from schemas.errors import Unavailable


class Stores(Protocol):
    @property
    def objects(self) -> ObjectStore: ...
    @property
    def second(self) -> ObjectStore | None:
        """The store that keeps another copy of every original."""
        ...

    @property
    def index(self) -> SearchIndex: ...
    @property
    def tiles(self) -> TileCutter: ...
    def records(self) -> Catalogue: ...


def erase(records: Catalogue, item_ids: Iterable[str]) -> list[Erasure]:
    """Within the caller's transaction: the records know nothing more of these items."""
    made = [records.erase_item(item_id) for item_id in item_ids]
    for one in made:
        details = {"originals": len(one.objects), "made": len(one.keys)}
        records.note(AuditEntry(AuditAct.ERASED, "item", one.item_id, details=details))
    return made


def finish(archive: Stores) -> int:
    """Remove the bytes of every erasure that is still open; how many are closed now. A store that is away
    leaves them open for the next time."""
    with archive.records() as records:
        waiting = records.erasures(open_only=True)
    done = 0
    with suppress(Unavailable):
        if waiting:  # lists that were exported may hold its words
            drop_made_before(archive, datetime.now(UTC))
        for one in waiting:
            _remove(archive, one)
            done += 1
    return done


def _remove(archive: Stores, one: Erasure) -> None:
    """Raises StoreUnavailable, SearchUnavailable."""
    archive.tiles.forget(ready_name(key) for key in one.keys)
    for key in one.keys:
        archive.objects.remove_derivative(key)
    for sha256 in one.objects:
        with archive.records() as records:
            brought_again = bool(records.assets_with(sha256))
        if not brought_again:
            archive.objects.erase(sha256)
            if archive.second is not None:
                archive.second.erase(sha256)
    archive.index.remove([one.item_id])
    with archive.records() as records:
        records.end_erasure(one.id)
        records.commit()


def apply_again(archive: Stores, erasures: Iterable[Erasure]) -> int:
    """After a restore: what was erased since the backup was made is erased again. How many items were."""
    listed = {one.item_id for one in erasures}
    with archive.records() as records:
        back = [item.id for item in records.items(sorted(listed)) if item.state != "withdrawn"]
        erase(records, back)
        records.commit()
    finish(archive)
    return len(back)

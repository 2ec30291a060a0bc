"""Getting an original back, and proving again and again that it is still what was received."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

from archive.intake import Stores
from schemas.errors import NotFound
from schemas.holdings import Asset, StoredObject

WHOLE, DAMAGED, MISSING = "whole", "damaged", "missing"


@contextmanager
def original(archive: Stores, asset: Asset) -> Iterator[BinaryIO]:
    """The original's bytes. A text of an imported list is held in the records, as its first transcript.

    Raises NotFound, StoreUnavailable.
    """
    with archive.records() as records:
        stored = records.stored_object(asset.sha256)
        if stored is None:
            raise NotFound("original")
        if stored.held_in == "records":
            text = records.transcripts(asset.id)[-1].text
    if stored.held_in == "records":
        yield io.BytesIO(text.encode())
    else:
        with archive.objects.retrieve(asset.sha256) as stream:
            yield stream


@dataclass
class FixityReport:
    """How many originals were compared with their hash, and which are not what was received."""

    whole: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def check_originals(
    archive: Stores, limit: int | None = None, progress: Callable[[FixityReport], None] = lambda report: None
) -> FixityReport:
    """Read originals back whole, those first that were not looked at for longest; each outcome is recorded.

    Raises StoreUnavailable, RecordsUnavailable: nothing is called damaged because a server is away.
    """
    report = FixityReport()
    with archive.records() as records:
        due = records.objects_by_last_check(limit)
    for stored in due:
        outcome = _compare(archive, stored)
        with archive.records() as records:
            records.add_fixity_event(stored.sha256, outcome)
            records.commit()
        if outcome == WHOLE:
            report.whole += 1
        else:
            (report.missing if outcome == MISSING else report.damaged).append(stored.sha256)
        progress(report)
    return report


def _compare(archive: Stores, stored: StoredObject) -> str:
    try:
        if stored.held_in == "records":
            return WHOLE if _text_is_whole(archive, stored) else DAMAGED
        return WHOLE if archive.objects.verify(stored.sha256, stored.size) else DAMAGED
    except NotFound:
        return MISSING


def _text_is_whole(archive: Stores, stored: StoredObject) -> bool:
    with archive.records() as records:
        assets = records.assets_with(stored.sha256)
        versions = [text for asset in assets for text in records.transcripts(asset.id)]
    if not versions:
        raise NotFound("text")
    return any(sha256(text.text.encode()).hexdigest() == stored.sha256 for text in versions)

"""Entering work for scripted stages, and waiting for what becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from archive.bootstrap import Archive
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.ids import new_id
from schemas.processing import Stage, StageState


def enter(archive: Archive, filename: str, stage: Stage = Stage.READ_PAGE) -> StageState:
    """An asset in the records, with its work planned; a scripted stage needs no bytes."""
    visit, sha256 = Visit("Thăm", code=new_id()[-12:]), "a" * 64
    item = Item(visit.id, ItemKind.PHOTO)
    asset = Asset(item.id, sha256, filename, Medium.IMAGE, "image/jpeg")
    with archive.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.add_object(StoredObject(sha256, 1, "image/jpeg"))
        records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), "u"))
        of_item = stage in (Stage.INDEX_ITEM, Stage.SUGGEST_LINKS)
        planned = records.plan_stage(item.id if of_item else asset.id, item.id, stage)
        records.commit()
    return planned


def state_of(archive: Archive, target_id: str, stage: Stage = Stage.READ_PAGE) -> StageState:
    with archive.records() as records:
        state = records.stage(target_id, stage)
    assert state is not None
    return state


def texts_of(archive: Archive, asset_id: str) -> list[str]:
    with archive.records() as records:
        return [transcript.text for transcript in records.transcripts(asset_id)]


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"not so after {seconds} s")
        time.sleep(0.1)

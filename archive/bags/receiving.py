"""Bags given to the archive by a page: kept by the store, then taken in one by one, each with its outcome."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Protocol

from archive.access import Act, may
from archive.audit.actor import acting, as_actor
from archive.bags.importing import bags_in, import_bag
from archive.bags.unpacking import unpack
from archive.intake import Stores as IntakeStores
from archive.settings import Settings
from schemas.bag_imports import BagImport, BagOutcome, ImportState
from schemas.errors import Conflict, KyucError, Refused, TooLarge, Unavailable, WorkerLost
from schemas.people import User

log = logging.getLogger(__name__)

LARGEST = 4_000_000_000
_LEASE = timedelta(minutes=10)
_ATTEMPTS = 3


class Stores(IntakeStores, Protocol):
    @property
    def settings(self) -> Settings: ...


def receive_bags(archive: Stores, user: User, stream: BinaryIO, size: int, filename: str) -> BagImport:
    """It waits from now on. Raises Refused, TooLarge, StoreUnavailable, StoreFull."""
    if not may(user, Act.IMPORT_BAG):
        raise Refused("import bag")
    if size > LARGEST:
        raise TooLarge(
            "bags for a page",
            vi="Tệp này quá lớn để gửi qua trang. Hãy nhờ người quản trị gõ: ./kyuc import bag",
            en="This file is too large for a page. Ask an administrator to type: ./kyuc import bag",
        )
    made = BagImport(user.id, filename[:200] or "goi.zip", size)
    archive.objects.put_derivative(made.key, stream, size, "application/zip")
    with archive.records() as records:
        records.add_bag_import(made)
        records.commit()
    return made


def take_next(archive: Stores) -> bool:
    """Take in the file that has waited longest; whether there was one. Raises RecordsUnavailable."""
    with archive.records() as records:
        one = records.claim_bag_import(_LEASE)
        user = records.find_user(one.by) if one else None
        records.commit()
    if one is None:
        return False
    try:
        if one.attempts > _ATTEMPTS:
            raise WorkerLost(f"bag import {one.id}")
        if user is None or user.disabled or not may(user, Act.IMPORT_BAG):
            raise Refused("import bag")
        with acting(as_actor(user)):
            _take(archive, user, one)
    except Conflict as error:
        log.info("%s", error.detail)
    except Unavailable as error:
        log.warning("bags: %s", error.code)  # its lease runs out, then it is done again
    except KyucError as error:
        _end(archive, one, ImportState.FAILED, error.message_vi, error.message_en)
    return True


def _take(archive: Stores, user: User, one: BagImport) -> None:
    """What stands already from an earlier attempt keeps its outcome."""
    outcomes = {outcome.bag: outcome for outcome in one.outcomes}
    with _unpacked(archive, one) as folder:
        bags = bags_in(folder)
        for bag in bags:
            if bag.name not in outcomes:
                outcomes[bag.name] = _outcome(archive, user, bag)
            with archive.records() as records:
                records.report_bag_import(one, list(outcomes.values()), len(bags), _LEASE)
                records.commit()
    _end(archive, one, ImportState.DONE)


def _outcome(archive: Stores, user: User, bag: Path) -> BagOutcome:
    """Raises Unavailable: then none of this bag is in the records."""
    try:
        return BagOutcome(bag.name, import_bag(archive, bag, user.organisation_path).item.id)
    except Unavailable:
        raise
    except KyucError as error:
        return BagOutcome(bag.name, "", error.message_vi, error.message_en)


@contextmanager
def _unpacked(archive: Stores, one: BagImport) -> Iterator[Path]:
    spool = archive.settings.data / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bags-", dir=spool) as folder:
        file, bags = Path(folder) / "file.zip", Path(folder) / "bags"
        bags.mkdir()
        with archive.objects.read_derivative(one.key) as source, file.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        unpack(file, bags)
        file.unlink()
        yield bags


def _end(archive: Stores, one: BagImport, state: ImportState, vi: str = "", en: str = "") -> None:
    with archive.records() as records:
        records.end_bag_import(one, state, vi, en)
        records.commit()
    with suppress(Unavailable):
        archive.objects.remove_derivative(one.key)

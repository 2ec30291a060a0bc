"""Intake when things break: what was acknowledged is whole, what was not left nothing."""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.intake import Deposit, open_visit, receive
from archive.settings import load
from schemas.errors import StoreFull, StoreUnavailable
from schemas.holdings import Visit
from tests.servers.seaweedfs import SeaweedFS
from workers.sweeper import clear_leftovers

pytestmark = pytest.mark.slow

_JPEG = b"\xff\xd8\xff\xe0"


def _photo(size: int, seed: int = 1) -> bytes:
    return _JPEG + random.Random(seed).randbytes(size)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SeaweedFS]:
    server = SeaweedFS(tmp_path / "store")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def archive(store: SeaweedFS, tmp_path: Path) -> Archive:
    return Archive(load({**store.environment(), "KYUC_DATA": str(tmp_path / "data")}))


@pytest.fixture
def visit(archive: Archive) -> Visit:
    return open_visit(archive, Visit("Thăm nhà bà Tạ Thị Mơ"))


def _held(archive: Archive, visit: Visit) -> list[str]:
    with archive.records() as records:
        return [asset.sha256 for item in records.items_of(visit.id) for asset in records.assets_of(item.id)]


def test_a_process_killed_in_the_middle_of_an_upload_leaves_nothing(
    archive: Archive, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "big.jpg"
    file.write_bytes(_photo(20_000_000))
    command = [sys.executable, "-m", "tests.support.sender", visit.id, str(file)]
    environment = {**os.environ, **archive.settings.environment}
    sender = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert sender.stdout is not None
    for _ in range(40):
        assert sender.stdout.readline() == b"reading\n"
    sender.kill()
    sender.wait()
    assert _held(archive, visit) == []
    clear_leftovers(archive.settings.data, older_than=-1)
    assert list((archive.settings.data / "spool").iterdir()) == []
    receipt = receive(archive, io.BytesIO(file.read_bytes()), "big.jpg", Deposit(visit.id, "u"))
    assert not receipt.duplicate


def test_a_store_that_dies_and_comes_back_keeps_what_was_acknowledged(
    archive: Archive, visit: Visit, store: SeaweedFS
) -> None:
    """Killed as by a power cut right after each receipt."""
    receipts = []
    for seed in range(3):
        receipts.append(
            receive(archive, io.BytesIO(_photo(3_000_000, seed)), "a.jpg", Deposit(visit.id, "u"))
        )
        store.kill()
        with pytest.raises(StoreUnavailable):
            receive(archive, io.BytesIO(_photo(5000, 77)), "b.jpg", Deposit(visit.id, "u"))
        store.start()
    assert sorted(_held(archive, visit)) == sorted(receipt.sha256 for receipt in receipts)
    assert all(archive.objects.verify(receipt.sha256, receipt.size) for receipt in receipts)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 40 MB; needs the right to mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_of_the_archive_is_said_and_takes_nothing(
    archive: Archive, visit: Visit, small_disk: Path
) -> None:
    small = Archive(replace(archive.settings, data=small_disk))
    with pytest.raises(StoreFull) as full:
        receive(small, io.BytesIO(_photo(60_000_000)), "a.jpg", Deposit(visit.id, "u"))
    assert "đầy" in full.value.message_vi
    assert list((small_disk / "spool").iterdir()) == []
    assert _held(archive, visit) == []
    assert receive(small, io.BytesIO(_photo(10_000_000)), "a.jpg", Deposit(visit.id, "u")).size


def test_a_full_disk_of_the_store_is_said_and_what_was_there_stays(small_disk: Path) -> None:
    server = SeaweedFS(small_disk / "store")
    server.start()
    try:
        archive = Archive(load({**server.environment(), "KYUC_DATA": str(small_disk / "data")}))
        visit = open_visit(archive, Visit("Thăm"))
        kept = receive(archive, io.BytesIO(_photo(1_000_000)), "a.jpg", Deposit(visit.id, "u"))
        filler = small_disk / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - 700_000))
        with pytest.raises(StoreFull):
            receive(archive, io.BytesIO(_photo(5_000_000, 2)), "b.jpg", Deposit(visit.id, "u"))
        assert _held(archive, visit) == [kept.sha256]
        assert archive.objects.verify(kept.sha256, kept.size)
        filler.unlink()
        again = receive(archive, io.BytesIO(_photo(5_000_000, 2)), "b.jpg", Deposit(visit.id, "u"))
        assert archive.objects.verify(again.sha256, again.size)
    finally:
        server.stop()

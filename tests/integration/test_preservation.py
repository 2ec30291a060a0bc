"""Originals are proven again and again; what is no longer what was received is said at once."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from minio import Minio

from archive.bootstrap import Archive
from archive.import_texts import import_texts, mention_finders
from archive.intake import Deposit, open_visit, receive
from archive.preservation import check_originals
from schemas.errors import StoreUnavailable
from schemas.holdings import Visit
from tests.servers.ports import free_port


@pytest.fixture
def visit(archive: Archive) -> Visit:
    return open_visit(archive, Visit("Thăm"))


def _receive(archive: Archive, visit: Visit, words: str) -> str:
    return receive(archive, io.BytesIO(words.encode()), "a.txt", Deposit(visit.id, "u")).sha256


def test_whole_damaged_and_missing_are_told_apart(archive: Archive, visit: Visit) -> None:
    whole, damaged, missing = (_receive(archive, visit, f"Lá thư {number}") for number in range(3))
    with mention_finders(few=True) as find:
        import_texts(archive, io.BytesIO('{"id": 1, "text": "Đơn vị e66"}'.encode()), visit.id, find)
    settings = archive.settings
    store = Minio(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key, secure=False)
    other = "Lá thư khác".encode()
    store.put_object(settings.s3_bucket, damaged, io.BytesIO(other), len(other))
    store.remove_object(settings.s3_bucket, missing)
    report = check_originals(archive)
    assert (report.whole, report.damaged, report.missing) == (2, [damaged], [missing])
    assert archive.objects.holds(whole)


def test_those_not_looked_at_for_longest_come_first(archive: Archive, visit: Visit) -> None:
    for number in range(3):
        _receive(archive, visit, f"Bức thư {number}")
    with archive.records() as records:
        order = [stored.sha256 for stored in records.objects_by_last_check()]
    check_originals(archive, limit=2)
    with archive.records() as records:
        assert [stored.sha256 for stored in records.objects_by_last_check()] == [order[2], *order[:2]]


def test_a_store_that_is_away_damages_nothing(archive: Archive, visit: Visit) -> None:
    _receive(archive, visit, "Lá thư")
    away = Archive(replace(archive.settings, s3_endpoint=f"127.0.0.1:{free_port()}"))
    with pytest.raises(StoreUnavailable):
        check_originals(away)

"""Originals are proven again and again; what is no longer what was received is said at once."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from minio import Minio

from archive.bootstrap import Archive
from archive.import_texts import import_texts, mention_finders
from archive.intake import Deposit, open_visit, receive
from archive.keeping.fixity_report import is_genuine, make_report
from archive.keeping.incidents import close_incident
from archive.keeping.keys import make_key
from archive.keeping.nightly import keep
from archive.keeping.rolling import Bounds, EmptyStore, check_originals
from archive.keeping.sizes import bytes_of
from archive.settings import Secret
from schemas.errors import Conflict, InvalidInput, StoreUnavailable
from schemas.holdings import Visit
from schemas.keeping import IncidentState, KeepingTask
from tests.servers.ports import free_port
from tests.servers.seaweedfs import SeaweedFS


@pytest.fixture
def visit(archive: Archive) -> Visit:
    return open_visit(archive, Visit("Thăm"))


def _receive(archive: Archive, visit: Visit, words: str) -> str:
    return receive(archive, io.BytesIO(words.encode()), "a.txt", Deposit(visit.id, "u")).sha256


def _store(archive: Archive) -> Minio:
    settings = archive.settings
    return Minio(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key, secure=False)


def _put(archive: Archive, sha256: str, words: bytes) -> None:
    _store(archive).put_object(archive.settings.s3_bucket, sha256, io.BytesIO(words), len(words))


def test_whole_damaged_and_missing_are_told_apart(archive: Archive, visit: Visit) -> None:
    whole, damaged, missing = (_receive(archive, visit, f"Lá thư {number}") for number in range(3))
    with mention_finders(few=True) as find:
        import_texts(archive, io.BytesIO('{"id": 1, "text": "Đơn vị e66"}'.encode()), visit.id, find)
    _put(archive, damaged, "Lá thư khác".encode())
    _store(archive).remove_object(archive.settings.s3_bucket, missing)
    report = check_originals(archive)
    assert (report.whole, report.damaged, report.missing) == (2, [damaged], [missing])
    assert archive.objects.holds(whole)


def test_a_budget_is_kept_and_the_next_night_goes_on_with_the_oldest(archive: Archive, visit: Visit) -> None:
    for number in range(5):
        _receive(archive, visit, f"Bức thư số {number}")
    size = len("Bức thư số 0".encode())
    first = check_originals(archive, Bounds(size=2 * size))
    assert (first.whole, first.size, first.complete) == (2, 2 * size, False)
    second = check_originals(archive, Bounds(number=2))
    third = check_originals(archive, Bounds(size=100 * size))
    assert (second.whole, third.whole, third.complete) == (2, 5, True)
    with archive.records() as records:
        ends = [run.facts["whole"] for run in records.keeping_runs(KeepingTask.FIXITY)]
    assert ends == [5, 2, 2]


def test_one_file_larger_than_the_budget_is_still_compared(archive: Archive, visit: Visit) -> None:
    _receive(archive, visit, "Một bức thư dài hơn ngân sách")
    assert check_originals(archive, Bounds(size=1)).whole == 1


def test_damage_opens_one_incident_until_the_original_is_whole_again(archive: Archive, visit: Visit) -> None:
    words = "Lá thư"
    sha256 = _receive(archive, visit, words)
    _put(archive, sha256, "Lá thư khác".encode())
    check_originals(archive)
    check_originals(archive)
    with archive.records() as records:
        assert [(one.sha256, one.outcome, one.state) for one in records.incidents()] == [
            (sha256, "damaged", IncidentState.OPEN)
        ]
    _put(archive, sha256, words.encode())
    assert check_originals(archive).whole == 1
    with archive.records() as records:
        assert (records.incidents()[0].state, records.open_incidents()) == (IncidentState.MENDED, 0)


def test_an_incident_is_closed_once_and_only_with_words(archive: Archive, visit: Visit) -> None:
    _put(archive, _receive(archive, visit, "Lá thư"), b"khac")
    check_originals(archive)
    with archive.records() as records:
        incident = records.incidents()[0]
    with pytest.raises(InvalidInput):
        close_incident(archive, incident.id, "u", "  ")
    close_incident(archive, incident.id, "u", "Đĩa hỏng, đã thay")
    with pytest.raises(Conflict):
        close_incident(archive, incident.id, "u", "lần nữa")


def test_damage_is_mended_from_the_second_store_which_gets_a_copy_of_all(
    archive: Archive, visit: Visit, tmp_path: Path
) -> None:
    kept = [_receive(archive, visit, f"Lá thư {number}") for number in range(3)]
    other = SeaweedFS(tmp_path / "second")
    other.start()
    try:
        there = other.environment()
        archive.settings = replace(
            archive.settings,
            second_endpoint=there["KYUC_S3_ENDPOINT"],
            second_access_key=there["KYUC_S3_ACCESS_KEY"],
            second_secret_key=Secret(there["KYUC_S3_SECRET_KEY"]),
        )
        assert check_originals(archive).copied == 3
        _put(archive, kept[0], b"hong")
        _store(archive).remove_object(archive.settings.s3_bucket, kept[1])
        report = check_originals(archive)
        assert (report.damaged, report.missing) == ([kept[0]], [kept[1]])
        assert sorted(report.mended) == sorted(kept[:2])
        assert (check_originals(archive).whole, report.copied) == (3, 0)
    finally:
        other.stop()
    with archive.records() as records:
        assert {one.state for one in records.incidents()} == {IncidentState.MENDED}
    report = check_originals(archive)
    assert (report.whole, report.second_away) == (3, True)


def test_a_store_that_is_away_damages_nothing(archive: Archive, visit: Visit) -> None:
    _receive(archive, visit, "Lá thư")
    away = Archive(replace(archive.settings, s3_endpoint=f"127.0.0.1:{free_port()}"))
    with pytest.raises(StoreUnavailable):
        check_originals(away)
    with archive.records() as records:
        assert records.incidents() == []


def test_a_store_whose_disk_was_not_mounted_damages_nothing(archive: Archive, visit: Visit) -> None:
    for number in range(12):
        _receive(archive, visit, f"Lá thư {number}")
    empty = Archive(replace(archive.settings, s3_bucket=f"{archive.settings.s3_bucket}-empty"))
    empty.objects.prepare()
    with pytest.raises(EmptyStore):
        check_originals(empty)
    with archive.records() as records:
        assert records.incidents() == []
    assert check_originals(archive).whole == 12


def test_the_month_s_report_is_signed_and_tells_every_change(archive: Archive, visit: Visit) -> None:
    _put(archive, _receive(archive, visit, "Lá thư một"), b"khac")
    _receive(archive, visit, "Lá thư hai")
    check_originals(archive)
    report = make_report(archive, f"{datetime.now():%Y-%m}")
    assert report["comparisons"]["whole"]["number"] == 1 and len(report["incidents"]) == 1
    again = json.loads(json.dumps(report, ensure_ascii=False))
    assert is_genuine(again) and is_genuine(again, again["key"])
    assert not is_genuine(again, "00" * 32)
    again["incidents"] = []
    assert not is_genuine(again)
    with pytest.raises(InvalidInput):
        make_report(archive, "tháng này")


@pytest.mark.parametrize(
    ("written", "size"), [("20GB", 20 * 10**9), ("1,5 tb", 15 * 10**11), ("700", 700), ("5M", 5 * 10**6)]
)
def test_amounts_are_read_as_people_write_them(written: str, size: int) -> None:
    assert bytes_of(written) == size


@pytest.mark.parametrize("written", ["", "nhiều", "-3GB", "20 PB"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput):
        bytes_of(written)


def test_a_night_keeps_everything_once(archive: Archive, visit: Visit, tmp_path: Path) -> None:
    _receive(archive, visit, "Lá thư")
    make_key(archive.settings, archive.sealing, tmp_path / "key.txt", "")
    archive.settings = replace(archive.settings, backup=tmp_path / "usb")
    assert list(keep(archive)) == []
    assert list(keep(archive)) == []
    with archive.records() as records:
        done = {task: len(records.keeping_runs(task)) for task in KeepingTask}
    assert done == {"backup": 1, "fixity": 1, "report": 1, "restore": 0, "digest": 1, "learning": 1}
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    assert list(keep(archive, tomorrow)) == []
    with archive.records() as records:
        assert len(records.keeping_runs(KeepingTask.FIXITY)) == 2


def test_a_night_without_the_backup_disk_still_checks_the_originals(
    archive: Archive, visit: Visit, tmp_path: Path
) -> None:
    _receive(archive, visit, "Lá thư")
    archive.settings = replace(archive.settings, backup=tmp_path / "usb")
    assert [(task, error.code) for task, error in keep(archive)] == [(KeepingTask.BACKUP, "no_backup_key")]
    with archive.records() as records:
        assert records.keeping_runs(KeepingTask.FIXITY)[0].facts["whole"] == 1

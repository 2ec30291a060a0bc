"""A backup made while people work gives the same archive again, on an empty machine, in either database."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from minio import Minio
from sqlalchemy import select

from archive import migrations
from archive.adapters.before_upgrade import FOLDER, NewerRecords
from archive.adapters.sql import make_engine
from archive.adapters.tables import metadata
from archive.bootstrap import Archive
from archive.import_texts import import_texts, mention_finders
from archive.intake import Deposit, open_visit, receive
from archive.keeping.backup import back_up
from archive.keeping.backup_folder import BackupFolder
from archive.keeping.errors import (
    DamagedBackup,
    ForeignFolder,
    NewerBackup,
    NoBackup,
    NoBackupKey,
    NotEmpty,
    WrongKey,
)
from archive.keeping.keys import HeldKey, make_key, read_key
from archive.keeping.restore import examine, restore
from archive.keeping.rolling import check_originals
from archive.keeping.signatures import signer_of
from archive.migrations import HEAD
from archive.preservation import original
from archive.settings import Secret
from archive.signing_in.accounts import create_user, first_admin_token
from schemas.audit import AuditAct
from schemas.errors import KyucError
from schemas.holdings import Derivative, DerivativeKind, Visit
from schemas.keeping import KeepingTask
from schemas.linkage import Decision, Step, Subject, VerifierLevel
from schemas.people import Role
from schemas.processing import Stage
from schemas.queries import SearchQuery
from tests.servers.postgres import Postgres

REMADE = {"derivatives", "stages", "keeping_runs", "audit_head", "audit_entries"}
"""Tables that a restore changes on purpose: what is made for viewing is planned anew, and it is noted."""


@pytest.fixture
def visit(archive: Archive) -> Visit:
    return open_visit(archive, Visit("Thăm nhà bà Sáu", commune="Xã Thử"))


@pytest.fixture
def key(archive: Archive, tmp_path: Path) -> HeldKey:
    file = tmp_path / "khoa.txt"
    make_key(archive.settings, archive.sealing, file, signer_of(archive.settings).public)
    return read_key(file, archive.sealing)


def _receive(archive: Archive, visit: Visit, words: str) -> str:
    return receive(archive, io.BytesIO(words.encode()), "thư.txt", Deposit(visit.id, "u")).sha256


def _fill(archive: Archive, visit: Visit) -> None:
    """Letters, an imported text kept in the records, a decision, and something made for viewing."""
    for number in range(3):
        _receive(archive, visit, f"Lá thư {number} gửi từ đơn vị e66")
    line = '{"id": 7, "text": "Liệt sĩ Trần Văn Thử, hy sinh tại Khe Mẫu"}'
    with mention_finders(few=True) as find:
        import_texts(archive, io.BytesIO(line.encode()), visit.id, find)
    with archive.records() as records:
        item = next(records.item_ids())
        asset = records.assets_of(item)[0]
        records.decide(
            Decision(Subject.of(item, visit.id), Step.PROPOSE, "u", VerifierLevel.COMMUNE, "r", "đã xem")
        )
        records.add_derivative(
            Derivative(asset.id, DerivativeKind.THUMBNAIL, f"{asset.id}/t.jpg", "image/jpeg")
        )
        records.commit()


def _words(row: Sequence[Any]) -> str:
    """PostgreSQL keeps no order of the names in JSON."""
    return json.dumps(list(row), sort_keys=True, default=str)


def _rows(archive: Archive) -> dict[str, list[Any]]:
    """Every row of every table, as Python sees it."""
    engine = make_engine(str(archive.settings.database_url))
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(_words, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
            if table.name not in REMADE
        }
    engine.dispose()
    return found


def _audited(archive: Archive) -> list[tuple[int, str, bytes]]:
    with archive.records() as records:
        chain = records.audit_chain(records.audit_head().number)
        return [(one.number, one.act, one.hash) for one in chain]


def test_the_same_archive_stands_again_on_an_empty_machine(
    archive: Archive, elsewhere: Archive, visit: Visit, key: HeldKey, tmp_path: Path
) -> None:
    _fill(archive, visit)
    audited = _audited(archive)
    made = back_up(archive, tmp_path / "usb")
    assert (made.copied, made.manifest.originals, made.manifest.missing) == (3, 3, ())
    restored = restore(elsewhere, examine(elsewhere, tmp_path / "usb", key), key)
    assert _rows(elsewhere) == _rows(archive)
    assert audited and _audited(elsewhere)[: len(audited)] == audited, "every entry, its number and its hash"
    assert [entry[1] for entry in _audited(elsewhere)[len(audited) :]] == [AuditAct.RESTORED]
    assert restored.indexed == 4
    report = check_originals(elsewhere)
    assert (report.whole, report.damaged, report.missing) == (4, [], [])
    assert elsewhere.index.search(SearchQuery(text="Khe Mẫu", max_level=4)).total == 1
    assert signer_of(elsewhere.settings).public == signer_of(archive.settings).public
    with elsewhere.records() as records:
        asset = records.assets_of(next(records.item_ids()))[0]
        again = records.stage(asset.id, Stage.MAKE_DERIVATIVES)
        assert records.derivatives_of(asset.id) == [] and again is not None and again.state == "waiting"
        assert [run.outcome for run in records.keeping_runs(KeepingTask.RESTORE)] == ["done"]


@pytest.mark.servers
@pytest.mark.parametrize("way", ["SQLite to PostgreSQL", "PostgreSQL to SQLite"])
def test_either_database_gives_to_the_other(
    way: str, archive: Archive, elsewhere: Archive, key: HeldKey, tmp_path: Path, postgres: Postgres
) -> None:
    url = Secret(postgres.create(f"kept{abs(hash(tmp_path))}"))
    if way.startswith("SQLite"):
        elsewhere.settings = replace(elsewhere.settings, database_url=url)
    else:
        archive.settings = replace(archive.settings, database_url=url)
    _fill(archive, open_visit(archive, Visit("Thăm", commune="Xã Thử")))
    back_up(archive, tmp_path / "usb")
    restore(elsewhere, examine(elsewhere, tmp_path / "usb", key), key)
    assert _rows(elsewhere) == _rows(archive)
    with pytest.raises(NotEmpty):
        restore(elsewhere, examine(elsewhere, tmp_path / "usb", key), key)


def test_only_new_originals_are_copied_and_work_goes_on_meanwhile(
    archive: Archive, elsewhere: Archive, visit: Visit, key: HeldKey, tmp_path: Path
) -> None:
    _fill(archive, visit)
    back_up(archive, tmp_path / "usb")
    stop = threading.Event()

    def bring() -> None:
        for number in range(1000):
            _receive(archive, visit, f"Thư đến trong lúc sao lưu {number}")
            if stop.is_set():
                return

    person = threading.Thread(target=bring)
    person.start()
    try:
        second = back_up(archive, tmp_path / "usb")
    finally:
        stop.set()
        person.join()
    third = back_up(archive, tmp_path / "usb")
    assert second.kept_before == 3
    assert third.kept_before == 3 + second.copied and third.copied > 0
    assert back_up(archive, tmp_path / "usb").copied == 0
    restore(elsewhere, examine(elsewhere, tmp_path / "usb", key, second.manifest.run), key)
    with elsewhere.records() as records:
        assert records.originals_held()[0] == second.manifest.originals + 1, (
            "with the text kept in the records"
        )


def test_a_run_that_was_broken_off_is_gone_on_with(
    archive: Archive, visit: Visit, key: HeldKey, tmp_path: Path
) -> None:
    _fill(archive, visit)
    folder = BackupFolder(tmp_path / "usb")

    def cut_off(progress: Any) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(archive, folder.root, cut_off)
    assert folder.runs() == []
    kept = {path: path.stat().st_mtime_ns for path in (folder.root / "objects").rglob("*.age")}
    assert len(kept) == 2
    back_up(archive, folder.root)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept, "not copied again"
    assert len(folder.manifests()[0].objects) == 3


def _flip(path: Path) -> None:
    words = bytearray(path.read_bytes())
    words[len(words) // 2] ^= 1
    path.write_bytes(words)


def _first(root: Path, pattern: str) -> Path:
    return next(iter(sorted(root.glob(pattern))))


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda root: _flip(_first(root, "objects/*/*.age")), DamagedBackup),
        (lambda root: _first(root, "objects/*/*.age").unlink(), DamagedBackup),
        (lambda root: _flip(_first(root, "runs/*/records.age")), DamagedBackup),
        (lambda root: _flip(_first(root, "runs/*/manifest.json")), DamagedBackup),
        (lambda root: _first(root, "runs/*/manifest.sig").unlink(), NoBackup),
        (lambda root: (root / "kyuc-backup.json").unlink(), NoBackup),
        (lambda root: (root / "kyuc-backup.json").write_text('{"format": 99}'), NewerBackup),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    spoil: Callable[[Path], object], refusal: type[KyucError],
    archive: Archive, elsewhere: Archive, visit: Visit, key: HeldKey, tmp_path: Path,
) -> None:  # fmt: skip
    _fill(archive, visit)
    back_up(archive, tmp_path / "usb")
    spoil(tmp_path / "usb")
    with pytest.raises(refusal) as said:
        examine(elsewhere, tmp_path / "usb", key)
    assert said.value.message_vi and said.value.message_en
    assert not elsewhere.settings.data.exists()


def test_wrong_key_other_signer_and_newer_tables_are_refused(
    archive: Archive,
    elsewhere: Archive,
    visit: Visit,
    key: HeldKey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _fill(archive, visit)
    root = tmp_path / "usb"
    back_up(archive, root)
    stranger = archive.sealing.new_key()
    with pytest.raises(WrongKey):
        examine(elsewhere, root, HeldKey(stranger.private))
    with pytest.raises(WrongKey):
        examine(elsewhere, root, HeldKey(key.private, "00" * 32))
    older = Archive(elsewhere.settings)
    monkeypatch.setattr(older.copies, "knows", lambda revision: False)
    with pytest.raises(NewerBackup):
        examine(older, root, key)
    assert not elsewhere.settings.data.exists()


def test_a_restore_that_fails_midway_leaves_an_empty_archive_and_can_be_said_again(
    archive: Archive, elsewhere: Archive, visit: Visit, key: HeldKey, tmp_path: Path
) -> None:
    _fill(archive, visit)
    back_up(archive, tmp_path / "usb")

    def pull_the_plug(what: str, done: int, _of: int) -> None:
        if (what, done) == ("originals", 2):
            raise OSError("unplugged")

    with pytest.raises(OSError, match="unplugged"):
        restore(elsewhere, examine(elsewhere, tmp_path / "usb", key), key, pull_the_plug)
    assert [path.name for path in elsewhere.settings.data.iterdir()] in ([], ["spool"]), "no records"
    restore(elsewhere, examine(elsewhere, tmp_path / "usb", key), key)
    assert _rows(elsewhere) == _rows(archive)


def test_nothing_is_restored_over_what_people_have_made(
    archive: Archive, visit: Visit, key: HeldKey, tmp_path: Path
) -> None:
    back_up(archive, tmp_path / "usb")
    with pytest.raises(NotEmpty):
        restore(archive, examine(archive, tmp_path / "usb", key), key)
    with archive.records() as records:
        assert records.visit(visit.id).title == visit.title


def test_an_archive_that_was_only_started_counts_as_empty(archive: Archive) -> None:
    with archive.records():
        pass
    first_admin_token(archive)
    assert not archive.copies.occupied()
    create_user(archive, "an", [Role.VOLUNTEER], password="một mật khẩu dài")
    assert archive.copies.occupied()


def test_what_is_missing_in_the_store_is_said_and_the_rest_is_kept(
    archive: Archive, elsewhere: Archive, visit: Visit, key: HeldKey, tmp_path: Path
) -> None:
    _fill(archive, visit)
    gone = _receive(archive, visit, "Lá thư sẽ mất")
    settings = archive.settings
    store = Minio(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key, secure=False)
    store.remove_object(settings.s3_bucket, gone)
    made = back_up(archive, tmp_path / "usb")
    assert made.manifest.missing == (gone,)
    restore(elsewhere, examine(elsewhere, tmp_path / "usb", key), key)
    assert check_originals(elsewhere).missing == [gone]


def test_without_a_key_or_into_a_folder_of_other_things_nothing_is_written(
    archive: Archive, visit: Visit, tmp_path: Path
) -> None:
    with pytest.raises(NoBackupKey):
        back_up(archive, tmp_path / "usb")
    assert not (tmp_path / "usb").exists()
    make_key(archive.settings, archive.sealing, tmp_path / "k.txt", "")
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "wedding.jpg").write_text("x")
    with pytest.raises(ForeignFolder):
        back_up(archive, photos)
    assert [path.name for path in photos.iterdir()] == ["wedding.jpg"]


def test_neither_text_nor_names_can_be_read_in_the_folder(
    archive: Archive, visit: Visit, key: HeldKey, tmp_path: Path
) -> None:
    _fill(archive, visit)
    back_up(archive, tmp_path / "usb")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "usb").rglob("*") if path.is_file())
    for words in ("Trần Văn Thử", "Lá thư", "bà Sáu", key.private, signer_of.__name__):
        assert words.encode() not in everything
    with (
        archive.records() as records,
        original(archive, records.assets_of(next(records.item_ids()))[0]) as kept,
    ):
        assert kept.read()[:20] not in everything


def test_an_older_version_s_records_are_brought_up_to_date(archive: Archive, tmp_path: Path) -> None:
    """A file of the first tables, as an earlier program would have kept it."""
    file = tmp_path / "old.sqlite"
    engine = make_engine(f"sqlite:///{file}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        columns = "id, title, commune, team, family, witnesses, known_names, kind, code, made_at"
        values = "'v', 'Thăm', '', '', '', '[]', '[]', 'visit', 'AB-2345', '2026-01-01 00:00:00'"
        connection.exec_driver_sql(f"INSERT INTO visits ({columns}) VALUES ({values})")
    engine.dispose()
    assert archive.copies.revision(file) == "0001" and archive.copies.knows("0001")
    opened = archive.copies.opened(file)
    with closing(opened), opened.records() as records:
        assert records.visit("v").title == "Thăm"
    assert archive.copies.revision(file) == HEAD and not archive.copies.knows("9999")


def test_an_upgrade_keeps_a_copy_first_and_says_how_long(archive: Archive, visit: Visit) -> None:
    assert archive.copies.upgrade_ahead() is None
    archive.close()
    path = archive.settings.data / "records.sqlite"
    engine = make_engine(str(archive.settings.database_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerRecords) as refused, Archive(archive.settings).records():
        pass
    assert "mới hơn" in refused.value.message_vi and "newer" in refused.value.message_en
    assert not (path.parent / FOLDER).exists()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    engine.dispose()
    ahead = archive.copies.upgrade_ahead()
    assert (
        ahead is not None
        and (ahead.from_revision, ahead.to_revision) == ("0001", HEAD)
        and ahead.seconds >= 2
    )
    with pytest.raises(KyucError), Archive(archive.settings).records():
        pass  # its tables stand already: the upgrade fails, and the copy is there
    (copy,) = (path.parent / FOLDER).glob("records-0001-*.sqlite")
    assert archive.copies.revision(copy) == "0001" and copy.stat().st_mode & 0o077 == 0

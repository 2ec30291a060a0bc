"""The audit on SQLite and on PostgreSQL: with the act or not at all, in one chain, proven whole or not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from archive.adapters.catalogue_sql import SqlDatabase, open_database
from archive.audit.actor import acting
from archive.audit.chain import Break
from archive.audit.verifying import anchor_now, prove
from archive.settings import load
from schemas.audit import Actor, AuditAct, AuditEntry, AuditFilter, Outcome
from schemas.holdings import Visit
from schemas.ids import new_id


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlDatabase]:
    given = {"KYUC_DATA": str(tmp_path)}
    if request.param == "postgres":
        given["KYUC_DATABASE_URL"] = request.getfixturevalue("postgres").create(f"audit_{new_id()[-12:]}")
    opened = open_database(load(given))
    yield opened
    opened.close()


def _note(database: SqlDatabase, times: int = 1, act: AuditAct = AuditAct.ITEM_CHANGED) -> None:
    for _ in range(times):
        with database.records() as records:
            records.note(AuditEntry(act, "item", new_id(), details={"changed": "title"}))
            records.commit()


def _tampered(database: SqlDatabase, statement: str) -> None:
    """As somebody with the keys of the database would: the triggers are out of the way first."""
    postgres = database.engine.dialect.name == "postgresql"
    with database.engine.begin() as connection:
        if postgres:
            connection.execute(text("SET session_replication_role = replica"))
        else:
            for table in ("audit_entries", "audit_anchors"):
                for act in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{act}"))
        for one in statement.split(";"):
            connection.execute(text(one))
        if postgres:
            connection.execute(text("SET session_replication_role = DEFAULT"))


def _broken(database: SqlDatabase) -> list[tuple[int, Break]]:
    with database.records() as records:
        return [(one.number, one.how) for one in prove(records).broken]


def test_an_entry_stands_with_its_act_and_names_who_it_was(database: SqlDatabase) -> None:
    who = Actor(new_id(), ("researcher", "volunteer"), "request-1")
    visit = Visit("Thăm", code=new_id()[-12:])
    with acting(who), database.records() as records:
        records.add_visit(visit)
        records.note(AuditEntry(AuditAct.VISIT_OPENED, "visit", visit.id))
        records.commit()
    with database.records() as records:
        (entry,) = records.audit_entries(AuditFilter(subject_id=visit.id))
    assert (entry.number, entry.act, entry.by) == (1, "visit_opened", who.id)
    assert (entry.roles, entry.request) == ("researcher+volunteer", "request-1")
    assert abs(datetime.now(UTC) - entry.at) < timedelta(minutes=1)


def test_what_is_rolled_back_leaves_no_entry(database: SqlDatabase) -> None:
    with database.records() as records:
        records.add_visit(Visit("Thăm", code="AB-2345"))
        records.note(AuditEntry(AuditAct.VISIT_OPENED, "visit", "v"))
    with database.records() as records:
        assert records.audit_head().number == 0
        assert not records.audit_entries(AuditFilter())


def test_many_writers_make_one_chain_without_a_gap(database: SqlDatabase) -> None:
    threads = [threading.Thread(target=_note, args=(database, 15)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.records() as records:
        proof = prove(records)
    assert (proof.entries, proof.broken) == (90, ())


@pytest.mark.parametrize("table", ["audit_entries", "audit_anchors"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET number = number + 1000", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_it(database: SqlDatabase, table: str, statement: str) -> None:
    _note(database)
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO audit_anchors (day, number, hash) VALUES ('2026-07-27', 1, '')"))
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(text(statement.format(table)))


_HARM: dict[str, tuple[str, list[tuple[int, Break]]]] = {
    "changed": ("UPDATE audit_entries SET by = 'other' WHERE number = 3", [(3, Break.CHANGED)]),
    "removed": ("DELETE FROM audit_entries WHERE number = 3", [(4, Break.MISSING)]),
    "cut off": ("DELETE FROM audit_entries WHERE number > 4", [(4, Break.CUT_OFF)]),
    "reordered": (
        "UPDATE audit_entries SET number = 100 WHERE number = 2;"
        "UPDATE audit_entries SET number = 2 WHERE number = 3;"
        "UPDATE audit_entries SET number = 3 WHERE number = 100",
        [(2, Break.CHANGED), (3, Break.CHANGED), (4, Break.CHANGED)],
    ),
    "inserted": (
        "UPDATE audit_entries SET number = 7 WHERE number = 6;"
        "INSERT INTO audit_entries SELECT 6, at, act, by, roles, subject_kind, subject_id, outcome, details,"
        " request, hash FROM audit_entries WHERE number = 5",
        [(6, Break.CHANGED), (7, Break.ADDED)],
    ),
}


@pytest.mark.parametrize("harm", sorted(_HARM))
def test_every_harm_is_found_where_it_was_done(database: SqlDatabase, harm: str) -> None:
    _note(database, 6)
    assert _broken(database) == []
    statement, expected = _HARM[harm]
    _tampered(database, statement)
    found = _broken(database)
    assert [one for one in expected if one not in found] == []


def test_an_anchor_kept_elsewhere_tells_a_chain_that_was_made_anew(
    database: SqlDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Somebody rewrites the whole audit with correct hashes: only the paper in the drawer knows better."""
    _note(database, 4)
    with database.records() as records:
        kept = anchor_now(records)
    other = open_database(load({"KYUC_DATA": str(tmp_path_factory.mktemp("forged"))}))
    _note(other, 4, AuditAct.SIGN_IN)
    with other.records() as records:
        assert prove(records).broken == ()
        assert [one.how for one in prove(records, [kept]).broken] == [Break.ANCHOR]
    other.close()
    with database.records() as records:
        assert prove(records, [kept]).broken == ()


def test_each_day_leaves_an_anchor_with_the_first_entry_of_the_next(database: SqlDatabase) -> None:
    _note(database, 3)
    _tampered(database, "UPDATE audit_head SET at = '2026-07-26 10:00:00.000000'")
    _note(database)
    with database.records() as records:
        (anchor,) = records.audit_anchors()
        third = records.audit_entries(AuditFilter(), before=4, limit=1)[0]
    assert (anchor.day.isoformat(), anchor.number, anchor.hash) == ("2026-07-26", 3, third.hash)
    assert _broken(database) == []


def test_entries_are_found_by_who_what_and_when(database: SqlDatabase) -> None:
    with acting(Actor("user-1")):
        _note(database, 3)
    with acting(Actor("user-2")), database.records() as records:
        records.note(AuditEntry(AuditAct.CALL_REFUSED, "route", "users.index", Outcome.REFUSED))
        records.commit()
    now = datetime.now(UTC)
    asked: dict[str, tuple[AuditFilter, int]] = {
        "who": (AuditFilter(by="user-1"), 3),
        "what": (AuditFilter(act="call_refused"), 1),
        "outcome": (AuditFilter(outcome="refused"), 1),
        "since": (AuditFilter(since=now + timedelta(minutes=1)), 0),
        "until": (AuditFilter(until=now + timedelta(minutes=1)), 4),
    }
    with database.records() as records:
        found = {name: len(records.audit_entries(wanted)) for name, (wanted, _) in asked.items()}
        older = records.audit_entries(AuditFilter(), before=3, limit=1)
        counts = records.audit_counts(now - timedelta(days=1), now + timedelta(days=1))
    assert found == {name: number for name, (_, number) in asked.items()}
    assert [entry.number for entry in older] == [2]
    assert [(one.act, one.times) for one in counts] == [("item_changed", 3), ("call_refused", 1)]


@pytest.mark.parametrize(
    "made",
    [
        lambda: AuditEntry(AuditAct.ITEM_CHANGED, "item", "1", details={"title": "Thư của Nguyễn Văn A"}),
        lambda: AuditEntry(AuditAct.SIGN_IN, "user", "lan anh"),
    ],
)
def test_free_words_do_not_come_in(made: Callable[[], AuditEntry]) -> None:
    with pytest.raises(ValueError, match="codes only"):
        made()

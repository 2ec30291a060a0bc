"""What the records must do for the archive, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from archive.adapters.catalogue_sql import SqlDatabase, open_database
from archive.adapters.tables import metadata
from archive.ports import Catalogue
from archive.settings import load
from schemas.errors import Conflict, NotFound
from schemas.holdings import (
    Accession,
    Asset,
    Derivative,
    DerivativeKind,
    Item,
    ItemKind,
    Medium,
    StoredObject,
    Visit,
)
from schemas.ids import new_id
from schemas.mentions import Candidate, Mention, MentionKind
from schemas.processing import Stage, State
from schemas.transcripts import Author, Box, Segment, Transcript, TranscriptStatus, Word

_LEASE = timedelta(minutes=1)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqlDatabase]:
    given = {"KYUC_DATA": str(tmp_path_factory.mktemp("records"))}
    if request.param == "postgres":
        given["KYUC_DATABASE_URL"] = request.getfixturevalue("postgres").create(f"contract_{new_id()[-12:]}")
    opened = open_database(load(given))
    yield opened
    opened.close()


@pytest.fixture
def records(database: SqlDatabase) -> Iterator[Catalogue]:
    with database.records() as opened:
        yield opened


@pytest.fixture
def asset(records: Catalogue) -> Asset:
    return _enter(records)


def _enter(records: Catalogue, kind: ItemKind = ItemKind.LETTER) -> Asset:
    visit = Visit(
        "Thăm nhà ông Nông Văn Páo", code=new_id()[-12:], date=date(2026, 7, 27), witnesses=("bà Mơ",)
    )
    item = Item(visit.id, kind, "Thư", dated="1972-05")
    sha256 = new_id().replace("-", "") * 2
    made = Asset(item.id, sha256, "thư.jpg", Medium.IMAGE, "image/jpeg", metadata={"gps": {"lat": 16.7}})
    records.add_visit(visit)
    records.add_item(item)
    records.add_object(StoredObject(sha256, 5_000_000_000, "image/jpeg"))
    records.add_asset(made, Accession(made.id, visit.id, sha256, datetime.now(UTC), "u1"))
    records.commit()
    return made


def test_the_schema_is_the_one_that_the_code_describes(database: SqlDatabase) -> None:
    inspector = inspect(database.engine)
    described = {name: {column.name for column in table.columns} for name, table in metadata.tables.items()}
    found = {
        name: {column["name"] for column in inspector.get_columns(name)}
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }
    assert found == described


def test_what_was_entered_comes_back_the_same(records: Catalogue, asset: Asset) -> None:
    item = records.item(asset.item_id)
    visit = records.visit(item.visit_id)
    assert (visit.witnesses, visit.date, item.dated) == (("bà Mơ",), date(2026, 7, 27), "1972-05")
    assert records.asset(asset.id) == asset
    stored = records.stored_object(asset.sha256)
    assert stored is not None
    assert stored.size == 5_000_000_000
    assert abs(stored.stored_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_what_is_not_committed_is_forgotten(database: SqlDatabase) -> None:
    visit = Visit("x", code=new_id()[-12:])
    with database.records() as records:
        records.add_visit(visit)
    with database.records() as records, pytest.raises(NotFound):
        records.visit(visit.id)


def test_a_code_belongs_to_one_visit(database: SqlDatabase) -> None:
    code = new_id()[-12:]
    with database.records() as records:
        records.add_visit(Visit("a", code=code))
        with pytest.raises(Conflict):
            records.add_visit(Visit("b", code=code))


def test_one_id_of_a_source_is_one_item(records: Catalogue, asset: Asset) -> None:
    visit_id, external = records.item(asset.item_id).visit_id, new_id()
    records.add_item(Item(visit_id, ItemKind.TEXT, external_id=external, source="báo"))
    records.add_item(Item(visit_id, ItemKind.TEXT, external_id=external, source="sách"))
    assert len(records.items_known_as("báo", [external])) == 1
    with pytest.raises(Conflict):
        records.add_item(Item(visit_id, ItemKind.TEXT, external_id=external, source="báo"))


def test_a_derivative_replaces_the_one_before(records: Catalogue, asset: Asset) -> None:
    for width in (100, 200):
        made = Derivative(asset.id, DerivativeKind.WEB_IMAGE, "k", "image/jpeg", page=1, width=width)
        records.add_derivative(made)
    records.add_derivative(Derivative(asset.id, DerivativeKind.THUMBNAIL, "t", "image/jpeg"))
    kept = {(one.kind, one.page): one.width for one in records.derivatives_of(asset.id)}
    assert kept == {(DerivativeKind.WEB_IMAGE, 1): 200, (DerivativeKind.THUMBNAIL, None): None}


def _text(asset: Asset, author: str, text: str, **more: object) -> Transcript:
    word = Word(text, 0.5, Box(1, 2, 3, 4))
    segment = Segment(text, 0.5, 1, Box(1, 2, 3, 4), words=(word,))
    made = Transcript(asset.id, Author(author, "x"), (segment,))
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_persons_text_stands_above_any_machines(records: Catalogue, asset: Asset) -> None:
    authors = {"máy 1": "engine", "người chép": "person", "máy 2": "engine"}
    for text, author in authors.items():
        records.add_transcript(_text(asset, author, text))
    current = records.current_transcript(asset.id)
    assert current is not None
    assert (current.text, current.segments[0].words[0].box) == ("người chép", Box(1, 2, 3, 4))
    assert [one.text for one in records.transcripts(asset.id)] == ["máy 2", "người chép", "máy 1"]


def test_a_returned_proposal_does_not_stand(records: Catalogue, asset: Asset) -> None:
    records.add_transcript(_text(asset, "engine", "máy"))
    records.add_transcript(_text(asset, "person", "bị trả", status=TranscriptStatus.RETURNED))
    current = records.current_transcript(asset.id)
    assert current is not None
    assert current.text == "máy"


def test_mentions_are_replaced_whole_and_keep_their_order(records: Catalogue, asset: Asset) -> None:
    text = _text(asset, "engine", "e66 ở Quảng Trị")
    records.add_transcript(text)
    unit = Mention(
        MentionKind.UNIT, 0, 3, "e66", "e66", (Candidate("e66", 1.0, "u66"),), attributes={"a": [1]}
    )
    place = Mention(MentionKind.PLACE, 6, 15, "Quảng Trị", "Quảng Trị", certainty="weak")
    records.replace_mentions(text.id, [place])
    records.replace_mentions(text.id, [unit, place])
    assert list(records.mentions_of(text.id)) == [unit, place]
    records.replace_mentions(text.id, [])
    assert list(records.mentions_of(text.id)) == []


def test_two_workers_never_claim_the_same_work(database: SqlDatabase, records: Catalogue) -> None:
    assets = [_enter(records) for _ in range(20)]
    records.plan_stages([(one.id, one.item_id, Stage.EXTRACT_MENTIONS) for one in assets])
    records.commit()
    claimed: list[str] = []

    def work(name: str) -> None:
        while True:
            with database.records() as mine:
                some = mine.claim_stages(Stage.EXTRACT_MENTIONS, name, _LEASE, 3)
                mine.commit()
            claimed.extend(state.target_id for state in some)
            if not some:
                return

    _together(work, 4)
    ours = [target for target in claimed if target in {one.id for one in assets}]
    assert sorted(ours) == sorted(one.id for one in assets)


def test_one_claim_of_many_that_come_at_once_wins(
    database: SqlDatabase, asset: Asset, records: Catalogue
) -> None:
    records.plan_stage(asset.id, asset.item_id, Stage.READ_PAGE)
    records.commit()
    won: list[str] = []

    def work(name: str) -> None:
        with database.records() as mine:
            if mine.claim_stage(asset.id, Stage.READ_PAGE, name, _LEASE):
                won.append(name)
            mine.commit()

    _together(work, 6)
    assert len(won) == 1


def _together(work: Callable[[str], None], number: int) -> None:
    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_life_of_a_stage(records: Catalogue, asset: Asset) -> None:
    planned = records.plan_stage(asset.id, asset.item_id, Stage.READ_PAGE)
    assert records.plan_stage(asset.id, asset.item_id, Stage.READ_PAGE) == planned
    running = records.claim_stage(asset.id, Stage.READ_PAGE, "w", _LEASE)
    assert running is not None
    records.report_progress(running, 0.5, _LEASE)
    shown = records.stage(asset.id, Stage.READ_PAGE)
    assert shown is not None
    assert (shown.state, shown.progress, shown.attempt) == (State.RUNNING, 0.5, 1)
    records.end_stage(running, State.BLANK, reason_code="blank", reason_vi="Trống", reason_en="Blank")
    [ended] = records.stages_of(asset.item_id)
    assert (ended.state, ended.reason_vi, ended.progress) == (State.BLANK, "Trống", None)
    assert records.claim_stage(asset.id, Stage.READ_PAGE, "w", _LEASE) is None
    again = records.plan_stage(asset.id, asset.item_id, Stage.READ_PAGE)
    assert (again.state, again.revision, again.reason_vi) == (State.WAITING, 2, None)


def test_an_attempt_that_lost_its_lease_cannot_end_the_work(records: Catalogue, asset: Asset) -> None:
    records.plan_stage(asset.id, asset.item_id, Stage.READ_PAGE)
    late = records.claim_stage(asset.id, Stage.READ_PAGE, "late", timedelta(seconds=-1))
    assert late is not None
    second = records.claim_stage(asset.id, Stage.READ_PAGE, "second", _LEASE)
    assert second is not None
    assert (second.attempt, second.failures) == (2, 1)
    for act in (
        lambda: records.end_stage(late, State.DONE),
        lambda: records.report_progress(late, 0.1, _LEASE),
        lambda: records.release_stage(late, reason_code="x", retry_after=_LEASE),
    ):
        with pytest.raises(Conflict):
            act()
    assert [records.end_stages([held], State.DONE) for held in (late, second)] == [0, 1]


def test_released_work_waits_for_its_time(records: Catalogue, asset: Asset) -> None:
    records.plan_stage(asset.id, asset.item_id, Stage.READ_PAGE)
    state = records.claim_stage(asset.id, Stage.READ_PAGE, "w", _LEASE)
    assert state is not None
    records.release_stage(state, reason_code="store_unavailable", retry_after=timedelta(hours=1))
    assert records.claim_stage(asset.id, Stage.READ_PAGE, "w", _LEASE) is None
    assert asset.id not in {due.target_id for due in records.work_to_wake(10_000)}


def test_open_and_failed_work_of_a_visit(records: Catalogue, asset: Asset) -> None:
    visit_id = records.item(asset.item_id).visit_id
    records.plan_stage(asset.id, asset.item_id, Stage.READ_PAGE)
    records.plan_stage(asset.item_id, asset.item_id, Stage.INDEX_ITEM)
    assert records.open_work([visit_id]) == {Stage.READ_PAGE: 1, Stage.INDEX_ITEM: 1}
    state = records.claim_stage(asset.id, Stage.READ_PAGE, "w", _LEASE)
    assert state is not None
    records.end_stage(state, State.FAILED, reason_code="unreadable_file")
    assert [failed.target_id for failed in records.failed_work([visit_id])] == [asset.id]
    assert records.open_work([visit_id]) == {Stage.INDEX_ITEM: 1}


def test_a_reader_does_not_wait_for_a_writer(database: SqlDatabase, asset: Asset) -> None:
    with database.records() as writer, database.records() as reader:
        writer.describe_asset(asset.id, {"camera": "x"})
        assert "camera" not in reader.asset(asset.id).metadata
        writer.commit()
        assert reader.asset(asset.id).metadata == {"gps": {"lat": 16.7}, "camera": "x"}


def test_a_database_that_is_opened_twice_at_once_is_made_once(tmp_path: Path) -> None:
    settings = load({"KYUC_DATA": str(tmp_path)})
    _together(lambda name: open_database(settings).close(), 4)
    with open_database(settings).records() as records:
        assert records.item_count() == 0

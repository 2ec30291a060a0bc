"""What the records must do for people at work on texts, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.adapters.catalogue_sql import SqlDatabase, open_database
from archive.settings import load
from schemas.editing import Draft, Lock, Presence, Review, ReviewAct
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.ids import new_id
from schemas.markings import Chapter, MapPoint, Mark, MarkKind
from schemas.mentions import Candidate, MarkAct, MentionKind, MentionMark
from schemas.textwork import Difficulty, SecondReading, TextFilter, TextTask
from schemas.transcripts import Author, Box, Segment, Transcript, TranscriptStatus

NOW = datetime.now(UTC)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqlDatabase]:
    given = {"KYUC_DATA": str(tmp_path_factory.mktemp("records"))}
    if request.param == "postgres":
        given["KYUC_DATABASE_URL"] = request.getfixturevalue("postgres").create(f"editing_{new_id()[-12:]}")
    opened = open_database(load(given))
    yield opened
    opened.close()


def _enter(database: SqlDatabase, *texts: Transcript, commune: str = "Triệu Ái") -> Asset:
    visit, sha256 = Visit("Thăm", commune=commune, code=new_id()[-12:]), new_id().replace("-", "") * 2
    item = Item(visit.id, ItemKind.LETTER, "Thư")
    asset = Asset(item.id, sha256, "a.jpg", Medium.IMAGE, "image/jpeg", metadata={"pages": 2})
    with database.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.add_object(StoredObject(sha256, 1, "image/jpeg"))
        records.add_asset(asset, Accession(asset.id, visit.id, sha256, NOW, "u"))
        records.commit()
    return asset


def _text(asset: Asset, by: str = "engine", confidence: float = 0.9, **more: object) -> Transcript:
    segment = Segment("Mẹ kính yêu", confidence, 1, Box(1, 2, 3, 4))
    return Transcript(asset.id, Author(by, "u1"), (segment,), **more)  # type: ignore[arg-type]


def test_a_draft_comes_back_as_it_was_typed(database: SqlDatabase) -> None:
    asset = _enter(database)
    line = Segment(
        "Mẹ [?]", page=1, box=Box(1, 2, 3, 4), start=1.5, end=2.5, kind="handwriting", speaker="bà Mơ",
        id="s0", marks=(Mark(3, 6, MarkKind.UNCLEAR, "nhòe"),), raw="Meï",
    )  # fmt: skip
    chapter, point = Chapter(0, 60, "Vượt sông", names=("Hùng",)), MapPoint(1, 2, "gốc đa", 16.7, 107.1)
    draft = Draft(asset.id, None, 1, (line,), "u1", ("u1", "u2"), "máy", "", (chapter,), (point,))
    with database.records() as records:
        records.hold_text(asset.id)
        records.add_draft(draft)
        records.add_draft(Draft(asset.id, None, 2, (line,), "u2", ("u1", "u2"), "b"))
        records.add_draft(Draft(asset.id, None, 2, (line,), "u1", device="máy", aside=True))
        records.commit()
        assert records.draft_at(asset.id, "", 1) == draft
        head = records.draft_head(asset.id)
        assert head is not None and (head.revision, head.segments) == (2, ())
        assert records.saves_since(asset.id, "", 0) == [("u1", "máy"), ("u2", "b")]
        assert len(records.asides(asset.id, "")) == 1
        records.close_draft(asset.id, "")
        records.settle_asides(asset.id, "")
        last = records.draft(asset.id)
        assert last is not None and (last.revision, last.closed) == (2, True)
        assert (records.draft_at(asset.id, "", 1), list(records.asides(asset.id, ""))) == (None, [])


def test_of_many_who_want_the_lock_one_has_it_until_it_lapses(database: SqlDatabase) -> None:
    asset, won = _enter(database), []
    held = NOW + timedelta(minutes=15)

    def take(name: str) -> None:
        with database.records() as records:
            if records.take_lock(Lock(asset.id, name, held), NOW):
                won.append(name)
            records.commit()

    threads = [threading.Thread(target=take, args=(f"u{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    with database.records() as records:
        assert records.take_lock(Lock(asset.id, won[0], held), NOW)
        assert not records.take_lock(Lock(asset.id, "another", held), NOW)
        assert records.take_lock(Lock(asset.id, "another", held + timedelta(hours=1)), held)
        records.be_present(Presence(asset.id, "u1", "a", NOW))
        records.be_present(Presence(asset.id, "u1", "a", NOW))
        assert len(records.present(asset.id, NOW - timedelta(seconds=1))) == 1


def test_what_stands_and_what_editors_go_on_from(database: SqlDatabase) -> None:
    asset = _enter(database)
    machine, accepted = _text(asset), _text(asset, "person", status=TranscriptStatus.ACCEPTED)
    proposed = _text(asset, "person", status=TranscriptStatus.PROPOSED, contributors=("u1",))
    own = _text(asset, "person", status=TranscriptStatus.PROPOSED, track="u9")
    with database.records() as records:
        records.add_transcripts([machine, accepted, proposed, own])
        working, current = records.working_transcript(asset.id), records.current_transcript(asset.id)
        assert (working and working.id, current and current.id) == (proposed.id, accepted.id)
        assert set(records.proposed_transcripts([asset.id])) == {asset.id}
        assert records.change_status(proposed.id, TranscriptStatus.PROPOSED, TranscriptStatus.RETURNED)
        assert not records.change_status(proposed.id, TranscriptStatus.PROPOSED, TranscriptStatus.ACCEPTED)
        working = records.working_transcript(asset.id)
        assert working is not None and working.id == accepted.id
        listed = {one.id: one for one in records.versions(asset.id)}
        assert listed[proposed.id].contributors == ("u1",)
        assert listed[machine.id].quality == pytest.approx(0.9)
        review = Review(asset.id, proposed.id, ReviewAct.RETURN, "u2", "team_lead", "misread", "dòng 2")
        records.add_review(review)
        assert list(records.reviews_of(asset.id)) == [review]


def test_lists_of_work_and_exactness(database: SqlDatabase) -> None:
    place = new_id()
    easy, unread, sent = (_enter(database, commune=place) for _ in range(3))
    made = _text(sent, "person", status=TranscriptStatus.PROPOSED, contributors=("u1",))
    with database.records() as records:
        records.add_transcripts([_text(easy), _text(sent), made])
        here = TextFilter(commune=place)
        waiting = [one.asset_id for one in records.texts_waiting(here)]
        assert waiting == [easy.id, unread.id]
        hard = TextFilter(commune=place, difficulty=Difficulty.HARD)
        assert [one.asset_id for one in records.texts_waiting(hard)] == [unread.id]
        [review] = records.texts_waiting(TextFilter(TextTask.REVIEW, place))
        assert (review.asset_id, review.contributors, review.pages) == (sent.id, ("u1",), 2)
        progress = records.text_progress(wanted=here)
        assert sorted((one.files, one.proposed, one.accepted) for one in progress) == [
            (1, 0, 0), (1, 0, 0), (1, 1, 0),
        ]  # fmt: skip
        records.note_exactness(made.id, "u1", ItemKind.LETTER, 1000, 4)
        records.note_exactness(made.id, "u1", ItemKind.LETTER, 1000, 9)
        shown = records.exactness_of("u1")
        assert (shown.pages, shown.letters, shown.changed) == (1, 1000, 4)
        assert records.exactness_of("nobody").pages == 0


def test_a_persons_mark_comes_back_as_it_was_said(database: SqlDatabase) -> None:
    asset = _enter(database)
    text = _text(asset)
    mark = MentionMark(
        asset.id, text.id, "s0", 3, "kính", MarkAct.MARK, "u1", MentionKind.PLACE, "Kính",
        (Candidate("Kính", 1.0, "vn/1", "xã Kính"),), {"a": [1]},
    )  # fmt: skip
    with database.records() as records:
        records.add_transcript(text)
        records.add_mention_mark(mark)
        assert records.mention_marks([asset.id]) == {asset.id: [mark]}


def test_what_a_person_reads_apart_is_known_until_it_is_in_or_lapses(database: SqlDatabase) -> None:
    asset = _enter(database)
    first = _text(asset, "person", status=TranscriptStatus.PROPOSED)
    second = _text(asset, "person", status=TranscriptStatus.PROPOSED, track="minh")
    reading = SecondReading(asset.id, asset.item_id, first.id, "minh", NOW, NOW + timedelta(days=14))
    lapsed = replace(reading, id=new_id(), reader="hoa", until=NOW - timedelta(days=1))
    with database.records() as records:
        records.add_transcripts([first, second])
        records.add_second_reading(reading)
        records.add_second_reading(lapsed)
        assert records.items_apart("minh", NOW) == {asset.item_id}
        assert records.items_apart("hoa", NOW) == frozenset()
        records.change_second_reading(replace(reading, second=second.id))
        assert records.items_apart("minh", NOW) == frozenset()
        assert [one.second for one in records.second_readings([asset.id])[asset.id]] == [second.id, None]
        records.commit()

"""The practice collection through the real store and records: whole, marked, and never twice."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.demo.accounts import ACCOUNTS, make_accounts
from archive.demo.bible import DemoItem, DemoVisit, HandPage, TypedPage
from archive.demo.bring import Held, bring_visit, demo_id
from archive.demo.make import MadeFile
from archive.demo.story import VISITS
from archive.demo.waiting import Patience, look, wait
from archive.signing_in import accounts
from schemas.holdings import Medium
from schemas.processing import Stage, State

_LEASE = timedelta(minutes=1)


def _two_items_and_the_texts() -> DemoVisit:
    """The first visit's letter and diary, and the press visit's texts, as one visit."""
    home, press = VISITS[0], VISITS[-1]
    wanted = tuple(item for item in home.items if item.key in {"thu-don-vi", "so-tay"})
    return replace(home, items=wanted, texts=press.texts)


def _files(visit: DemoVisit, folder: Path) -> list[MadeFile]:
    """Small stand-ins with the right signature: what is in the pictures does not matter to the intake."""
    made = []
    for item in visit.items:
        for file in item.files:
            assert isinstance(file.content, TypedPage | HandPage)
            path = folder / f"{file.name}.jpg"
            path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + file.name.encode() + b"\xff\xd9")
            made.append(MadeFile(item, file, path))
    return made


def _finish(archive: Archive, held: Held, outcome: State) -> None:
    """Do as workers would: end what waits, then index."""
    with archive.records() as records:
        for state in records.stages_of(held.item_id):
            _end(archive, state.target_id, held.item_id, state.stage, outcome)
    if outcome is State.DONE:
        with archive.records() as records:
            records.plan_stage(held.item_id, held.item_id, Stage.INDEX_ITEM)
            records.commit()
        _end(archive, held.item_id, held.item_id, Stage.INDEX_ITEM, outcome)


def _end(archive: Archive, target: str, item: str, stage: Stage, outcome: State) -> None:
    with archive.records() as records:
        state = records.claim_stage(target, stage, "test", _LEASE)
        assert state is not None and state.item_id == item
        records.end_stage(state, outcome, reason_vi="Tệp bị rách.")
        records.commit()


@pytest.fixture
def visit() -> DemoVisit:
    return _two_items_and_the_texts()


@pytest.fixture
def held(archive: Archive, visit: DemoVisit, tmp_path: Path) -> list[Held]:
    return bring_visit(archive, visit, _files(visit, tmp_path), tmp_path)


def test_it_is_held_as_a_practice_visit_with_all_pages_in_order(
    archive: Archive, visit: DemoVisit, held: list[Held]
) -> None:
    with archive.records() as records:
        entered = records.visit(demo_id(visit.day, visit.key))
        assert (entered.kind, entered.commune, entered.date) == ("demo", "Phú Bình", date(2026, 10, 11))
        assert "Nhan Biều" in entered.known_names and entered.code
        diary = next(one for one in held if one.key == "so-tay")
        pages = records.assets_of(diary.item_id)
        assert [page.filename[-6:-4] for page in sorted(pages, key=lambda page: page.position)] == [
            "01",
            "02",
            "03",
            "04",
            "05",
        ]
        texts = [item for item in records.items_of(entered.id) if item.external_id]
        assert {records.assets_of(item.id)[0].medium for item in texts} == {Medium.TEXT}
        assert all("Đồng ý:" in item.source for item in records.items_of(entered.id) if not item.external_id)


def test_a_second_run_adds_nothing(
    archive: Archive, visit: DemoVisit, held: list[Held], tmp_path: Path
) -> None:
    again = bring_visit(archive, visit, _files(visit, tmp_path), tmp_path)
    assert again == held
    with archive.records() as records:
        assert records.item_count() == len(held)
        assert len(records.accessions_of(demo_id(visit.day, visit.key))) == 6 + len(visit.texts)


def test_it_waits_for_each_item_and_says_which_one_failed(archive: Archive, held: list[Held]) -> None:
    assert not look(archive, held).ready
    _finish(archive, held[0], State.FAILED)
    for one in held[1:]:
        _finish(archive, one, State.DONE)
    seen: list[int] = []
    standing = wait(archive, held, Patience(0), lambda now: seen.append(len(now.ready)))
    assert standing.finished and seen == [len(held) - 1]
    [(failed, state)] = standing.failed
    assert (failed.key, state.reason_vi) == ("thu-don-vi", "Tệp bị rách.")


def test_practice_accounts_are_made_once_and_let_people_in(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    first = make_accounts(archive, path)
    assert make_accounts(archive, path) == first
    assert path.stat().st_mode & 0o077 == 0
    for practice in ACCOUNTS:
        user = accounts.authenticate(archive, practice.login, first[practice.login], "127.0.0.1")
        assert user.roles == {practice.role}


def test_ids_are_version_7_and_follow_the_days() -> None:
    early, late = demo_id(date(2026, 10, 11), "a", "b"), demo_id(date(2026, 10, 18), "a", "b")
    assert uuid.UUID(early).version == 7 and uuid.UUID(early).variant == uuid.RFC_4122
    assert early < late
    assert demo_id(date(2026, 10, 11), "a", "b") == early


def test_every_item_of_the_story_has_an_id_of_its_own() -> None:
    keys: list[tuple[DemoVisit, DemoItem]] = [(visit, item) for visit in VISITS for item in visit.items]
    assert len({demo_id(visit.day, visit.key, item.key) for visit, item in keys}) == len(keys)

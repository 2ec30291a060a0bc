"""A better engine reads again: what people wrote stays, and a run that was broken off goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.settings import load
from schemas.holdings import Medium
from schemas.processing import Stage, State
from schemas.reprocessing import MachineTextFilter
from schemas.transcripts import Author, PageInfo, PageOutcome, Segment, Transcript, TranscriptStatus
from tests.support.work import enter, texts_of
from workers.cli.reprocess import main
from workers.engine_host import EngineHost
from workers.reprocessing import Engine, OtherEngine, estimate, reprocess
from workers.runner import Runner

_EVERYTHING = MachineTextFilter(frozenset())
_NEW = Engine(Stage.READ_PAGE, frozenset({Medium.IMAGE}), "scripted", "", at_once=2)
_OLD = Author("engine", "tesseract", "4.0")
_WRITTEN = "Nguyễn Văn Hùng"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setenv("KYUC_DATA", str(tmp_path))
    return Archive(load())


@pytest.fixture
def worker(archive: Archive) -> Iterator[Callable[[], None]]:
    """Does whatever waits to be read."""
    host = EngineHost(archive.settings, {Stage.READ_PAGE: "tests.support.scripted_stage"})
    runner = Runner(archive, host, "test")

    def work() -> None:
        with archive.records() as records:
            due = [state for state in records.work_to_wake() if state.stage is Stage.READ_PAGE]
        for state in due:
            runner.work(state.target_id, state.stage)

    yield work
    host.stop()


def _read_before(
    archive: Archive,
    outcome: PageOutcome = PageOutcome.READ,
    confidence: float = 0.9,
    corrected: bool = False,
) -> str:
    """An asset that an older engine has read, and a person corrected, if so wished."""
    asset_id = enter(archive, "a.jpg").target_id
    pages = (PageInfo(1, 100, 100, outcome),)
    read = Transcript(asset_id, _OLD, (Segment("Nguyen van Hung", confidence),), pages)
    with archive.records() as records:
        held = records.claim_stage(asset_id, Stage.READ_PAGE, "old", timedelta(minutes=1))
        assert held is not None
        records.end_stage(held, State.DONE)
        records.add_transcript(read)
        if corrected:
            person = Author("person", "u1", role="volunteer")
            status = TranscriptStatus.ACCEPTED
            records.add_transcript(
                Transcript(asset_id, person, (Segment(_WRITTEN),), status=status, supersedes=read.id)
            )
        records.commit()
    return asset_id


def test_what_a_person_wrote_stays_and_the_machines_own_line_goes_on(
    archive: Archive, worker: Callable[[], None]
) -> None:
    plain, corrected = _read_before(archive), _read_before(archive, corrected=True)
    expected = estimate(archive, _NEW, _EVERYTHING)
    assert (expected.texts, expected.under_persons) == (2, 1)
    assert expected.seconds is not None
    ended = {done.asset_id: done for done in reprocess(archive, _NEW, _EVERYTHING, waiting=worker)}
    assert ended[plain].state is State.DONE
    assert ended[corrected].by_person
    with archive.records() as records:
        standing, beneath = records.current_transcript(corrected), records.machine_transcript(corrected)
        renewed = records.current_transcript(plain)
        versions = {version.id: version for version in records.transcripts(corrected)}
    assert standing is not None and standing.text == _WRITTEN
    assert beneath is not None and beneath.author.name == "scripted"
    assert renewed is not None and renewed.author.name == "scripted"
    assert len(versions) == 3


def test_a_run_that_was_broken_off_does_only_what_is_left(
    archive: Archive, worker: Callable[[], None]
) -> None:
    assets = [_read_before(archive) for _ in range(4)]
    begun = list(islice(reprocess(archive, _NEW, _EVERYTHING, waiting=worker), 1))
    worker()
    rest = list(reprocess(archive, _NEW, _EVERYTHING, waiting=worker))
    assert len(begun) == 1 and len(rest) == 2, "two were under way when it broke off"
    assert all(len(texts_of(archive, asset)) == 2 for asset in assets)
    assert estimate(archive, _NEW, _EVERYTHING).texts == 0
    assert estimate(archive, _NEW, _EVERYTHING, again=True).texts == 4


def test_only_a_few_wait_at_once_so_that_new_photos_come_through(
    archive: Archive, worker: Callable[[], None]
) -> None:
    for _ in range(5):
        _read_before(archive)
    most = 0

    def watched() -> None:
        nonlocal most
        with archive.records() as records:
            most = max(most, sum(state.stage is Stage.READ_PAGE for state in records.work_to_wake()))
        worker()

    assert len(list(reprocess(archive, _NEW, _EVERYTHING, waiting=watched))) == 5
    assert most == _NEW.at_once


def test_workers_with_another_model_are_noticed_at_the_first_text(
    archive: Archive, worker: Callable[[], None]
) -> None:
    _read_before(archive)
    other = Engine(Stage.READ_PAGE, frozenset({Medium.IMAGE}), "whisper-large", None, at_once=2)
    with pytest.raises(OtherEngine):
        list(reprocess(archive, other, _EVERYTHING, waiting=worker))


def test_the_command_says_first_what_it_would_do(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    _read_before(archive)
    _read_before(archive, PageOutcome.DOUBT, confidence=0.4)

    def texts(*conditions: str) -> int:
        arguments = [word for condition in conditions for word in ("--where", condition)]
        assert main(["--engine", "fused", *arguments]) == 0
        return int(json.loads(capsys.readouterr().out)["texts"])

    assert texts() == 2
    assert texts("outcome=doubt") == texts("below=0.5") == 1
    assert texts("engine=tesseract 4", "kind=anh") == 2
    assert texts("before=2020-01-01") == texts("kind=nhat_ky") == 0


def test_the_command_refuses_what_it_does_not_understand_and_what_it_cannot_do(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    _read_before(archive)
    for wrong in (["--engine", "x"], ["--engine", "fused", "--where", "màu=đỏ"]):
        assert main(wrong) == 1
        assert " / " in capsys.readouterr().err
    assert main(["--engine", "fused", "--yes"]) == 1
    assert "./kyuc up" in capsys.readouterr().err

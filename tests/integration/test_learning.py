"""The desk's decisions teach the matcher: a kept model proposes anew, the ledger stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.linkage.clues import Clues
from archive.linkage.importing import ListToImport, import_list
from archive.linkage.invented import invented_martyrs
from archive.linkage.learned import due, learn
from archive.linkage.learning import Judged
from archive.linkage.suggesting import Suggester, believed_now
from archive.settings import load
from schemas.linkage import Decision, Step, Subject, VerifierLevel
from schemas.martyrs import MartyrRow
from schemas.processing import Stage, State
from schemas.transcripts import Author, PageInfo, Segment, Transcript
from tests.support.cases import Staff, bring_stone, staff

MEN = list(invented_martyrs(400, 3))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(load({"KYUC_DATA": str(tmp_path / "data")}))
    path = tmp_path / "list.csv"
    rows = (f'{m.external_id},{m.name},{m.birth},{m.death},"{m.hometown}"' for m in MEN)
    path.write_text("\n".join(["Mã số,Họ và tên,Năm sinh,Hy sinh,Quê quán", *rows]), encoding="utf-8")
    import_list(opened.records, ListToImport(path, "sổ", "import"))
    yield opened
    opened.close()


def _stone(archive: Archive, man: MartyrRow, by: str) -> str:
    """His stone, with the day of death one month off, as all stones of this cemetery have it."""
    parts = man.death.split("/")
    day = f"{parts[0]}/{int(parts[1]) % 12 + 1}/{parts[2]}" if len(parts) == 3 else man.death
    lines = (man.name.upper(), f"SINH NĂM {man.birth}", f"HY SINH {day}", man.hometown.upper())
    item = bring_stone(archive, by, title=man.external_id)
    with archive.records() as records:
        asset = records.assets_of(item.id)[0]
        segments = tuple(Segment(line, 0.9, page=1) for line in lines)
        records.add_transcript(
            Transcript(asset.id, Author("engine", "test", "1"), segments, pages=(PageInfo(1, 800, 600),))
        )
        records.commit()
    return item.id


def _decide(archive: Archive, people: Staff, pair: tuple[str, str], *, one_man: bool) -> None:
    steps = [
        (Step.PROPOSE, people.volunteer, VerifierLevel.VOLUNTEER),
        (Step.CONFIRM_COMMUNE, people.commune, VerifierLevel.COMMUNE),
        (Step.CONFIRM_PROVINCE, people.province, VerifierLevel.PROVINCE),
    ]
    if not one_man:
        steps[1:] = [(Step.REFUTE, people.commune, VerifierLevel.COMMUNE)]
    with archive.records() as records:
        for step, person, level in steps:
            records.decide(Decision(Subject.of(*pair), step, person.id, level, "papers_agree", "đã xem"))
        records.commit()


def _work_through(archive: Archive, people: Staff, numbers: range) -> str:
    """Every third stone was brought to the wrong record and refused. The id of the last item."""
    with archive.records() as records:
        known = {one: row for one, (row, _) in records.known_rows("sổ", [m.external_id for m in MEN]).items()}
    item_id = ""
    for number in numbers:
        wrong = number % 3 == 2
        item_id = _stone(archive, MEN[number], people.other_commune.id)
        shown = MEN[number + 200 if wrong else number]
        _decide(archive, people, (item_id, known[shown.external_id]), one_man=not wrong)
    return item_id


def test_decisions_teach_a_model_that_proposes_anew_and_changes_no_decision(archive: Archive) -> None:
    people, suggester = staff(archive), Suggester(archive.settings.data / "registry")
    _work_through(archive, people, range(12))
    assert learn(archive.records, suggester, "test") is None
    last = _work_through(archive, people, range(12, 102))
    with archive.records() as records:
        assert due(records)
        ledger = list(records.decisions())
        before = suggester.suggestions(records, records.item(last))[0].model
    tried = learn(archive.records, suggester, "test", dry_run=True)
    made = learn(archive.records, suggester, "test")
    assert made is not None
    assert tried is not None
    assert made.kept
    assert (made.after < made.before, made.confirmed, made.refused) == (True, 68, 34)
    with archive.records() as records:
        assert believed_now(records).version == made.version
        assert list(records.decisions()) == ledger
        assert [one.id for one in records.learned_models()] == [made.id]
        assert not due(records)
        state = records.stage(last, Stage.SUGGEST_LINKS)
        assert state is not None
        assert state.state is State.WAITING
        assert suggester.suggestions(records, records.item(last))[0].model != before


def test_a_model_that_foretells_worse_is_told_and_not_used(archive: Archive) -> None:
    """Those held out were all confirmed, those learned from all refused: one says nothing of the other."""
    people, suggester = staff(archive), Suggester(archive.settings.data / "registry")
    with archive.records() as records:
        known = {one: row for one, (row, _) in records.known_rows("sổ", [m.external_id for m in MEN]).items()}
    for number in range(150):
        item_id = _stone(archive, MEN[number], people.other_commune.id)
        pair = item_id, known[MEN[number].external_id]
        _decide(archive, people, pair, one_man=Judged(item_id, Clues(), 0, one_man=True).held_out)
    made = learn(archive.records, suggester, "test")
    assert made is not None
    assert not made.kept
    with archive.records() as records:
        assert believed_now(records).version == "3"

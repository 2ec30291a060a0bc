"""Consent decides at once: what machines do, who finds it, what is shown; taking back reaches all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.consenting import give, withdraw
from archive.discovery import Discovery
from archive.indexing import index_items
from archive.rights.standing import reach
from archive.seeing import visible
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.audit import AuditAct, AuditFilter
from schemas.consent import Consent, Purpose, Withdrawal
from schemas.errors import InvalidInput
from schemas.exports import Export, ExportForm, ExportState
from schemas.holdings import Item
from schemas.people import Role, User
from schemas.processing import Stage, State
from schemas.queries import SearchQuery
from schemas.transcripts import Author, Segment, Transcript
from tests.support.work import enter, state_of, texts_of
from workers.engine_host import EngineHost
from workers.runner import Pace, Runner

ALL = frozenset(Purpose)
RESEARCHER = User("nc", roles=frozenset({Role.RESEARCHER}), purpose="Thư từ mặt trận")
VERIFIER = User("xa", roles=frozenset({Role.COMMUNE_VERIFIER}))
LEAD = User("doi", roles=frozenset({Role.TEAM_LEAD}))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(load({"KYUC_DATA": str(tmp_path / "data")}))
    yield opened
    opened.close()


@pytest.fixture
def asset_id(archive: Archive) -> str:
    return enter(archive, "a.jpg").target_id


def _item(archive: Archive, asset_id: str) -> Item:
    with archive.records() as records:
        return records.item(records.asset(asset_id).item_id)


def _consent(archive: Archive, asset_id: str, *without: Purpose) -> Consent:
    return Consent(_item(archive, asset_id).visit_id, "Bà Lê Thị Mận", ALL - set(without), "em gái")


def _seen_by(archive: Archive, item: Item) -> set[str]:
    """Who sees the item on a page; the same people must find it, by any way of searching."""
    found = set()
    for user in (RESEARCHER, VERIFIER, LEAD):
        with archive.records() as records:
            seen = bool(visible(records, user, [item]))
        query = SearchQuery("khăn thêu", reach=reach(user))
        result = Discovery(archive.records, archive.index).search(query)
        assert (result.total, len(result.hits)) == (seen, seen), user.login
        assert bool(archive.index.suggest("hung", reach=reach(user))) == seen, user.login
        found |= {user.login} if seen else set()
    return found


def _read(archive: Archive, asset_id: str, author: str = "person") -> None:
    with archive.records() as records:
        item = records.item(records.asset(asset_id).item_id)
        said = "Khăn thêu của anh Nguyễn Văn Hùng"
        records.add_transcript(Transcript(asset_id, Author(author, "x"), (Segment(said, 0.9),)))
        records.change_item(Item(item.visit_id, item.kind, "Khăn thêu, Nguyễn Văn Hùng", id=item.id))
        records.commit()
    index_items(archive.records, archive.index, [item.id])


def test_each_purpose_opens_for_its_audience_and_taking_it_back_closes_at_once(
    archive: Archive, asset_id: str
) -> None:
    _read(archive, asset_id)
    item, consent = _item(archive, asset_id), _consent(archive, asset_id)
    give(archive, consent)
    give(archive, consent)
    assert _seen_by(archive, item) == {"nc", "xa", "doi"}
    withdraw(archive, consent.id, Withdrawal(consent.id, frozenset({Purpose.RESEARCH}), "doi"))
    assert _seen_by(archive, item) == {"xa", "doi"}
    withdraw(archive, consent.id, Withdrawal(consent.id, frozenset({Purpose.VERIFICATION}), "doi"))
    assert _seen_by(archive, item) == {"doi"}
    withdraw(archive, consent.id, Withdrawal(consent.id, frozenset({Purpose.KEEPING}), "doi"))
    assert _seen_by(archive, item) == set()
    with pytest.raises(InvalidInput, match="nothing"):
        withdraw(archive, consent.id, Withdrawal(consent.id, ALL, "doi"))


def test_lists_that_were_exported_end_for_who_may_no_longer_see(archive: Archive, asset_id: str) -> None:
    consent = _consent(archive, asset_id)
    give(archive, consent)
    lists = {}
    for role in (Role.RESEARCHER, Role.COMMUNE_VERIFIER, Role.VOLUNTEER):
        user = create_user(archive, role.value, [role], purpose="Trận 1972", password="sông Thạch Hãn 1972")
        lists[role] = Export(user.id, ExportForm.CSV, {"text": "khăn thêu"})
    with archive.records() as records:
        for export in lists.values():
            records.add_export(export)
        records.commit()
    withdraw(archive, consent.id, Withdrawal(consent.id, frozenset({Purpose.RESEARCH}), "doi"))
    with archive.records() as records:
        now = {role: records.export(one.id) for role, one in lists.items()}
    assert now[Role.RESEARCHER].state is ExportState.FAILED
    assert "rút lại sự đồng ý" in now[Role.RESEARCHER].reason_vi
    assert now[Role.COMMUNE_VERIFIER].state is now[Role.VOLUNTEER].state is ExportState.WAITING


def test_without_consent_for_machines_nothing_is_read_and_the_state_says_why(
    archive: Archive, asset_id: str
) -> None:
    consent = _consent(archive, asset_id, Purpose.MACHINE)
    give(archive, consent)
    host = EngineHost(archive.settings, {Stage.READ_PAGE: "tests.support.scripted_stage"})
    runner = Runner(archive, host, "test", Pace(first_pause=0))
    try:
        runner.work(asset_id, Stage.READ_PAGE)
        state = state_of(archive, asset_id)
        assert (state.state, state.reason_code) == (State.BARRED, "consent")
        assert "chưa đồng ý" in (state.reason_vi or "")
        assert texts_of(archive, asset_id) == []
        item_id = state.item_id
        assert state_of(archive, item_id, Stage.INDEX_ITEM).state is State.WAITING
        give(archive, Consent(consent.visit_id, consent.party, ALL, "em gái"))
        runner.work(asset_id, Stage.READ_PAGE)
        assert state_of(archive, asset_id).state is State.DONE
        assert len(texts_of(archive, asset_id)) == 1
    finally:
        host.stop()


def test_what_a_machine_read_leaves_the_search_with_the_consent_for_machines(
    archive: Archive, asset_id: str
) -> None:
    consent = _consent(archive, asset_id)
    give(archive, consent)
    _read(archive, asset_id, author="engine")
    words = SearchQuery('"của anh"', reach=reach(LEAD))
    assert archive.index.search(words).total == 1
    withdraw(archive, consent.id, Withdrawal(consent.id, frozenset({Purpose.MACHINE}), "doi"))
    assert archive.index.search(words).total == 0
    assert archive.index.search(SearchQuery("khăn thêu", reach=reach(LEAD))).total == 1


def test_giving_and_taking_back_leave_proof_without_names(archive: Archive, asset_id: str) -> None:
    consent = _consent(archive, asset_id)
    give(archive, consent)
    withdraw(archive, consent.id, Withdrawal(consent.id, frozenset({Purpose.RESEARCH}), "doi"))
    with archive.records() as records:
        entries = records.audit_entries(AuditFilter(act=AuditAct.CONSENT_CHANGED))
    assert ['"given"' in one.details or '"withdrawn"' in one.details for one in entries] == [True, True]
    assert all("Mận" not in one.details for one in entries)

"""The desk over real records: two people at once, one's own upload, withdrawal, the order of the queue."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from archive.bootstrap import Archive
from archive.linkage.case_work import assign, comment, lock
from archive.linkage.desk import (
    Case,
    Verdict,
    decide,
    open_case,
    steps_open_to,
    withdrawable,
)
from archive.linkage.queue import cases, next_case
from archive.linkage.second_look import agreements, confirmed_cases, look_again, sample, waiting_for
from archive.linkage.taking import Taken, take_value
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.desk import Judgement
from schemas.errors import Conflict, InvalidInput, KyucError, NotFound, Refused
from schemas.ids import new_id
from schemas.linkage import NOBODY, CaseFilter, LinkState, Step, Subject, VerifierLevel
from schemas.people import Role, User
from schemas.rights import whole_archive
from tests.support.cases import Staff, bring_stone, import_martyrs, staff, suggest, suggestion

Pair = tuple[str, str]
_REACH = whole_archive(3)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    given = {"KYUC_DATA": str(tmp_path / "data")}
    if request.param == "postgres":
        given["KYUC_DATABASE_URL"] = request.getfixturevalue("postgres").create(f"desk_{new_id()[-12:]}")
    opened = Archive(load(given))
    yield opened
    opened.close()


@pytest.fixture
def people(archive: Archive) -> Staff:
    return staff(archive)


@pytest.fixture
def pair(archive: Archive, people: Staff, tmp_path: Path) -> Pair:
    records = import_martyrs(archive, tmp_path)
    item = bring_stone(archive, people.other_commune.id)
    suggest(archive, suggestion(item.id, records["QT-001"]), suggestion(item.id, records["QT-002"], 0.02))
    return item.id, records["QT-001"]


def _seen(archive: Archive, user: User, pair: Pair) -> Case:
    with archive.records() as records:
        return open_case(records, user, *pair)


def _decide(archive: Archive, user: User, pair: Pair, step: Step, withdraws: str | None = None) -> Case:
    seen = _seen(archive, user, pair).seen
    verdict = Verdict(step, "papers_agree", "đã đối chiếu giấy báo tử", seen, withdraws)
    return decide(archive, user, pair, verdict)


def test_what_the_machine_saw_enters_the_ledger_with_the_first_persons_step(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    case = _decide(archive, people.commune, pair, Step.CONFIRM_COMMUNE)
    assert [(entry.step, entry.level) for entry in case.entries] == [
        (Step.PROPOSE, VerifierLevel.MACHINE),
        (Step.CONFIRM_COMMUNE, VerifierLevel.COMMUNE),
    ]
    assert [part.get("feature") for part in case.entries[1].evidence_seen][1:] == [
        "name",
        "hometown",
        "birth",
    ]
    assert case.state is LinkState.CONFIRMED_COMMUNE


def test_two_people_of_two_levels_confirm_and_a_withdrawal_takes_it_back(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    _decide(archive, people.commune, pair, Step.CONFIRM_COMMUNE)
    assert (
        _decide(archive, people.province, pair, Step.CONFIRM_PROVINCE).state is LinkState.CONFIRMED_PROVINCE
    )
    case = _seen(archive, people.commune, pair)
    own = next(entry for entry in case.entries if entry.by == people.commune.id)
    assert withdrawable(case, people.commune) == {own.id}
    withdrawn = _decide(archive, people.commune, pair, Step.WITHDRAW, own.id)
    assert withdrawn.state is LinkState.REVIEWING
    assert len(withdrawn.entries) == 4


def test_one_person_never_confirms_twice(archive: Archive, people: Staff, pair: Pair) -> None:
    _decide(archive, people.province, pair, Step.CONFIRM_COMMUNE)
    with pytest.raises(Refused):
        _decide(archive, people.province, pair, Step.CONFIRM_PROVINCE)


def test_who_brought_it_in_does_not_confirm_it(archive: Archive, people: Staff, pair: Pair) -> None:
    case = _seen(archive, people.other_commune, pair)
    assert Step.CONFIRM_COMMUNE not in steps_open_to(case, people.other_commune)
    with pytest.raises(Refused):
        _decide(archive, people.other_commune, pair, Step.CONFIRM_COMMUNE)


def test_a_researcher_proposes_and_does_no_more(archive: Archive, people: Staff, tmp_path: Path) -> None:
    records = import_martyrs(archive, tmp_path)
    by_hand = (bring_stone(archive, "import").id, records["QT-003"])
    assert steps_open_to(_seen(archive, people.volunteer, by_hand), people.volunteer) == [Step.PROPOSE]
    assert _decide(archive, people.volunteer, by_hand, Step.PROPOSE).state is LinkState.PROPOSED
    with pytest.raises(Refused):
        _decide(archive, people.volunteer, by_hand, Step.CONFIRM_COMMUNE)


def test_of_two_who_decide_at_the_same_moment_one_wins_and_the_other_is_told(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    seen = _seen(archive, people.commune, pair).seen
    together = Barrier(2)

    def act(given: tuple[User, Step]) -> str:
        user, step = given
        together.wait()
        try:
            decide(archive, user, pair, Verdict(step, "papers_agree", "đã xem", seen))
        except Conflict as told:
            assert "người khác đã ghi" in told.message_vi
            return "told"
        return "won"

    with ThreadPoolExecutor(2) as both:
        ends = list(both.map(act, [(people.commune, Step.CONFIRM_COMMUNE), (people.province, Step.REFUTE)]))
    assert sorted(ends) == ["told", "won"]
    assert len(_seen(archive, people.commune, pair).entries) == 2


def test_a_refutation_without_words_leaves_nothing_in_the_ledger(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    with pytest.raises(InvalidInput):
        decide(archive, people.commune, pair, Verdict(Step.REFUTE, "other_person", "  "))
    assert not _seen(archive, people.commune, pair).entries


def test_an_item_above_ones_level_is_not_there(archive: Archive, people: Staff, pair: Pair) -> None:
    with archive.records() as records:
        item = records.item(pair[0])
        records.add_item(secret := type(item)(item.visit_id, item.kind, "Hạn chế", level=4))
        records.commit()
    with pytest.raises(NotFound):
        _seen(archive, people.commune, (secret.id, pair[1]))
    assert _seen(archive, people.province, (secret.id, pair[1])).item.id == secret.id


def test_the_queue_puts_the_undecided_first_and_the_strongest_of_them(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    strong = bring_stone(archive, "import", "Bia mộ thứ hai")
    suggest(archive, suggestion(strong.id, pair[1], 0.99))

    def listed(state: LinkState | None = None, **more: str) -> list[tuple[str, LinkState]]:
        with archive.records() as records:
            return [(case.item.id, case.state) for case in cases(records, CaseFilter(_REACH, **more), state)]

    fresh = LinkState.NONE
    assert listed() == [(strong.id, fresh), (pair[0], fresh), (pair[0], fresh)]
    before = _seen(archive, people.commune, (strong.id, pair[1]))
    _decide(archive, people.commune, (strong.id, pair[1]), Step.REFUTE)
    assert listed() == [(pair[0], fresh), (pair[0], fresh), (strong.id, LinkState.REFUTED)]
    assert listed(LinkState.REFUTED) == [(strong.id, LinkState.REFUTED)]
    assert listed(kind="thu") == []
    assert len(listed(commune="Triệu Ái, Quảng Trị")) == 3
    with archive.records() as records:
        following = next_case(records, CaseFilter(_REACH), None, before)
    assert following is not None
    assert (following.item.id, following.record_id) == pair


def test_every_refusal_says_why_in_both_languages(archive: Archive, people: Staff, pair: Pair) -> None:
    with pytest.raises(KyucError) as refused:
        _decide(archive, people.commune, pair, Step.CONFIRM_PROVINCE)
    assert refused.value.message_vi != refused.value.message_en


def test_a_value_goes_into_the_record_only_from_a_confirmed_link(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    _decide(archive, people.commune, pair, Step.CONFIRM_COMMUNE)
    with pytest.raises(Conflict):
        take_value(archive, people.commune, pair, Taken("birth", "1952"))
    _decide(archive, people.province, pair, Step.CONFIRM_PROVINCE)
    with pytest.raises(Refused):
        take_value(archive, people.volunteer, pair, Taken("birth", "1952"))
    take_value(archive, people.commune, pair, Taken("birth", " 1952 "))
    with archive.records() as records:
        taken = records.assertions_of(pair[1])
        assert [(one.field_name, one.written, one.by) for one in taken] == [
            ("birth", "1952", people.commune.id)
        ]
        assert records.rows_of(pair[1])[0].cells["Năm sinh"] == "1950"


def test_of_two_who_hold_a_case_at_the_same_moment_one_does_and_only_they_decide(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    together = Barrier(2)

    def hold(user: User) -> User | None:
        together.wait()
        try:
            lock(archive, user, pair)
        except Conflict:
            return None
        return user

    both = (people.commune, people.province)
    with ThreadPoolExecutor(2) as hands:
        held = [user for user in hands.map(hold, both) if user]
    assert len(held) == 1
    other = next(user for user in both if user.id != held[0].id)
    with pytest.raises(Conflict, match="held"):
        _decide(archive, other, pair, Step.REVIEW)
    comment(archive, other, pair, "Tôi có giấy báo tử của gia đình.")
    _decide(archive, held[0], pair, Step.REVIEW)
    assert lock(archive, other, pair).hold
    with pytest.raises(Refused):
        lock(archive, people.volunteer, pair)


def test_the_queue_is_narrowed_by_strength_age_and_to_whom_a_case_was_handed(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    assign(archive, people.province, pair, people.commune.id)
    with pytest.raises(InvalidInput):
        assign(archive, people.province, pair, people.volunteer.id)

    def listed(**wanted: Any) -> list[str]:
        with archive.records() as records:
            return [case.record_id for case in cases(records, CaseFilter(whole_archive(3), **wanted))]

    everything = listed()
    other = next(one for one in everything if one != pair[1])
    assert listed(assigned=people.commune.id) == [pair[1]]
    assert listed(assigned=NOBODY) == [other]
    assert listed(strength="strong") == [pair[1]]
    assert listed(strength="weak") == [other]
    assert listed(brought_before=datetime.now(UTC)) == everything
    assert listed(brought_before=datetime.now(UTC) - timedelta(days=7)) == []
    _decide(archive, people.commune, pair, Step.REVIEW)
    assert listed(assigned=people.commune.id) == [pair[1]]


def test_a_case_on_which_two_disagree_stands_first_in_the_queue(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    strong = bring_stone(archive, "import", "Bia mộ thứ hai")
    suggest(archive, suggestion(strong.id, pair[1], 0.99))
    _decide(archive, people.commune, pair, Step.CONFIRM_COMMUNE)
    _decide(archive, people.province, pair, Step.REFUTE)
    with archive.records() as records:
        first = next(iter(cases(records, CaseFilter(whole_archive(3)))))
    assert (first.item.id, first.state) == (pair[0], LinkState.DISPUTED)


def test_a_confirmed_case_is_looked_at_again_by_one_who_had_no_part_in_it(
    archive: Archive, people: Staff, pair: Pair
) -> None:
    _decide(archive, people.commune, pair, Step.CONFIRM_COMMUNE)
    late = create_user(archive, "xa-ba", [Role.COMMUNE_VERIFIER], password="sông Thạch Hãn 1972")
    with archive.records() as records:
        confirmed = confirmed_cases(records, whole_archive(3))
        drawn = sample(confirmed)
        assert [case.subject for case in waiting_for(late, drawn)] == [Subject.of(*pair)]
        assert not list(waiting_for(people.commune, drawn))
    with pytest.raises(Refused):
        look_again(archive, people.commune, pair, Judgement.AGREE, "")
    with pytest.raises(InvalidInput):
        look_again(archive, late, pair, Judgement.DISAGREE, " ")
    case = look_again(archive, late, pair, Judgement.DISAGREE, "năm sinh khác nhau")
    assert case.state is LinkState.CONFIRMED_COMMUNE
    with archive.records() as records:
        confirmed = confirmed_cases(records, whole_archive(3))
        assert not list(waiting_for(late, sample(confirmed)))
        (rate,) = agreements(confirmed)
    assert (rate.verifier, rate.confirmed, rate.agreed, rate.disagreed) == (people.commune.id, 1, 0, 1)
    assert rate.rate == 0

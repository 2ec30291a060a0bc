"""Nobody confirms alone, order changes nothing, and everything can be undone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.linkage.identity import clusters
from archive.linkage.review import check, concluded_by, standing, state_of
from schemas.errors import Conflict, InvalidInput, KyucError, Refused
from schemas.linkage import Decision, LinkState, Step, Subject, VerifierLevel

STONE_AND_RECORD = Subject.of("item-stone", "record-17")


def entry(
    step: Step, by: str, level: VerifierLevel, subject: Subject = STONE_AND_RECORD, **more: str
) -> Decision:
    return Decision(subject, step, by, level, "evidence", "đã xem ảnh bia", **more)


def confirmed_link(subject: Subject = STONE_AND_RECORD) -> list[Decision]:
    return [
        entry(Step.PROPOSE, "matcher 1", VerifierLevel.MACHINE, subject),
        entry(Step.CONFIRM_COMMUNE, "commune officer", VerifierLevel.COMMUNE, subject),
        entry(Step.CONFIRM_PROVINCE, "province officer", VerifierLevel.PROVINCE, subject),
    ]


def test_two_people_of_two_levels_confirm_a_link() -> None:
    ledger: list[Decision] = []
    for one in confirmed_link():
        check(one, ledger)
        ledger.append(one)
    assert state_of(ledger) is LinkState.CONFIRMED_PROVINCE
    assert state_of(ledger[:2]) is LinkState.CONFIRMED_COMMUNE


def test_the_commune_level_cannot_take_the_last_step() -> None:
    ledger = confirmed_link()[:2]
    with pytest.raises(Refused):
        check(entry(Step.CONFIRM_PROVINCE, "another officer", VerifierLevel.COMMUNE), ledger)


def test_who_proposed_or_brought_the_stone_does_not_confirm_it() -> None:
    ledger = [entry(Step.PROPOSE, "officer", VerifierLevel.COMMUNE)]
    with pytest.raises(Refused):
        check(entry(Step.CONFIRM_COMMUNE, "officer", VerifierLevel.COMMUNE), ledger)
    with pytest.raises(Refused):
        check(entry(Step.CONFIRM_COMMUNE, "uploader", VerifierLevel.COMMUNE), ledger, {"uploader"})


def test_a_refusal_needs_its_reason() -> None:
    with pytest.raises(InvalidInput):
        check(Decision(STONE_AND_RECORD, Step.REFUTE, "x", VerifierLevel.COMMUNE), confirmed_link()[:1])


def test_disagreement_waits_for_a_third() -> None:
    ledger = [*confirmed_link()[:2], entry(Step.REFUTE, "province officer", VerifierLevel.PROVINCE)]
    assert state_of(ledger) is LinkState.DISPUTED
    third = entry(Step.CONFIRM_PROVINCE, "second province officer", VerifierLevel.PROVINCE)
    assert state_of([*ledger, third]) is LinkState.CONFIRMED_PROVINCE
    other_way = entry(Step.REFUTE, "second province officer", VerifierLevel.PROVINCE)
    assert state_of([*ledger, other_way]) is LinkState.REFUTED


def test_a_withdrawn_confirmation_splits_the_cluster_again_and_can_itself_be_withdrawn() -> None:
    ledger = confirmed_link()
    assert clusters(ledger) == [frozenset({"item-stone", "record-17"})]
    withdrawal = entry(Step.WITHDRAW, "province officer", VerifierLevel.PROVINCE, withdraws=ledger[2].id)
    check(withdrawal, ledger)
    assert clusters([*ledger, withdrawal]) == []
    again = entry(Step.WITHDRAW, "province officer", VerifierLevel.PROVINCE, withdraws=withdrawal.id)
    assert clusters([*ledger, withdrawal, again]) == [frozenset({"item-stone", "record-17"})]


def test_withdrawing_twice_is_told() -> None:
    ledger = confirmed_link()
    ledger.append(entry(Step.WITHDRAW, "province officer", VerifierLevel.PROVINCE, withdraws=ledger[2].id))
    with pytest.raises(Conflict):
        check(
            entry(Step.WITHDRAW, "province officer", VerifierLevel.PROVINCE, withdraws=ledger[2].id), ledger
        )


_people = st.sampled_from([f"person {n}" for n in range(4)])
_subjects = st.sampled_from([Subject.of(a, b) for a in "abc" for b in "xyz"])
_entries = st.lists(
    st.tuples(st.sampled_from([s for s in Step if s is not Step.WITHDRAW]), _people,
              st.sampled_from(list(VerifierLevel)), _subjects),
    max_size=25,
)  # fmt: skip


@given(_entries, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_changes_the_clusters(
    drawn: list[tuple[Step, str, VerifierLevel, Subject]], chance: random.Random
) -> None:
    ledger = [entry(step, by, level, subject) for step, by, level, subject in drawn]
    shuffled = [*ledger, *ledger[:3]]
    chance.shuffle(shuffled)
    assert clusters(shuffled) == clusters(ledger)


@given(_entries)
def test_no_path_of_accepted_entries_lets_one_person_confirm_alone(
    drawn: list[tuple[Step, str, VerifierLevel, Subject]],
) -> None:
    ledger: list[Decision] = []
    for step, by, level, subject in drawn:
        one = entry(step, by, level, subject)
        mine = [e for e in ledger if e.subject == subject]
        try:
            check(one, mine)
        except KyucError:
            continue
        ledger.append(one)
        if state_of([*mine, one]) is LinkState.CONFIRMED_PROVINCE:
            people = {e.by for e in standing([*mine, one]) if "confirm" in e.step}
            assert len(people) >= 2


@given(_entries)
def test_withdrawing_all_returns_to_the_start(drawn: list[tuple[Step, str, VerifierLevel, Subject]]) -> None:
    ledger = [entry(step, by, level, subject) for step, by, level, subject in drawn]
    undone = [
        entry(Step.WITHDRAW, one.by, VerifierLevel.PROVINCE, one.subject, withdraws=one.id) for one in ledger
    ]
    assert standing([*ledger, *undone]) == []
    assert clusters([*ledger, *undone]) == []


def test_who_spoke_cannot_settle_a_disagreement_and_a_third_can() -> None:
    ledger = [*confirmed_link()[:2], entry(Step.REFUTE, "province officer", VerifierLevel.PROVINCE)]
    with pytest.raises(Refused, match="third"):
        check(entry(Step.CONFIRM_PROVINCE, "province officer", VerifierLevel.PROVINCE), ledger)
    with pytest.raises(Refused, match="third"):
        check(entry(Step.REFUTE, "commune officer", VerifierLevel.COMMUNE), ledger)
    third = entry(Step.CONFIRM_PROVINCE, "second province officer", VerifierLevel.PROVINCE)
    check(third, ledger)
    assert state_of([*ledger, third]) is LinkState.CONFIRMED_PROVINCE


def test_only_the_number_of_an_authoritys_decision_lets_a_confirmed_link_leave_the_desk() -> None:
    ledger = confirmed_link()
    assert concluded_by(ledger) == ""
    number = entry(Step.AUTHORITY, "province officer", VerifierLevel.PROVINCE, authority_number="417/QĐ")
    with pytest.raises(Conflict):
        check(number, ledger[:2])
    with pytest.raises(InvalidInput):
        check(entry(Step.AUTHORITY, "province officer", VerifierLevel.PROVINCE), ledger)
    with pytest.raises(Refused):
        check(
            entry(Step.AUTHORITY, "commune officer", VerifierLevel.COMMUNE, authority_number="417/QĐ"), ledger
        )
    check(number, ledger)
    assert concluded_by([*ledger, number]) == "417/QĐ"
    back = entry(Step.WITHDRAW, "commune officer", VerifierLevel.COMMUNE, withdraws=ledger[1].id)
    assert concluded_by([*ledger, number, back]) == ""

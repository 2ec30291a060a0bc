"""Who holds a case is the same for all who read the same acts, and never for longer than half an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.linkage.caseload import HELD_FOR, assigned_to, held_by, refuse_if_held
from schemas.desk import ActKind, CaseAct
from schemas.errors import Conflict
from schemas.linkage import Decision, Step, Subject, VerifierLevel

CASE = Subject.of("item", "record")
START = datetime(2026, 7, 27, 8, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def act(kind: ActKind, by: str, minute: int, to: str = "") -> CaseAct:
    return CaseAct(CASE, kind, by, to, id=f"{minute:04}-{kind}-{by}", made_at=at(minute))


def decided(by: str, minute: int) -> Decision:
    return Decision(
        CASE, Step.REVIEW, by, VerifierLevel.COMMUNE, id=f"{minute:04}-decided-{by}", made_at=at(minute)
    )


def test_a_lock_lapses_after_half_an_hour_and_can_be_prolonged() -> None:
    acts = [act(ActKind.LOCK, "hạnh", 0)]
    hold = held_by(acts, (), at(29))
    assert hold is not None
    assert (hold.by, hold.until) == ("hạnh", at(30))
    assert held_by(acts, (), at(30)) is None
    assert held_by([*acts, act(ActKind.LOCK, "hạnh", 20)], (), at(45)) is not None


def test_a_second_lock_has_no_effect_until_the_first_is_over() -> None:
    acts = [act(ActKind.LOCK, "hạnh", 0), act(ActKind.LOCK, "tâm", 10)]
    hold = held_by(acts, (), at(20))
    assert hold is not None
    assert hold.by == "hạnh"
    with pytest.raises(Conflict):
        refuse_if_held(hold, "tâm")
    refuse_if_held(hold, "hạnh")
    assert held_by(acts, (), at(35)) is None


def test_who_decides_lets_go_and_the_next_can_hold() -> None:
    acts = [act(ActKind.LOCK, "hạnh", 0)]
    assert held_by(acts, [decided("hạnh", 5)], at(6)) is None
    hold = held_by([*acts, act(ActKind.LOCK, "tâm", 7)], [decided("hạnh", 5)], at(8))
    assert hold is not None
    assert hold.by == "tâm"


@given(st.permutations([(0, "a"), (3, "b"), (31, "b"), (40, "a"), (62, "a")]))
def test_the_order_in_which_acts_are_read_changes_nothing(order: list[tuple[int, str]]) -> None:
    hold = held_by([act(ActKind.LOCK, by, minute) for minute, by in order], (), at(63))
    assert hold is not None
    assert (hold.by, hold.until - HELD_FOR) == ("a", at(62))


def test_a_case_is_theirs_to_whom_it_was_handed_last() -> None:
    handed = [act(ActKind.ASSIGN, "tâm", 0, "hạnh"), act(ActKind.ASSIGN, "tâm", 5, "lan")]
    assert assigned_to(handed[::-1]) == "lan"
    assert assigned_to([*handed, act(ActKind.ASSIGN, "tâm", 9)]) == ""

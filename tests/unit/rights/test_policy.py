"""The policy answers what its table says, in every cell; its index terms and its words say the same."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

import archive.rights
from archive.rights.doors import barred, doors_of, keys_of, tells_all
from archive.rights.policy import decide, may_process
from archive.rights.reasons import WORDS
from archive.rights.standing import reach
from schemas.consent import Purpose
from schemas.people import Role, User
from schemas.rights import Reason, Thing, ThingState, Use
from tests.support.rights import ALL, SITUATIONS, answer, person

TABLE = Path(archive.rights.__file__).with_name("table.csv")


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_every_situation_for_every_role() -> None:
    stand = [(row["situation"], row["role"]) for row in _rows()]
    assert stand == [(situation, role.value) for situation, role in product(SITUATIONS, Role)]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_policy_answers_what_the_table_says(situation: str) -> None:
    rows = [row for row in _rows() if row["situation"] == situation]
    said = {(row["role"], level): row[str(level)] for row in rows for level in range(5)}
    assert said == {(row, level): answer(situation, Role(row), level) for row, level in said}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_key_fits_a_door_exactly_where_the_policy_lets_in(situation: str) -> None:
    for role, level in product(Role, range(5)):
        user, thing = person(situation, role), replace(SITUATIONS[situation], level=level)
        doors, keys = set(doors_of(thing)), set(keys_of(reach(user)))
        assert bool(doors & keys) == bool(decide(user, thing)), (role, level)
        hiding = barred(reach(user))
        if hiding is not None and not doors & set(hiding):
            assert decide(user, thing), "the filter was left out, and something was shown"
        if hiding is not None and tells_all(reach(user)):
            assert bool(doors & set(hiding)) != bool(decide(user, thing)), (role, level)


def test_two_roles_reach_what_either_reaches() -> None:
    user = User("a", roles=frozenset({Role.VOLUNTEER, Role.RESEARCHER}), purpose="Trận Gạc Ma")
    assert decide(user, Thing(level=2))
    assert not decide(user, Thing(level=2, allowed=ALL - {Purpose.RESEARCH}))
    assert not decide(user, Thing(level=3))


def test_who_is_not_signed_in_sees_what_was_published_and_nothing_else() -> None:
    assert decide(None, Thing(level=0, allowed=ALL))
    assert decide(None, Thing(level=0)).reason is Reason.LEVEL
    assert not decide(User("a", roles=frozenset(Role), disabled=True), Thing(level=0, allowed=ALL))


def test_a_place_name_that_only_begins_alike_is_another_place() -> None:
    user = User("a", roles=frozenset({Role.INTAKE_OFFICER}), organisation_path="lang-son/ky")
    assert decide(user, Thing(organisation_path="lang-son/ky/thon-1"))
    assert not decide(user, Thing(organisation_path="lang-son/ky-lua"))


def test_a_record_of_nobody_in_particular_is_for_all_who_reach_its_level() -> None:
    user = person("kept", Role.COMMUNE_VERIFIER)
    assert decide(user, Thing(level=3, organisation_path=None), Use.CONTACTS, reason="Tìm thân nhân")


@pytest.mark.parametrize(
    ("thing", "reason"),
    [
        (Thing(), None),
        (Thing(allowed=ALL - {Purpose.MACHINE}), Reason.CONSENT),
        (Thing(allowed=frozenset({Purpose.MACHINE})), Reason.CONSENT),
        (Thing(state=ThingState.QUARANTINED), Reason.QUARANTINED),
        (Thing(state=ThingState.WITHDRAWN), Reason.WITHDRAWN),
    ],
)
def test_machines_work_on_what_the_family_gave_them_and_nothing_that_may_be_secret(
    thing: Thing, reason: Reason | None
) -> None:
    assert may_process(thing).reason is reason


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert set(WORDS) == set(Reason)
    assert all(vi.endswith(".") and en.endswith(".") and vi != en for vi, en in WORDS.values())

"""Decisions move what the matcher believes, few of them little; nonsense is not believed."""

from __future__ import annotations

import random
from dataclasses import replace

from archive.linkage.clues import clues_of_lines
from archive.linkage.invented import invented_martyrs
from archive.linkage.learning import Judged, foretold, learned_from, moved
from archive.linkage.parameters import DEFAULT, Parameters
from archive.linkage.registry import Registry
from schemas.transcripts import Segment

REGISTER = Registry.of(invented_martyrs(3_000, 5))


def _stone(record: int, *, month_off: bool = False) -> list[Segment]:
    row = REGISTER.rows[record]
    death = row.death
    if month_off and death.count("/") == 2:
        day, month, year = death.split("/")
        death = f"{day}/{int(month) % 12 + 1}/{year}"
    lines = (row.name.upper(), f"SINH NĂM {row.birth}", f"HY SINH {death}", f"QUÊ {row.hometown.upper()}")
    return [Segment(line, 0.9) for line in lines]


def _decided(count: int, *, seed: int = 1, month_off: bool = False) -> list[Judged]:
    """Of three stones one was brought to a wrong man and refused; his own record was not in the list."""
    chance = random.Random(seed)
    cases = []
    for number in range(count):
        record = chance.randrange(len(REGISTER))
        wrong = number % 3 == 2
        clues = clues_of_lines(_stone(record, month_off=month_off))
        shown = chance.randrange(len(REGISTER)) if wrong else record
        cases.append(Judged(f"item {number}", clues, shown, not wrong))
    return cases


def test_without_decisions_nothing_moves_and_a_few_move_little() -> None:
    assert learned_from(REGISTER, [], DEFAULT) == DEFAULT
    few = learned_from(REGISTER, _decided(6), DEFAULT)
    many = learned_from(REGISTER, _decided(300), DEFAULT)
    steps = [abs(one.place_read - DEFAULT.place_read) for one in (few, many)]
    assert steps[0] < 0.06 < 0.3 < steps[1]
    assert len(list(moved(DEFAULT, many))) == 19


def test_a_slip_that_clerks_here_often_make_comes_to_weigh_more() -> None:
    learned = learned_from(REGISTER, _decided(240, month_off=True), DEFAULT)
    assert learned.slips["slip_month"] > 10 * DEFAULT.slips["slip_month"]


def test_what_was_learned_foretells_decisions_that_it_has_not_seen() -> None:
    cases = _decided(240, month_off=True)
    held_out = [case for case in cases if case.held_out]
    learned = learned_from(REGISTER, [case for case in cases if not case.held_out], DEFAULT)
    assert 40 < len(held_out) < 120
    assert foretold(REGISTER, held_out, learned) < foretold(REGISTER, held_out, DEFAULT)


def test_beliefs_come_back_from_the_records_as_they_were() -> None:
    learned = replace(learned_from(REGISTER, _decided(30), DEFAULT), version="3.1")
    assert Parameters.from_json(learned.to_json()) == learned

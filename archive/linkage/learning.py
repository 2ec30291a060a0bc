"""The matcher's beliefs moved by what people decided. Pure; `learned` gathers the cases and keeps the result.

Each share of true pairs is counted among confirmed cases and drawn towards what was believed before, as if
that had been seen in `_BELIEVED_LIKE` cases, so that few decisions move little. Refused cases tell how often
a wrong man whom the machine proposes agrees in place or unit (a floor for chance), and, item by item, how
often nobody of the register was right. What was learned is used only where it foretells decisions that it has
not seen better than the beliefs before it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log2

import numpy as np
from rapidfuzz.fuzz import ratio

from archive.linkage.bits import bits_of_codes, bits_of_places, bits_of_units
from archive.linkage.clues import Clues
from archive.linkage.parameters import LIKENESS_STEPS, Parameters
from archive.linkage.registry import Registry, day_codes, name_key, name_keys, origins
from archive.linkage.slips import Slip, slips_of
from archive.linkage.suggest import suggest

LEAST_CONFIRMED, LEAST_REFUSED = 30, 10
_BELIEVED_LIKE = 40.0
_UNSEEN = 1e-4
_ASKED_FOR = 50


@dataclass(frozen=True)
class Judged:
    """An item and a record (by its number in the register), and whether people found them to be one man."""

    item_id: str
    clues: Clues
    record: int
    one_man: bool

    @property
    def held_out(self) -> bool:
        """A third of the items, the same ones each time, is not learned from but foretold."""
        return hashlib.blake2b(self.item_id.encode(), digest_size=1).digest()[0] % 3 == 0


def learned_from(registry: Registry, cases: Sequence[Judged], believed: Parameters) -> Parameters:
    """New beliefs from these cases. Without any they are those before."""
    seen = [(_levels(registry, one), one.one_man) for one in cases]
    right = [levels for levels, one_man in seen if one_man]
    wrong = [levels for levels, one_man in seen if not one_man]
    slips = {slip: _share(right, "day", slip, before) for slip, before in believed.slips.items()}
    of_items = {item: any(case.one_man for case in cases if case.item_id == item) for item in _items(cases)}
    return replace(
        believed,
        likeness=_likeness(right, believed),
        year_read=_share(right, "year", "same", believed.year_read),
        day_read=_share(right, "day", "same", believed.day_read),
        slips=slips,
        notice_year=_share(right, "notice", "same", believed.notice_year),
        place_read=_share(right, "place", "same", believed.place_read),
        unit_shared=_share(right, "unit", "same", believed.unit_shared),
        code_read=_share(right, "code", "same", believed.code_read),
        place_by_chance=_share(wrong, "place", "same", believed.place_by_chance),
        unit_by_chance=_share(wrong, "unit", "same", believed.unit_by_chance),
        in_register=_drawn(sum(of_items.values()), len(of_items), believed.in_register),
    )


def foretold(registry: Registry, cases: Iterable[Judged], believed: Parameters) -> float:
    """Mean bits by which decisions surprise who believes this (log loss); less is better."""
    surprise = [
        -log2(probability if case.one_man else 1 - probability)
        for case, probability in ((one, _probability(registry, one, believed)) for one in cases)
    ]
    return sum(surprise) / len(surprise) if surprise else 0.0


def moved(before: Parameters, after: Parameters) -> Iterator[tuple[str, float, float]]:
    """(name, as it was, as it is) of each belief, in a fixed order."""
    for step, was, now in zip(LIKENESS_STEPS, before.likeness, after.likeness, strict=True):
        yield f"likeness_{step}", was, now
    for slip, was in before.slips.items():
        yield str(slip), was, after.slips[slip]
    for name in _SINGLE:
        yield name, getattr(before, name), getattr(after, name)


_SINGLE = ("year_read", "day_read", "notice_year", "place_read", "unit_shared", "code_read",
           "place_by_chance", "unit_by_chance", "in_register")  # fmt: skip


def _items(cases: Iterable[Judged]) -> set[str]:
    return {case.item_id for case in cases}


def _probability(registry: Registry, case: Judged, believed: Parameters) -> float:
    wanted = registry.rows[case.record].id
    found = suggest(registry, case.clues, _ASKED_FOR, shown_from=0.0, believed=believed)
    told = next((one.probability for one in found if one.row.id == wanted), 0.0)
    return min(max(told, _UNSEEN), 1 - _UNSEEN)


_Levels = Counter[tuple[str, str]]
"""(feature, what was seen of it); a feature of which one side is silent is not there."""


def _levels(registry: Registry, case: Judged) -> _Levels:
    found: _Levels = Counter()
    found["name", _step(registry, case)] += 1
    clues, record = case.clues, case.record
    for dates in (registry.birth, registry.death):
        if clues.years and dates[record][0]:
            found["year", "same" if int(dates[record][0]) in clues.years else "other"] += 1
    if clues.days and registry.death[record][2]:
        found["day", _day(registry, case)] += 1
    if clues.notice_years and registry.death[record][0]:
        found["notice", "same" if int(registry.death[record][0]) in clues.notice_years else "other"] += 1
    row, here = registry.rows[record], np.array([record])
    for feature, told, bits in (
        ("place", bool(clues.text) and bool(origins(row)), bits_of_places),
        ("unit", bool(clues.units) and bool(row.unit), bits_of_units),
        ("code", bool(clues.codes) and bool(row.certificate), bits_of_codes),
    ):
        if told:
            found[feature, "same" if bits(registry, here, clues, Parameters())[0] > 0 else "other"] += 1
    return found


def _step(registry: Registry, case: Judged) -> str:
    readings = [(name_key(text), sure) for clue in case.clues.names for text, sure in clue.readings]
    keys = name_keys(registry.rows[case.record])
    likeness = max(
        (ratio(a, b) / 100 * (0.65 + 0.35 * sure) for a, sure in readings for b in keys), default=0
    )
    return next((str(step) for step in LIKENESS_STEPS if likeness >= step), "below")


def _day(registry: Registry, case: Judged) -> str:
    mine = day_codes(registry.death[case.record : case.record + 1])[0]
    if mine in day_codes(np.array(sorted(case.clues.days))):
        return "same"
    told = next((slip for slip, days in slips_of(case.clues.days).items() if mine in days), None)
    if told is None and mine and registry.notice[case.record][2]:
        notice = day_codes(registry.notice[case.record : case.record + 1])[0]
        told = Slip.NOTICE if notice in day_codes(np.array(sorted(case.clues.days))) else None
    return told or "other"


def _share(seen: Sequence[_Levels], feature: str, level: str, before: float) -> float:
    known = sum(count for levels in seen for (name, _), count in levels.items() if name == feature)
    return _drawn(sum(levels[feature, level] for levels in seen), known, before)


def _likeness(right: Sequence[_Levels], believed: Parameters) -> tuple[float, ...]:
    steps = zip(LIKENESS_STEPS, believed.likeness, strict=True)
    return tuple(_drawn(sum(one["name", str(step)] for one in right), len(right), was) for step, was in steps)


def _drawn(count: int, known: int, before: float) -> float:
    """A share counted, drawn towards the belief before; never nothing and never everything."""
    share = (_BELIEVED_LIKE * before + count) / (_BELIEVED_LIKE + known)
    return float(np.clip(share, 1e-4, 0.999))

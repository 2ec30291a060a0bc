"""The bits of a suggestion as evidence for people: the words on both sides, and where the item says them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from archive.linkage.clues import Clues, NameClue
from archive.linkage.registry import Registry, day_codes
from archive.linkage.slips import Slip, slips_of
from schemas.linkage import Evidence
from schemas.martyrs import MartyrRow
from schemas.transcripts import Locator

_NOTHING = 0.01


@dataclass(frozen=True, slots=True)
class Compared:
    """A record beside an item: the likeness of the names (0 to 1), as which reading of which clue."""

    record: int
    """Its number in the register."""
    row: MartyrRow
    likeness: float
    reading: str
    clue: NameClue | None


def told_of(registry: Registry, clues: Clues, one: Compared, bits: Sequence[float]) -> list[Evidence]:
    """`bits`: of name, birth, death, origin, unit, certificate. What weighs nothing is not told."""
    name, birth, death, origin, unit, code = bits
    row, years = one.row, _years(clues)
    written = clues.written_codes
    told = [
        Evidence(
            "name",
            f"{one.likeness:.2f}",
            name,
            one.reading,
            _likest(row),
            one.clue.where if one.clue else None,
        ),
        Evidence("birth", _sign(birth), birth, years, row.birth, _where(clues, row.birth)),
        _death(registry, clues, one, death),
        Evidence("hometown", _sign(origin), origin, row.origin, row.origin),
        Evidence("unit", _sign(unit), unit, ", ".join(sorted(clues.units)), row.unit),
        Evidence("certificate", _sign(code), code, written, row.certificate, clues.where.get(written)),
    ]
    return [each for each in told if abs(each.weight) > _NOTHING]


def _likest(row: MartyrRow) -> str:
    """The name as the list writes it; with the other names of the man, which may be what was read."""
    return f"{row.name} ({', '.join(row.other_names)})" if row.other_names else row.name


def _death(registry: Registry, clues: Clues, one: Compared, bits: float) -> Evidence:
    """Not the same day, but one that paper makes of it: then the kind of slip and both days are told."""
    row = one.row
    mine = day_codes(registry.death[one.record : one.record + 1])[0]
    if bits > 0 and mine in day_codes(np.array(sorted(clues.days)).reshape(-1, 3)):
        return Evidence("death", "day", bits, _years(clues), row.death, _where(clues, row.death))
    for day in sorted(clues.days):
        written = "/".join(str(part) for part in reversed(day))
        for slip, days in slips_of(frozenset({day})).items():
            if mine in days:
                return Evidence("death", slip, bits, written, row.death, clues.where.get(written))
    year = int(registry.death[one.record][0])
    if year not in clues.years and year in clues.notice_years:
        return Evidence("death", Slip.NOTICE, bits, _years(clues), row.death, _where(clues, str(year)))
    if year not in clues.years and int(registry.notice[one.record][0]) in clues.years:
        return Evidence("death", Slip.NOTICE, bits, _years(clues), f"{row.death} ({row.notice})")
    return Evidence("death", _sign(bits), bits, _years(clues), row.death, _where(clues, row.death))


def _years(clues: Clues) -> str:
    return ", ".join(str(year) for year in sorted(clues.years))


def _sign(bits: float) -> str:
    return "agrees" if bits > 0 else "differs"


def _where(clues: Clues, written: str) -> Locator | None:
    return clues.where.get(written) or next(
        (locator for words, locator in clues.where.items() if words and words in written), None
    )

"""Suggestions: which records an item may concern, each with its evidence in bits and what speaks against it.

Retrieval is loose (`Registry.names_like`); scoring is strict and separate. A weight is log2(m / u): m, how
often the true record shows such an agreement (from measured photos, see each constant); u, how often a record
of this very registry shows it with this very item, counted, so that a common name or year is worth little and
an item with many lines and dates does not profit from chance. The machine proposes; it never links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.linkage.clues import Clues, NameClue
from archive.linkage.registry import Registry, Shares, day_codes
from archive.linkage.slips import slips_of
from schemas.linkage import Evidence
from schemas.martyrs import MartyrRow
from schemas.transcripts import Locator

_IN_REGISTRY = 0.5
"""Prior chance that the item's person stands in the registry at all."""
_SCORED = 400
_LIKENESS_STEPS = (0.97, 0.9, 0.83, 0.76, 0.68, 0.6)
_LIKENESS_M = (0.68, 0.17, 0.09, 0.04, 0.015, 0.004)
"""Shares of true names by their best likeness to a line (distinct steps; the rest, 1 %, is below)."""
_YEAR_READ = 0.82
"""A stone's or paper's year is found in its text, given that it shows years."""
_DAY_READ = 0.6
_DAY_SLIPPED = 0.02
"""How often a paper of the same man has day and month swapped, or the lunar day for the solar one."""
_PLACE_READ = 0.5
_PLACE_AT_MOST = 4.0
"""Bits. Men of one cemetery come from one commune: beyond this a shared village tells nothing more."""
_UNIT_SHARED = 0.6

_NAMESAKE = 0.02
"""Records whose name is this near to the best one's likeness stand beside it, however weak."""

_NAME_READ = 0.8
STRONG = 0.95
SHOWN_FROM = 0.005


@dataclass(frozen=True, slots=True)
class Suggested:
    """`weight` in bits against a random record; `probability` shared among the rivals and "none of them"."""

    row: MartyrRow
    weight: float
    probability: float
    evidence: tuple[Evidence, ...]
    contradictions: tuple[Evidence, ...]
    likeness: float
    """Of the name as read and as recorded, 0 to 1."""

    @property
    def strong(self) -> bool:
        """Years and a village alone never make a strong word: the name itself must have been read."""
        return self.probability >= STRONG and self.likeness >= _NAME_READ


@dataclass(frozen=True)
class _Candidates:
    """Records worth scoring, with their best likeness to a name clue and which clue that was."""

    records: NDArray[np.int64]
    likeness: NDArray[np.float64]
    clue: NDArray[np.int64]
    reading: list[str]
    surprise: NDArray[np.float64]
    """Bits of the name."""


def suggest(
    registry: Registry, clues: Clues, top: int = 10, *, shown_from: float = SHOWN_FROM
) -> list[Suggested]:
    """The records that the clues speak for, strongest first; empty where there is too little to go by.

    Below the probability `shown_from` only namesakes of the best are given.
    """
    found = _by_name(registry, clues.names)
    if not len(found.records):
        return []
    parts = [
        found.surprise,
        _bits_of_year(registry.birth[:, 0], registry.birth_years, found.records, clues),
        _bits_of_death(registry, found.records, clues),
        _bits_of_places(registry, found.records, clues),
        _bits_of_units(registry, found.records, clues),
    ]
    total = np.sum(parts, axis=0)
    rivals = np.zeros_like(found.clue) if clues.one_person else found.clue
    probability = _posterior(total, rivals, len(registry))
    order = np.lexsort((-found.likeness, -total))[:top]
    namesake = found.likeness >= found.likeness[order[0]] - _NAMESAKE
    return [
        _explained(
            registry,
            clues,
            found,
            [round(float(part[at]), 3) for part in parts],
            int(at),
            float(probability[at]),
        )
        for at in order
        if probability[at] >= shown_from or namesake[at]
    ]


def _by_name(registry: Registry, names: Sequence[NameClue]) -> _Candidates:
    likeness = np.zeros(len(registry.names), np.float64)
    clue_at = np.full(len(registry.names), -1)
    reading_at: dict[int, str] = {}
    for number, clue in enumerate(names):
        for reading, confidence in clue.readings:
            found, alike = registry.names_like(reading)
            weighed = alike * (0.65 + 0.35 * confidence)
            better = weighed > likeness[found]
            likeness[found[better]] = weighed[better]
            clue_at[found[better]] = number
            reading_at.update((int(name), reading) for name in found[better])
    best = np.argsort(-likeness, kind="stable")[:_SCORED]
    best = best[likeness[best] >= _LIKENESS_STEPS[-1]]
    starts = registry.holders.starts
    holders = starts[best + 1] - starts[best]
    at_least = np.cumsum(holders)
    surprise = np.log2([_m(likeness[name]) for name in best]) - np.log2((at_least + 0.5) / len(registry))
    rows = [registry.holders.numbers[starts[name] : starts[name + 1]] for name in best]
    repeated = np.repeat(np.arange(len(best)), holders)
    return _Candidates(
        np.concatenate(rows).astype(np.int64) if rows else np.empty(0, np.int64),
        likeness[best][repeated],
        clue_at[best][repeated],
        [reading_at[int(name)] for name in best[repeated]] if len(repeated) < 5_000 else [],
        np.asarray(surprise)[repeated] if len(best) else np.empty(0),
    )


def _m(likeness: float) -> float:
    """Share of true names at least in this step of likeness."""
    return next((m for step, m in zip(_LIKENESS_STEPS, _LIKENESS_M, strict=True) if likeness >= step), 0.005)


def _bits(agrees: NDArray[np.bool_], known: NDArray[np.bool_], m: float, u: float) -> NDArray[np.float64]:
    u = float(np.clip(u, 1e-6, 0.98))
    return np.where(known, np.where(agrees, np.log2(m / u), np.log2((1 - m) / (1 - u))), 0.0)


def _bits_of_year(
    years: NDArray[np.int16], everyone: Shares, records: NDArray[np.int64], clues: Clues
) -> NDArray[np.float64]:
    """A record's year among the item's years; u is the share of all records whose year is."""
    if not clues.years:
        return np.zeros(len(records))
    wanted = np.array(sorted(clues.years), np.int64)
    mine = years[records]
    bits = _bits(np.isin(mine, wanted), mine > 0, _YEAR_READ, everyone.of_any(wanted))
    near = np.isin(mine, np.concatenate([wanted - 1, wanted + 1]))
    return np.where(near & (bits < 0), bits / 2, bits)


def _bits_of_death(registry: Registry, records: NDArray[np.int64], clues: Clues) -> NDArray[np.float64]:
    """The whole day where both sides have one, or the day as paper slips it; else the year."""
    by_year = _bits_of_year(registry.death[:, 0], registry.death_years, records, clues)
    if not clues.days:
        return by_year
    wanted = day_codes(np.array(sorted(clues.days)))
    chance = max(registry.death_days.of_any(wanted), 0.5 / len(registry))
    mine = day_codes(registry.death[records])
    slipped = slips_of(clues.days)
    if len(slipped):
        by_chance = max(registry.death_days.of_any(slipped), 0.5 / len(registry))
        slip = np.log2(_DAY_SLIPPED / by_chance)
        by_year = np.where(np.isin(mine, slipped), np.maximum(by_year, slip), by_year)
    return np.where(np.isin(mine, wanted), np.log2(_DAY_READ / chance), by_year)


def _bits_of_places(registry: Registry, records: NDArray[np.int64], clues: Clues) -> NDArray[np.float64]:
    """The rarest part of the hometown that stands in the item (commune and province are not two witnesses);
    silence of a worn stone costs nothing."""
    bits = np.zeros(len(records))
    if not clues.text:
        return bits
    squeezed = clues.text.replace(" ", "")
    for part in registry.places.keys:
        if len(part) >= 4 and part.replace(" ", "") in squeezed:
            holders = registry.places.of_key(part)
            worth = np.log2(max(_PLACE_READ * len(registry) / len(holders), 1.0))
            bits = np.where(np.isin(records, holders), np.maximum(bits, worth), bits)
    return np.minimum(bits, _PLACE_AT_MOST)


def _bits_of_units(registry: Registry, records: NDArray[np.int64], clues: Clues) -> NDArray[np.float64]:
    bits = np.zeros(len(records))
    for part in clues.units:
        holders = registry.units.of_key(part)
        if len(holders):
            bits[np.isin(records, holders)] += np.log2(max(_UNIT_SHARED / (len(holders) / len(registry)), 1))
    return np.minimum(bits, 10.0)


def _posterior(total: NDArray[np.float64], rivals: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """Records with the same number in `rivals` compete for one person, with "none of them" beside them."""
    odds = np.exp2(np.clip(total, -60, 60)) * _IN_REGISTRY / size
    return np.asarray(odds / (np.bincount(rivals, weights=odds)[rivals] + 1 - _IN_REGISTRY))


def _explained(
    registry: Registry, clues: Clues, found: _Candidates, bits: Sequence[float], at: int, probability: float
) -> Suggested:
    row = registry.rows[int(found.records[at])]
    name_where = clues.names[int(found.clue[at])].where
    years = ", ".join(str(year) for year in sorted(clues.years))
    reading = found.reading[at] if found.reading else clues.names[int(found.clue[at])].readings[0][0]
    told = [
        Evidence("name", f"{found.likeness[at]:.2f}", bits[0], reading, row.name, name_where),
        Evidence("birth", _sign(bits[1]), bits[1], years, row.birth, _where(clues, row.birth)),
        _death(registry, clues, int(found.records[at]), bits[2]),
        Evidence("hometown", _sign(bits[3]), bits[3], row.hometown, row.hometown),
        Evidence("unit", _sign(bits[4]), bits[4], ", ".join(sorted(clues.units)), row.unit),
    ]
    told = [one for one in told if abs(one.weight) > 0.01]
    return Suggested(
        row,
        round(float(sum(bits)), 3),
        round(probability, 6),
        tuple(one for one in told if one.weight > 0),
        tuple(one for one in told if one.weight < 0),
        round(float(found.likeness[at]), 3),
    )


def _death(registry: Registry, clues: Clues, record: int, bits: float) -> Evidence:
    """`slip`: not the same day, but the one that paper makes of it; both days are shown then."""
    row = registry.rows[record]
    mine = day_codes(registry.death[record : record + 1])[0]
    for day in sorted(clues.days):
        written = "/".join(str(part) for part in reversed(day))
        if mine in slips_of(frozenset({day})) and mine not in day_codes(np.array([day])):
            return Evidence("death", "slip", bits, written, row.death, clues.where.get(written))
    years = ", ".join(str(year) for year in sorted(clues.years))
    return Evidence("death", _sign(bits), bits, years, row.death, _where(clues, row.death))


def _sign(bits: float) -> str:
    return "agrees" if bits > 0 else "differs"


def _where(clues: Clues, written: str) -> Locator | None:
    return clues.where.get(written) or next(
        (locator for words, locator in clues.where.items() if words and words in written), None
    )

"""Suggestions: which records an item may concern, each with its evidence in bits and what speaks against it.

Retrieval is loose (`Registry.names_like`); scoring is strict and separate. A weight is log2(m / u): m, how
often the true record shows such an agreement (`parameters`); u, how often a record of this very registry
shows it with this very item, counted (`bits`). The machine proposes; it never links.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.linkage.bits import (
    bits_of_birth,
    bits_of_codes,
    bits_of_death,
    bits_of_places,
    bits_of_units,
)
from archive.linkage.clues import Clues, NameClue
from archive.linkage.names import too_little
from archive.linkage.parameters import BELOW, DEFAULT, LIKENESS_STEPS, Parameters
from archive.linkage.registry import Registry
from archive.linkage.told import Compared, told_of
from schemas.linkage import Evidence
from schemas.martyrs import MartyrRow

_SCORED = 400
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

    def but(self, without: Collection[int]) -> _Candidates:
        kept = np.flatnonzero(~np.isin(self.records, list(without))) if without else None
        if kept is None or len(kept) == len(self.records):
            return self
        readings = [self.reading[at] for at in kept] if self.reading else []
        return _Candidates(
            self.records[kept], self.likeness[kept], self.clue[kept], readings, self.surprise[kept]
        )


def suggest(
    registry: Registry,
    clues: Clues,
    top: int = 10,
    *,
    shown_from: float = SHOWN_FROM,
    believed: Parameters = DEFAULT,
    without: Collection[int] = (),
) -> list[Suggested]:
    """The records that the clues speak for, strongest first; empty where there is too little to go by.

    Below the probability `shown_from` only namesakes of the best are given; records `without` never.
    """
    if says_too_little(clues):
        return []
    found = _with_codes(registry, clues.codes, _by_name(registry, clues.names, believed)).but(without)
    if not len(found.records):
        return []
    parts = [found.surprise, *(part(registry, found.records, clues, believed) for part in _PARTS)]
    total = np.sum(parts, axis=0)
    rivals = np.zeros_like(found.clue) if clues.one_person else found.clue
    probability = _posterior(total, rivals, believed.in_register / len(registry), 1 - believed.in_register)
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


_PARTS = (bits_of_birth, bits_of_death, bits_of_places, bits_of_units, bits_of_codes)


def says_too_little(clues: Clues) -> bool:
    """Whether there is nothing but a name of one syllable, or a surname with its Văn or Thị."""
    told = clues.years or clues.days or clues.units or clues.codes
    return not told and all(too_little(text) for clue in clues.names for text, _ in clue.readings)


def _by_name(registry: Registry, names: Sequence[NameClue], believed: Parameters) -> _Candidates:
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
    best = best[likeness[best] >= LIKENESS_STEPS[-1]]
    starts = registry.holders.starts
    holders = starts[best + 1] - starts[best]
    at_least = np.cumsum(holders)
    surprise = np.log2([believed.of_likeness(likeness[name]) for name in best]) - np.log2(
        (at_least + 0.5) / len(registry)
    )
    rows = [registry.holders.numbers[starts[name] : starts[name + 1]] for name in best]
    repeated = np.repeat(np.arange(len(best)), holders)
    return _Candidates(
        np.concatenate(rows).astype(np.int64) if rows else np.empty(0, np.int64),
        likeness[best][repeated],
        clue_at[best][repeated],
        [reading_at[int(name)] for name in best[repeated]] if len(repeated) < 5_000 else [],
        np.asarray(surprise)[repeated] if len(best) else np.empty(0),
    )


def _with_codes(registry: Registry, codes: Collection[str], found: _Candidates) -> _Candidates:
    """With the records of a certificate's number, whatever became of the name."""
    holders = [registry.codes.of_key(code) for code in codes]
    more = np.setdiff1d(np.concatenate(holders), found.records) if holders else np.empty(0, np.int64)
    if not len(more):
        return found
    size = len(more)
    return _Candidates(
        np.concatenate([found.records, more.astype(np.int64)]),
        np.concatenate([found.likeness, np.zeros(size)]),
        np.concatenate([found.clue, np.full(size, -1)]),
        [*found.reading, *[""] * size] if found.reading or not len(found.records) else [],
        np.concatenate([found.surprise, np.full(size, np.log2(BELOW))]),
    )


def _posterior(
    total: NDArray[np.float64], rivals: NDArray[np.int64], each: float, nobody: float
) -> NDArray[np.float64]:
    """Records with the same number in `rivals` compete for one person, with "none of them" beside them.

    `each`: prior odds of one record, `nobody` of none.
    """
    odds = np.exp2(np.clip(total, -60, 60)) * each
    group = rivals - rivals.min()
    return np.asarray(odds / (np.bincount(group, weights=odds)[group] + nobody))


def _explained(
    registry: Registry, clues: Clues, found: _Candidates, bits: Sequence[float], at: int, probability: float
) -> Suggested:
    row = registry.rows[int(found.records[at])]
    clue = clues.names[int(found.clue[at])] if found.clue[at] >= 0 else None
    reading = found.reading[at] if found.reading else clue.readings[0][0] if clue else ""
    compared = Compared(int(found.records[at]), row, float(found.likeness[at]), reading, clue)
    told = told_of(registry, clues, compared, bits)
    return Suggested(
        row,
        round(float(sum(bits)), 3),
        round(probability, 6),
        tuple(one for one in told if one.weight > 0),
        tuple(one for one in told if one.weight < 0),
        round(float(found.likeness[at]), 3),
    )

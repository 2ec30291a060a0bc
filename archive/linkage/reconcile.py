"""Two lists side by side: which rows may be one person, how sure, why, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.authority.orthography import fold_text
from archive.linkage.blocking import Pairs, candidate_pairs
from archive.linkage.columns import FieldKind
from archive.linkage.comparison import COMPARISONS, Comparison
from archive.linkage.notices import dated_by_the_notice
from archive.linkage.rarity import NameShares
from archive.linkage.table import Column, PersonTable
from archive.linkage.weighing import Model, Vectors, learn
from schemas.linkage import Evidence

_RANDOM_PAIRS = 80_000
_SHOWN_FROM = 0.001
_BY_RARITY = {
    FieldKind.NAME,
    FieldKind.NAME_PART,
    FieldKind.TEXT,
    FieldKind.PLACE,
    FieldKind.CODE,
    FieldKind.DATE,
}
_STRONG = 0.95
_SLIP = COMPARISONS[FieldKind.DATE].levels.index("slip") + 1
_TOO_FEW = 50
"""Below this many people, how often a whole name stands in the lists says nothing."""


@dataclass(frozen=True, slots=True)
class Link:
    """`weight` in bits; `probability` 0 to 1, shared among rivals where a row can have one partner only."""

    left: str
    right: str
    weight: float
    probability: float
    evidence: tuple[Evidence, ...]
    contradictions: tuple[Evidence, ...]


@dataclass(frozen=True)
class _Field:
    left: Column
    right: Column
    comparison: Comparison


def reconcile(left: PersonTable, right: PersonTable) -> list[Link]:
    """Links of two lists, strongest first. Columns meet by their headings; kinds by heading and content."""
    fields = [
        _Field(column, partner, COMPARISONS[column.kind])
        for column in left.columns
        if (partner := right.column(column.heading)) is not None and column.kind in COMPARISONS
    ]
    pairs = candidate_pairs(left, right, [field.left.heading for field in fields])
    if not fields or not len(pairs):
        return []
    vectors = _vectors(fields, pairs)
    _see_notices((left, right), fields, pairs, vectors)
    random = _vectors(fields, _random_pairs(len(left), len(right)))
    usual = [field.comparison.usual for field in fields]
    model = learn(vectors, random, usual, (len(left), len(right)))
    weights = _weights(fields, pairs, vectors, model)
    total = weights.sum(axis=1)
    probability = _share_among_rivals(pairs, total + np.log2(model.prior / (1 - model.prior)))
    return list(_links((left, right), fields, pairs, (vectors, weights, total, probability)))


def _vectors(fields: Sequence[_Field], pairs: Pairs) -> Vectors:
    vectors = np.zeros((len(pairs), len(fields)), np.int8)
    for at, field in enumerate(fields):
        vectors[:, at] = _levels(field, pairs)
    _see_swapped_parts(fields, pairs, vectors)
    return vectors


def _levels(field: _Field, pairs: Pairs) -> NDArray[np.int8]:
    left_values, left_at = np.unique(np.array(field.left.cells, object), return_inverse=True)
    right_values, right_at = np.unique(np.array(field.right.cells, object), return_inverse=True)
    codes = left_at[pairs[:, 0]] * len(right_values) + right_at[pairs[:, 1]]
    distinct, back = np.unique(codes, return_inverse=True)
    a, b = left_values[distinct // len(right_values)], right_values[distinct % len(right_values)]
    present = np.flatnonzero((a != "") & (b != ""))
    levels = np.zeros(len(distinct), np.int8)
    if len(present):
        levels[present] = field.comparison.compare(a[present].tolist(), b[present].tolist())
    return levels[back]


def _see_swapped_parts(fields: Sequence[_Field], pairs: Pairs, vectors: Vectors) -> None:
    """A given name in the surname's column, and the reverse, is one slip and not two contradictions."""
    parts = [at for at, field in enumerate(fields) if field.left.kind is FieldKind.NAME_PART]
    if len(parts) != 2:
        return
    one, two = parts
    left = [np.array([fold_text(c) for c in fields[at].left.cells], object)[pairs[:, 0]] for at in parts]
    right = [np.array([fold_text(c) for c in fields[at].right.cells], object)[pairs[:, 1]] for at in parts]
    crossed = (left[0] == right[1]) & (left[1] == right[0]) & (left[0] != "") & (left[1] != "")
    crossed &= vectors[:, one] > 3
    vectors[crossed, one] = 3
    vectors[crossed, two] = 3


def _see_notices(
    tables: tuple[PersonTable, PersonTable], fields: Sequence[_Field], pairs: Pairs, vectors: Vectors
) -> None:
    """The date of the notice for that of the death is a slip of the clerk and no contradiction."""
    heading, found = dated_by_the_notice(*tables, pairs)
    for at, field in enumerate(fields):
        if field.left.heading == heading and field.left.kind is FieldKind.DATE:
            vectors[found & (vectors[:, at] > _SLIP), at] = _SLIP


def _random_pairs(left: int, right: int) -> Pairs:
    generator = np.random.default_rng(20261122)
    if left * right <= _RANDOM_PAIRS:
        codes = np.arange(left * right)
    else:
        codes = generator.integers(0, left * right, _RANDOM_PAIRS)
    return np.stack([codes // right, codes % right], axis=1)


def _weights(fields: Sequence[_Field], pairs: Pairs, vectors: Vectors, model: Model) -> NDArray[np.float64]:
    weights = np.zeros(vectors.shape)
    for at, (field, learned) in enumerate(zip(fields, model.fields, strict=True)):
        weights[:, at] = learned.weights[vectors[:, at]]
        if field.left.kind in _BY_RARITY:
            same = np.flatnonzero(vectors[:, at] == 1)
            share = _shares_of_values(field)[pairs[same, 0]]
            weights[same, at] = np.log2(learned.m[1] / share)
    return weights


def _shares_of_values(field: _Field) -> NDArray[np.float64]:
    """For each left row, the share of people who have its value: counted, or made of the name's parts."""
    cells = field.left.cells + field.right.cells
    known = sum(1 for cell in cells if cell)
    counted = Counter(fold_text(cell) for cell in cells if cell)
    shares = np.array([max(counted[fold_text(cell)], 2) / max(known, 1) for cell in field.left.cells])
    if field.left.kind is FieldKind.NAME:
        names = NameShares(cell for cell in cells if cell)
        by_parts = np.array([names.share(cell) for cell in field.left.cells])
        shares = by_parts if known < _TOO_FEW else np.maximum(shares * 0.5, by_parts)
    return np.asarray(np.clip(shares, 1e-9, 1.0))


def _share_among_rivals(pairs: Pairs, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities; where the strong pairs show that a side's rows have one partner, rivals share it."""
    odds = np.exp2(np.clip(log_odds, -60, 60))
    strong = odds / (1 + odds) > _STRONG
    rivals = np.zeros(len(odds))
    for side in (0, 1):
        rows = pairs[:, side]
        partners = np.bincount(rows[strong], minlength=int(rows.max()) + 1)
        taken = partners[partners > 0]
        if len(taken) and (taken > 1).mean() < 0.15:
            rivals = np.maximum(rivals, np.bincount(rows, weights=odds)[rows] - odds)
    return np.asarray(odds / (1 + odds + rivals))


def _links(
    tables: tuple[PersonTable, PersonTable],
    fields: Sequence[_Field],
    pairs: Pairs,
    scored: tuple[Vectors, NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
) -> Iterator[Link]:
    vectors, weights, total, probability = scored
    order = np.lexsort((-total, -probability))
    for row in order[probability[order] >= _SHOWN_FROM]:
        a, b = pairs[row]
        told = [
            (
                _evidence(field, int(level), float(weight), (int(a), int(b))),
                int(level) > field.comparison.agreeing,
            )
            for field, level, weight in zip(fields, vectors[row], weights[row], strict=True)
            if level
        ]
        yield Link(
            tables[0].ids[a],
            tables[1].ids[b],
            round(float(total[row]), 3),
            round(float(probability[row]), 6),
            tuple(one for one, against in told if not against),
            tuple(one for one, against in told if against),
        )


def _evidence(field: _Field, level: int, weight: float, rows: tuple[int, int]) -> Evidence:
    return Evidence(
        feature=field.left.heading,
        level=field.comparison.levels[level - 1],
        weight=round(weight, 3),
        left=field.left.cells[rows[0]],
        right=field.right.cells[rows[1]],
    )

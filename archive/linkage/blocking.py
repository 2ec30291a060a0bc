"""Which pairs are worth comparing: those that share a key rare enough to mean something.

Each row has keys of one column (a whole value, a sound, a year) and of two columns together; a key that
would join more than `largest` pairs is left to its combinations. Several passes, after Fellegi and Sunter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from archive.authority.orthography import fold_text
from archive.authority.syllables import phonetic_key
from archive.linkage.columns import FieldKind
from archive.linkage.dates import parse_partial_date
from archive.linkage.names import name_syllables
from archive.linkage.places import place_parts
from archive.linkage.table import Column, PersonTable
from archive.linkage.units import unit_parts

Pairs = NDArray[np.int64]
_LARGEST_BLOCK = 4_000
_PAIRS_A_ROW = 60


def candidate_pairs(left: PersonTable, right: PersonTable, headings: Sequence[str]) -> Pairs:
    """Rows (n, 2) of left and right row numbers, each pair once."""
    columns = [(left.column(heading), right.column(heading)) for heading in headings]
    sides = [
        [_column_keys(a, b.kind) for a, b in columns if a and b],
        [_column_keys(b, b.kind) for a, b in columns if a and b],
    ]
    budget = _PAIRS_A_ROW * max(len(left), len(right))
    width = len(right)
    found: list[NDArray[np.int64]] = []
    for left_keys, right_keys in _passes(sides[0], sides[1]):
        joined = _join(left_keys, right_keys, min(_LARGEST_BLOCK, max(budget // 40, 100)))
        found.append(joined[:, 0] * width + joined[:, 1])
    codes = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    return np.stack([codes // width, codes % width], axis=1)


_Keys = NDArray[np.int64]
"""(rows, at most k) hashed keys, 0 where there is none."""


def _passes(left: list[_Keys], right: list[_Keys]) -> Iterator[tuple[_Keys, _Keys]]:
    yield from zip(left, right, strict=True)
    for one, two in combinations(range(len(left)), 2):
        yield _together(left[one], left[two]), _together(right[one], right[two])


def _together(a: _Keys, b: _Keys) -> _Keys:
    """Each key of `a` with each of `b`."""
    mixed = (a[:, :, None] * np.int64(1_000_003)) ^ b[:, None, :]
    mixed[(a[:, :, None] == 0) | (b[:, None, :] == 0)] = 0
    return mixed.reshape(len(a), -1)


def _join(left: _Keys, right: _Keys, largest: int) -> Pairs:
    left_keys, left_rows = _flat(left)
    right_keys, right_rows = _flat(right)
    keys, left_at, left_count = np.unique(left_keys, return_index=True, return_counts=True)
    right_from = np.searchsorted(right_keys, keys, "left")
    right_count = np.searchsorted(right_keys, keys, "right") - right_from
    size = left_count * right_count
    useful = np.flatnonzero((size > 0) & (size <= largest))
    total = int(size[useful].sum())
    if not total:
        return np.empty((0, 2), np.int64)
    block = np.repeat(useful, size[useful])
    within = np.arange(total) - np.repeat(np.cumsum(size[useful]) - size[useful], size[useful])
    rows_left = left_rows[left_at[block] + within // right_count[block]]
    rows_right = right_rows[right_from[block] + within % right_count[block]]
    return np.stack([rows_left, rows_right], axis=1)


def _flat(keys: _Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys in order, with the row of each; empty ones left out."""
    rows = np.repeat(np.arange(len(keys)), keys.shape[1])
    flat = keys.reshape(-1)
    rows, flat = rows[flat != 0], flat[flat != 0]
    order = np.argsort(flat, kind="stable")
    return flat[order], rows[order]


def _column_keys(column: Column, kind: FieldKind) -> _Keys:
    made = [_keys_of(cell, kind) if cell else () for cell in column.cells]
    keys = np.zeros((len(made), max(max(map(len, made), default=1), 1)), np.int64)
    for row, names in enumerate(made):
        keys[row, : len(names)] = [hash((kind, name)) | 1 for name in names]
    return keys


def _keys_of(cell: str, kind: FieldKind) -> tuple[str, ...]:
    """A few keys of a cell: the whole, and what survives the usual damage."""
    if kind is FieldKind.NAME:
        _, plain = name_syllables(cell)
        return (" ".join(plain), *_ends(plain), _sound(plain)) if plain else ()
    if kind is FieldKind.DATE:
        date = parse_partial_date(cell)
        if date is None:
            return ()
        return tuple({f"{date.year}", f"{date.month}-{date.day}" if date.day else "", f"{date}"} - {""})
    if kind is FieldKind.PLACE:
        return place_parts(cell)[:3]
    if kind is FieldKind.UNIT:
        return tuple(sorted(unit_parts(cell)))[:4]
    plain_text = fold_text(cell).replace(" ", "")
    if kind in (FieldKind.NAME_PART, FieldKind.TEXT):
        return tuple({plain_text, f"<{plain_text[:4]}", f"{plain_text[-4:]}>"})
    return (plain_text,)


def _sound(plain: tuple[str, ...]) -> str:
    """What a name sounds like in any region: a list taken down by ear still meets the written one."""
    return "~" + " ".join(phonetic_key(syllable) for syllable in plain)


def _ends(plain: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{plain[0]}+{plain[-1]}", f"+{plain[-1]}") if len(plain) > 1 else ()

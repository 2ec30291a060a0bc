"""How alike two cells are, as levels: 0 is missing, 1 the strongest agreement, the last a disagreement.

Levels are counted, not guessed: `weighing` learns what each is worth. Each comparison works on distinct pairs
of values, as whole arrays, since a list repeats its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import ratio, token_set_ratio

from archive.authority.orthography import fold_text
from archive.linkage.columns import FieldKind
from archive.linkage.dates import PartialDate, lunar_for_solar, parse_partial_date
from archive.linkage.names import compare_full_names
from archive.linkage.places import compare_places
from archive.linkage.units import compare_units

Levels = NDArray[np.int8]
MISSING = 0


@dataclass(frozen=True)
class Comparison:
    """`levels` are the names of levels 1, 2, …; `agreeing` of them speak for a match."""

    levels: tuple[str, ...]
    agreeing: int
    usual: tuple[float, ...]
    """Shares of the levels among true pairs, as papers usually have them: where learning starts, and what
    keeps it from taking comrades of one village and year for one man when a list is small."""
    compare: Callable[[Sequence[str], Sequence[str]], Levels]
    """Two equally long sequences of cells (none empty) to their levels."""


def _scores(left: Sequence[str], right: Sequence[str], scorer: Callable[..., float]) -> NDArray[np.float32]:
    scores: NDArray[np.float32] = process.cpdist(list(left), list(right), scorer=scorer, dtype=np.float32)
    return scores


def _equal(left: Sequence[str], right: Sequence[str]) -> NDArray[np.bool_]:
    return np.fromiter((a == b for a, b in zip(left, right, strict=True)), bool, len(left))


def _folded(cells: Sequence[str]) -> list[str]:
    seen: dict[str, str] = {}
    return [seen[cell] if cell in seen else seen.setdefault(cell, fold_text(cell).strip()) for cell in cells]


def _compare_parts(left: Sequence[str], right: Sequence[str]) -> Levels:
    a, b = _folded(left), _folded(right)
    same = _equal([cell.casefold() for cell in left], [cell.casefold() for cell in right])
    close = _scores(a, b, JaroWinkler.similarity)
    edits = _scores(a, b, OSA.distance)
    return np.select(
        [same, _equal(a, b), (edits <= 1) | (close >= 0.93), close >= 0.82], [1, 2, 3, 4], default=5
    ).astype(np.int8)


def _compare_text(left: Sequence[str], right: Sequence[str]) -> Levels:
    a, b = _folded(left), _folded(right)
    tight_a, tight_b = [cell.replace(" ", "") for cell in a], [cell.replace(" ", "") for cell in b]
    alike, words = _scores(tight_a, tight_b, ratio), _scores(a, b, token_set_ratio)
    return np.select(
        [_equal(tight_a, tight_b), alike >= 90, (alike >= 78) | (words >= 95), (alike >= 66) | (words >= 80)],
        [1, 2, 3, 4],
        default=5,
    ).astype(np.int8)


def _compare_codes(left: Sequence[str], right: Sequence[str]) -> Levels:
    a = ["".join(cell.split()).casefold() for cell in left]
    b = ["".join(cell.split()).casefold() for cell in right]
    edits = _scores(a, b, OSA.distance)
    longest = np.fromiter((max(len(x), len(y)) for x, y in zip(a, b, strict=True)), float, len(a))
    return np.select(
        [_equal(a, b), (edits <= 1) & (longest >= 3), (edits <= 2) & (longest >= 6)], [1, 2, 3], default=4
    ).astype(np.int8)


def _compare_ranks(left: Sequence[str], right: Sequence[str]) -> Levels:
    a, b = _folded(left), _folded(right)
    return np.select([_equal(a, b), _scores(a, b, token_set_ratio) >= 80], [1, 2], default=3).astype(np.int8)


def _compare_dates(left: Sequence[str], right: Sequence[str]) -> Levels:
    return np.fromiter(map(_date_level, left, right), np.int8, len(left))


def _date_level(left: str, right: str) -> int:
    if left == right:
        return 1
    a, b = parse_partial_date(left), parse_partial_date(right)
    if a is None or b is None:
        return 6
    if a == b:
        return 1
    if all(x is None or y is None or x == y for x, y in zip(a, b, strict=True)):
        return 2
    if _swapped(a, b) or _next_month(a, b) or _one_slip(a, b) or lunar_for_solar(a, b):
        return 3
    if a.year == b.year:
        return 4
    return 5 if a.year and b.year and abs(a.year - b.year) <= 2 else 6


def _swapped(a: PartialDate, b: PartialDate) -> bool:
    return a.year == b.year and a.day is not None and (a.day, a.month) == (b.month, b.day)


def _next_month(a: PartialDate, b: PartialDate) -> bool:
    """12/9 for 12/10: the same day one month apart."""
    if a.month is None or b.month is None or a.day is None:
        return False
    return (a.year, a.day) == (b.year, b.day) and abs(a.month - b.month) == 1


def _one_slip(a: PartialDate, b: PartialDate) -> bool:
    """One digit or one neighbouring swap apart, both complete: paper's commonest fault."""
    if None in a or None in b:
        return False
    return OSA.distance("".join(f"{n:02}" for n in a if n), "".join(f"{n:02}" for n in b if n)) <= 1


def _compare_graves(left: Sequence[str], right: Sequence[str]) -> Levels:
    return np.fromiter(map(_grave_level, left, right), np.int8, len(left))


def _grave_level(left: str, right: str) -> int:
    """Khu, hàng, mộ in order: in a number of a grave one other digit is another grave."""
    a, b = (tuple(_GRAVE_PART.findall(fold_text(cell))) for cell in (left, right))
    a, b = tuple(part.lstrip("0") for part in a), tuple(part.lstrip("0") for part in b)
    if a == b:
        return 1
    return 2 if a and b and (set(a) < set(b) or set(b) < set(a)) else 3


_GRAVE_PART = re.compile(r"\d+|\b[a-z]\b")

COMPARISONS: dict[FieldKind, Comparison] = {
    FieldKind.NAME: Comparison(
        ("same", "same_without_marks", "one_slip", "other_middle", "initials", "same_given", "differs"),
        5,
        (0.66, 0.12, 0.10, 0.05, 0.04, 0.01, 0.02),
        compare_full_names,
    ),
    FieldKind.NAME_PART: Comparison(
        ("same", "same_without_marks", "one_slip", "alike", "differs"),
        4,
        (0.78, 0.02, 0.12, 0.04, 0.04),
        _compare_parts,
    ),
    FieldKind.DATE: Comparison(
        ("same", "compatible", "slip", "same_year", "near_year", "differs"),
        4,
        (0.68, 0.12, 0.07, 0.04, 0.06, 0.03),
        _compare_dates,
    ),
    FieldKind.PLACE: Comparison(
        ("same", "within", "alike", "shared_part", "differs"),
        4,
        (0.7, 0.14, 0.06, 0.05, 0.05),
        compare_places,
    ),
    FieldKind.UNIT: Comparison(
        ("same", "within", "shared", "differs"), 3, (0.65, 0.15, 0.1, 0.1), compare_units
    ),
    FieldKind.RANK: Comparison(("same", "alike", "differs"), 2, (0.7, 0.1, 0.2), _compare_ranks),
    FieldKind.GRAVE: Comparison(("same", "within", "differs"), 2, (0.85, 0.08, 0.07), _compare_graves),
    FieldKind.CODE: Comparison(
        ("same", "one_slip", "two_slips", "differs"), 3, (0.82, 0.1, 0.02, 0.06), _compare_codes
    ),
    FieldKind.TEXT: Comparison(
        ("same", "one_slip", "alike", "shared_words", "differs"),
        4,
        (0.7, 0.14, 0.05, 0.03, 0.08),
        _compare_text,
    ),
}

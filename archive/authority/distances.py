"""How far apart two syllables are, by ear and by eye: one weighted distance for search, names and linkage.

The weights are data (`data/confusions.tsv`), so that they can be edited and their causes shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from archive.authority.orthography import canon, fold, nfc
from archive.authority.syllables import Syllable, split

UNRELATED = 1.0
_TONE_CHANGED = 0.35
_ONE_LETTER = 0.6
_MARKS_OF_VOWELS = 0.15


@cache
def _table() -> dict[str, dict[tuple[str, str], float]]:
    table: dict[str, dict[tuple[str, str], float]] = {}
    for row in data_rows("confusions.tsv"):
        part, a, b, cost = row[:4]
        table.setdefault(part, {}).update({(a, b): float(cost), (b, a): float(cost)})
    return table


def data_rows(name: str) -> Iterator[list[str]]:
    """Rows of a tab-separated data file of this package, without comments and the heading."""
    lines = files("archive.authority").joinpath("data", name).read_text("utf-8").splitlines()
    body = [line for line in lines if line.strip() and not line.startswith("#")]
    for line in body[1:]:
        yield line.split("\t")


@lru_cache(maxsize=1 << 18)
def syllable_distance(a: str, b: str) -> float:
    """0 for one spelling, about 0.1 to 0.4 for one confusion of ear or eye, at most 1 (unrelated words).

    Symmetric. Unmarked words stand near all their marked forms.
    """
    a, b = canon(a), canon(b)
    if a == b:
        return 0.0
    return min(_by_ear(a, b), _by_eye(a, b), UNRELATED)


def _by_ear(a: str, b: str) -> float:
    left, right = split(a), split(b)
    if not (left.is_vietnamese and right.is_vietnamese):
        return UNRELATED
    table = _table()
    initial = _cost(table["initial"], left.initial, right.initial, UNRELATED)
    final = _cost(table["final"], left.final, right.final, 0.6)
    tone = _cost(table["tone"], left.tone, right.tone, _TONE_CHANGED)
    return initial + final + tone + _vowel_cost(left, right)


def _vowel_cost(left: Syllable, right: Syllable) -> float:
    known = _table()["vowels"].get((left.vowels, right.vowels))
    if known is not None:
        return known
    if left.vowels == right.vowels:
        return 0.0
    if fold(left.vowels) == fold(right.vowels):
        return _MARKS_OF_VOWELS
    return 0.8


def _cost(costs: dict[tuple[str, str], float], a: str, b: str, otherwise: float) -> float:
    return 0.0 if a == b else costs.get((a, b), otherwise)


def _by_eye(a: str, b: str) -> float:
    """Edit distance over the folded letters; shapes that OCR confuses are cheaper, marks cost a little."""
    left, right = fold(a), fold(b)
    if abs(len(left) - len(right)) > 2:
        return UNRELATED
    marks = 0.0 if a == left or b == right else _tone_between(a, b)
    return _edits(left, right) + marks + (0.0 if left != right else 0.1)


def _tone_between(a: str, b: str) -> float:
    return (
        0.0 if split(a).tone == split(b).tone else _cost(_table()["tone"], split(a).tone, split(b).tone, 0.3)
    )


def _edits(a: str, b: str) -> float:
    shapes = _table()["shape"]
    rows = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if i or j:
                rows[i][j] = min(_steps(a, b, i, j, rows, shapes))
    return rows[-1][-1]


def _steps(
    a: str, b: str, i: int, j: int, rows: list[list[float]], shapes: dict[tuple[str, str], float]
) -> Iterator[float]:
    if i:
        yield rows[i - 1][j] + _ONE_LETTER
    if j:
        yield rows[i][j - 1] + _ONE_LETTER
    if i and j:
        same = a[i - 1] == b[j - 1]
        yield rows[i - 1][j - 1] + (0.0 if same else shapes.get((a[i - 1], b[j - 1]), _ONE_LETTER))
    for wide, narrow in ((2, 1), (1, 2)):
        if i >= wide and j >= narrow:
            cost = shapes.get((a[i - wide : i], b[j - narrow : j]))
            if cost is not None:
                yield rows[i - wide][j - narrow] + cost


@lru_cache(maxsize=1 << 18)
def likeness(a: str, b: str) -> float:
    """How alike two name syllables are, by the first rule that joins them.

    1 the same · .98 another tone placement · .95 i for y · .85 other or lost marks · .7 one confusion of ear
    or eye · 0 nothing joins them.
    """
    a, b = nfc(a).lower(), nfc(b).lower()
    if a == b:
        return 1.0
    if canon(a) == canon(b):
        return 0.98 if fold(a) == fold(b) else 0.95
    if fold(canon(a)) == fold(canon(b)):
        return 0.85
    return 0.7 if syllable_distance(a, b) <= 0.45 else 0.0

"""Forms of the collection that eye or ear may have taken for a word of the query."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from archive.authority.distances import data_rows, syllable_distance
from archive.authority.orthography import folded_key
from archive.search_analysis.counts import WordTable

_FARTHEST = 0.45
_MOST = 8


def confused_forms(word: str, table: WordTable) -> list[str]:
    """At most eight, the nearest first. Other marks of the same letters are not among them."""
    key = folded_key(word)
    near: dict[str, float] = {}
    for other in _variants(key):
        for index in table.by_key.get(other, ())[:4] if other != key else ():
            form = table.forms[index]
            distance = syllable_distance(word, form)
            if distance <= _FARTHEST:
                near[form] = distance
    return sorted(near, key=lambda form: (near[form], form))[:_MOST]


def _variants(key: str) -> Iterator[str]:
    """The folded word with one confusion made in it."""
    for wrong, right, where in _confusions():
        if where == "initial":
            if key.startswith(wrong):
                yield right + key[len(wrong) :]
        elif where == "final":
            if key.endswith(wrong):
                yield key[: len(key) - len(wrong)] + right
        else:
            at = key.find(wrong)
            while at >= 0:
                yield key[:at] + right + key[at + len(wrong) :]
                at = key.find(wrong, at + 1)


@cache
def _confusions() -> tuple[tuple[str, str, str], ...]:
    rows = [row for row in data_rows("confusions.tsv") if row[0] in {"initial", "final", "shape"}]
    pairs = [(folded_key(a), folded_key(b), part) for part, a, b, *_ in rows]
    return tuple({p for a, b, part in pairs for p in ((a, b, part), (b, a, part)) if a and a != b})

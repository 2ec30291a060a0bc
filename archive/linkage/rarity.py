"""How common a name is: the list's own people, and behind them what is known of Vietnamese names at large.

A list of ten people cannot tell a common name from a rare one; the counts of 8,757 people (in
`archive/authority/data`, which names the source) stand in until the list is long enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from archive.authority.distances import data_rows
from archive.authority.orthography import folded_key
from archive.linkage.names import name_syllables

_AS_MANY_AS = 300
"""The counts at large weigh as much as this many people of the list."""
_PARTS = ("surname", "middle", "given")


@cache
def shares_at_large(part: str) -> dict[str, float]:
    """Folded name part (`surname`, `middle`, `given`) to its share among people."""
    counts: Counter[str] = Counter()
    for name, count in data_rows(f"name_{part}.tsv"):
        counts["".join(folded_key(word) for word in name.split())] += int(count)
    total = counts.total()
    return {name: count / total for name, count in counts.items()}


class NameShares:
    """Shares of whole names among the people of some lists."""

    def __init__(self, names: Iterable[str]) -> None:
        self._counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
        self._people = 0
        for written in names:
            parts = _parts(written)
            if parts:
                self._people += 1
                for counter, part in zip(self._counts, parts, strict=True):
                    counter[part] += 1

    def share(self, written: str) -> float:
        """The chance that somebody is called this, 0 to 1, as if the parts of a name were independent."""
        parts = _parts(written)
        if not parts:
            return 1.0
        share = 1.0
        for counter, kind, part in zip(self._counts, _PARTS, parts, strict=True):
            at_large = shares_at_large(kind).get(part, 1e-4)
            share *= (counter[part] + _AS_MANY_AS * at_large) / (self._people + _AS_MANY_AS)
        return share


def _parts(written: str) -> tuple[str, str, str] | None:
    _, plain = name_syllables(written)
    if not plain:
        return None
    return plain[0], "".join(plain[1:-1]), plain[-1]

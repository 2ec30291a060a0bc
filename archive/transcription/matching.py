"""Which words of an edited text are words that stood in it before. Pure.

First line by line, then what is left over: runs of words that moved to another line or another place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

_MOST_PLACES = 16
"""A pair of words that stands in more places than this says nothing about where it came from."""

Match = tuple[int, int]
"""Position in the new row of words, position in the old."""


def matches(new: Sequence[str], old: Sequence[str]) -> Iterator[Match]:
    """Equal words in the same order, as many as there are."""
    for block in Levenshtein.editops(new, old).as_matching_blocks():
        for step in range(block.size):
            yield block.a + step, block.b + step


def moved(new: Sequence[str | None], old: Sequence[str | None]) -> list[Match]:
    """Words that moved: runs of two or more that stand together on both sides, and words that are unique.

    None stands for a word that has its place already; no run goes across it.
    """
    found = _in_order(new, old)
    taken_new, taken_old = {match[0] for match in found}, {match[1] for match in found}
    rest_new = [None if at in taken_new else word for at, word in enumerate(new)]
    rest_old = [None if at in taken_old else word for at, word in enumerate(old)]
    return found + _runs(rest_new, rest_old)


def _in_order(new: Sequence[str | None], old: Sequence[str | None]) -> list[Match]:
    """What an ordinary comparison of all that is left over finds, without words that meet by chance."""
    at_new = [at for at, word in enumerate(new) if word is not None]
    at_old = [at for at, word in enumerate(old) if word is not None]
    words_new, words_old = [str(new[at]) for at in at_new], [str(old[at]) for at in at_old]
    met = [(at_new[a], at_old[b]) for a, b in matches(words_new, words_old)]
    alone = _unique(new) & _unique(old)
    close = {one for pair in pairwise(met) if _together(*pair) for one in pair}
    return [one for one in met if one in close or new[one[0]] in alone]


def _together(first: Match, second: Match) -> bool:
    return second[0] == first[0] + 1 and second[1] == first[1] + 1


def _runs(new: Sequence[str | None], old: Sequence[str | None]) -> list[Match]:
    """Longest first from each place on: what was carried elsewhere as a piece."""
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, (first, second) in enumerate(pairwise(old)):
        if first is not None and second is not None:
            pairs[first, second].append(at)
    free_old = [word is not None for word in old]
    found: list[Match] = []
    at = 0
    while at < len(new) - 1:
        first, second = new[at], new[at + 1]
        places = pairs.get((first, second), ()) if first is not None and second is not None else ()
        best = max(
            ((_length(new, old, free_old, at, place), place) for place in places[:_MOST_PLACES]),
            default=(0, 0),
        )
        if best[0] < 2:
            at += 1
            continue
        for step in range(best[0]):
            found.append((at + step, best[1] + step))
            free_old[best[1] + step] = False
        at += best[0]
    return found + _single(new, old, found)


def _length(
    new: Sequence[str | None], old: Sequence[str | None], free: Sequence[bool], at: int, place: int
) -> int:
    size = 0
    while (
        at + size < len(new)
        and place + size < len(old)
        and free[place + size]
        and new[at + size] is not None
        and new[at + size] == old[place + size]
    ):
        size += 1
    return size


def _single(new: Sequence[str | None], old: Sequence[str | None], found: Sequence[Match]) -> list[Match]:
    """Words that stand once among what is left on each side."""
    gone_new, gone_old = {a for a, _ in found}, {b for _, b in found}
    left_new = [None if at in gone_new else word for at, word in enumerate(new)]
    left_old = [None if at in gone_old else word for at, word in enumerate(old)]
    alone = _unique(left_new) & _unique(left_old)
    where = {word: at for at, word in enumerate(left_old) if word in alone}
    return [(at, where[word]) for at, word in enumerate(left_new) if word is not None and word in alone]


def _unique(words: Sequence[str | None]) -> set[str]:
    count: dict[str, int] = defaultdict(int)
    for word in words:
        if word is not None:
            count[word] += 1
    return {word for word, times in count.items() if times == 1}

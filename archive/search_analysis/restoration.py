"""Which marked forms a query word may stand for, told by the collection's own pairs of neighbours.

Forward and backward over the words of the query: each candidate form is weighed by how often it stands in
the collection and beside the forms around it. Whoever types "nguyen van hung" gets the forms that follow
each other there; whoever types marks keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter, mul
from typing import NamedTuple

import numpy as np

from archive.authority.orthography import canon, folded_key
from archive.search_analysis.counts import WordTable

MOST_FORMS = 16
_OTHER_THAN_TYPED = 0.1
_OTHER_THAN_MARKED = 0.02
"""Who types marks means them; who types none may mean any."""
_RARE = 1e-4
_SMALL_COLLECTION = 1_000_000
"""Words. In a smaller collection a form that stands once may be the very name that is looked for."""
UNKNOWN = -1
_REMEMBERED = 50_000


class Form(NamedTuple):
    """A canonical form and the probability that the word stands for it."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a word may stand for: forms, their ids in the table (-1 if it has none), and for each form how
    well it fits what was typed, how common it is, how often it is used, and by how many words it is followed.
    """

    forms: tuple[str, ...]
    ids: tuple[int, ...]
    emission: tuple[float, ...]
    unigram: tuple[float, ...]
    uses: tuple[int, ...]
    free: tuple[int, ...]


def restore(words: Sequence[str], table: WordTable) -> list[list[Form]]:
    """For each word its possible forms, the likeliest first; probabilities of a word add up to one.

    Plain loops: with a few candidates a word they are faster than arrays.
    """
    places = [_candidates(word, table) for word in words]
    if not places:
        return []
    steps = _transitions(places, table)
    forward = [_scaled([e * u for e, u in zip(places[0].emission, places[0].unigram, strict=True)])]
    for place, step in zip(places[1:], steps, strict=True):
        before = forward[-1]
        reached = [sum(map(mul, before, column)) for column in zip(*step, strict=True)]
        forward.append(_scaled(list(map(mul, reached, place.emission))))
    backward = [[1.0] * len(places[-1].forms)]
    for place, step in zip(reversed(places[1:]), reversed(steps), strict=True):
        after = list(map(mul, place.emission, backward[-1]))
        backward.append(_scaled([sum(map(mul, row, after)) for row in step]))
    backward.reverse()
    return [
        _ranked(place, _scaled(list(map(mul, there, back))))
        for place, there, back in zip(places, forward, backward, strict=True)
    ]


def _scaled(weights: list[float]) -> list[float]:
    total = sum(weights)
    return [weight / total for weight in weights]


def _ranked(place: Candidates, probability: list[float]) -> list[Form]:
    return sorted(map(Form, place.forms, probability), key=_probability, reverse=True)


_probability = attrgetter("probability")


def _candidates(word: str, table: WordTable) -> Candidates:
    known = table.remembered.get(word)
    if isinstance(known, Candidates):
        return known
    if len(table.remembered) >= _REMEMBERED:
        table.remembered.clear()
    made = table.remembered[word] = _find_candidates(word, table)
    return made


def _find_candidates(word: str, table: WordTable) -> Candidates:
    typed = canon(word)
    same_key = table.by_key.get(folded_key(word), [])
    least = _RARE * table.uses[same_key[0]] if same_key else 0.0
    if table.total > _SMALL_COLLECTION:
        least = max(2.0, least)
    ids = [index for index in same_key[:MOST_FORMS] if table.uses[index] >= least]
    as_typed = table.ids.get(typed, UNKNOWN)
    if as_typed not in ids:
        ids.append(as_typed)
    forms = tuple(table.forms[index] if index != UNKNOWN else typed for index in ids)
    other = _OTHER_THAN_TYPED if word.isascii() else _OTHER_THAN_MARKED
    uses = tuple(int(table.uses[index]) if index != UNKNOWN else 0 for index in ids)
    return Candidates(
        forms=forms,
        ids=tuple(ids),
        emission=tuple(1.0 if form == typed else other for form in forms),
        unigram=tuple((count + 0.5) / max(table.total, 1) for count in uses),
        uses=uses,
        free=tuple(1 + (int(table.successors[index]) if index != UNKNOWN else 0) for index in ids),
    )


def _transitions(places: Sequence[Candidates], table: WordTable) -> list[list[list[float]]]:
    """P(second | first) for all candidates of neighbouring words, smoothed by how free the first word is."""
    if len(places) < 2:
        return []
    keys = [a << 32 | b for left, right in pairwise(places) for a in left.ids for b in right.ids]
    seen = table.pairs(np.array(keys, np.int64)).tolist()
    steps, at = [], 0
    for left, right in pairwise(places):
        step, width = [], len(right.ids)
        for uses, free in zip(left.uses, left.free, strict=True):
            row = zip(seen[at : at + width], right.unigram, strict=True)
            step.append([(pair + free * alone) / (uses + free) for pair, alone in row])
            at += width
        steps.append(step)
    return steps

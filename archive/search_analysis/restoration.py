"""Which marked forms a query word may stand for, told by the collection's own pairs of neighbours.

Forward and backward over the words of the query: each candidate form is weighed by how often it stands in
the collection and beside the forms around it. Whoever types "nguyen van hung" gets the forms that follow
each other there; whoever types marks keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from archive.authority.orthography import canon, fold, folded_key
from archive.search_analysis.counts import Ints, WordTable

Floats = npt.NDArray[np.float64]
MOST_FORMS = 16
_OTHER_THAN_TYPED = 0.1
_RARE = 1e-4
_SMALL_COLLECTION = 1_000_000
"""Words. In a smaller collection a form that stands once may be the very name that is looked for."""
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Form:
    """A canonical form and the probability that the word stands for it."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class _Place:
    """Candidates at one word of the query: ids in the table (`_UNKNOWN` if it has none), and emissions."""

    forms: tuple[str, ...]
    ids: Ints
    emission: Floats


def restore(words: Sequence[str], table: WordTable) -> list[list[Form]]:
    """For each word its possible forms, the likeliest first; probabilities of a word add up to one."""
    places = [_candidates(word, table) for word in words]
    if not places:
        return []
    steps = _transitions(places, table)
    starts = [place.emission * _unigram(place.ids, table) for place in places]
    forward = [starts[0] / starts[0].sum()]
    for place, step in zip(places[1:], steps, strict=True):
        reached = (forward[-1] @ step) * place.emission
        forward.append(reached / reached.sum())
    backward = [np.ones(len(places[-1].forms))]
    for place, step in zip(reversed(places[1:]), reversed(steps), strict=True):
        reached = step @ (place.emission * backward[-1])
        backward.append(reached / reached.sum())
    backward.reverse()
    return [
        _ranked(place, there * back) for place, there, back in zip(places, forward, backward, strict=True)
    ]


def _ranked(place: _Place, weight: Floats) -> list[Form]:
    probability = weight / weight.sum()
    order = np.argsort(-probability, kind="stable").tolist()
    return [Form(place.forms[index], float(probability[index])) for index in order]


def _candidates(word: str, table: WordTable) -> _Place:
    typed = canon(word)
    known = table.by_key.get(folded_key(word), [])
    least = _RARE * table.uses[known[0]] if known else 0.0
    if table.total > _SMALL_COLLECTION:
        least = max(2.0, least)
    ids = [index for index in known[:MOST_FORMS] if table.uses[index] >= least]
    as_typed = table.ids.get(typed, _UNKNOWN)
    if as_typed not in ids:
        ids.append(as_typed)
    forms = tuple(table.forms[index] if index != _UNKNOWN else typed for index in ids)
    emission = np.array([1.0 if form == typed else _OTHER_THAN_TYPED for form in forms])
    return _Place(forms, np.array(ids, np.int64), emission)


def _unigram(ids: Ints, table: WordTable) -> Floats:
    uses = np.where(ids == _UNKNOWN, 0, table.uses[ids])
    return np.asarray((uses + 0.5) / max(table.total, 1), np.float64)


def _transitions(places: Sequence[_Place], table: WordTable) -> list[Floats]:
    """P(second | first) for all candidates of neighbouring words, smoothed by how free the first word is."""
    if len(places) < 2:
        return []
    keys = [(left.ids[:, None] << 32 | right.ids[None, :]).ravel() for left, right in pairwise(places)]
    seen = table.pairs(np.concatenate(keys))
    steps, at = [], 0
    for left, right, key in zip(places, places[1:], keys, strict=False):
        pairs = seen[at : at + len(key)].reshape(len(left.ids), len(right.ids))
        at += len(key)
        known = left.ids != _UNKNOWN
        uses = np.where(known, table.uses[left.ids], 0)[:, None]
        free = np.where(known, table.successors[left.ids], 0)[:, None] + 1
        steps.append((pairs + free * _unigram(right.ids, table)[None, :]) / (uses + free))
    return steps


def is_marked(word: str) -> bool:
    """Whether the word was typed with a mark, or with đ."""
    return word != fold(word)

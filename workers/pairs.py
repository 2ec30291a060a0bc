"""Syllables that stand side by side in Vietnamese place names, names and papers, as a prior for a line.

A reader that is torn between "Bắc Thái" and "Bắc Thải" has one place name before it and one that is none.
A pair adds the same small weight wherever it stands: it settles what the picture leaves open, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from archive.authority.gazetteer import gazetteer
from archive.authority.orthography import canon

PAIR = 2.0
"""Log-weight of a known pair."""

Scores = npt.NDArray[np.float64]


@cache
def known_pairs() -> frozenset[tuple[str, str]]:
    """Lower-case neighbours, in canonical spelling."""
    phrases = {name for place in gazetteer().places.values() for name in (place.name, *place.aliases)}
    phrases |= set(_lines("workers", "stone_words.txt"))
    for line in _lines("archive.transcription", "form_labels.tsv"):
        phrases |= set(line.rpartition("\t")[2].split("|"))
    return frozenset(pair for phrase in phrases for pair in pairwise(_words(phrase)))


def _words(phrase: str) -> list[str]:
    return [canon(word) for word in phrase.lower().replace(",", " ").split() if word.isalpha()]


def _lines(package: str, name: str) -> list[str]:
    text = files(package).joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def is_pair(left: str, right: str) -> bool:
    return (canon(left), canon(right)) in known_pairs()


def best_path(choices: Sequence[Sequence[str]], scores: Sequence[Scores]) -> list[tuple[int, float]]:
    """For each word the index of its spelling on the best path through the line (Viterbi), and the share of
    that spelling among the word's spellings, its neighbours being as they are on the path.

    `choices[i]` are the lower-case spellings of word i, `scores[i]` their log-weights.
    """
    best = [np.asarray(scores[0], np.float64)] if choices else []
    came: list[npt.NDArray[np.intp]] = []
    for at in range(1, len(choices)):
        steps = best[-1][:, None] + _pairs(choices[at - 1], choices[at])
        came.append(steps.argmax(axis=0))
        best.append(steps.max(axis=0) + scores[at])
    path = [int(best[-1].argmax())] if best else []
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    path.reverse()
    return [(chosen, _share(choices, scores, path, at)) for at, chosen in enumerate(path)]


def _pairs(left: Sequence[str], right: Sequence[str]) -> Scores:
    return PAIR * np.array([[is_pair(one, other) for other in right] for one in left], np.float64)


def _share(choices: Sequence[Sequence[str]], scores: Sequence[Scores], path: Sequence[int], at: int) -> float:
    totals = np.asarray(scores[at], np.float64)
    if at:
        totals = totals + _pairs([choices[at - 1][path[at - 1]]], choices[at])[0]
    if at + 1 < len(path):
        totals = totals + _pairs(choices[at], [choices[at + 1][path[at + 1]]])[:, 0]
    return float(np.exp(totals[path[at]] - np.logaddexp.reduce(totals)))

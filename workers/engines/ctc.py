"""Scoring given spellings against what a CTC reader saw: the forward algorithm, many spellings at once.

Graves et al., Connectionist Temporal Classification, 2006.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Odds = npt.NDArray[np.float32]
_NEVER = -1e9
_NOISE = 1e-3
"""No reader is so sure that one letter could settle a word against the other reader."""
_UNKNOWN = -9.0
"""Log-probability of a letter that the reader does not have."""


def spelling_scores(
    odds: Odds, columns: Mapping[str, int], spellings: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Log-probability of each spelling in a window of (steps, letters) "
    "log-probabilities; column 0 is blank."""
    steps = len(odds)
    longest = max(map(len, spellings))
    states = 2 * longest + 1
    emit = np.full((len(spellings), states, steps), _NEVER)
    skip = np.zeros((len(spellings), states), bool)
    emit[:, 0::2] = odds[:, 0]
    for row, spelling in enumerate(spellings):
        for at, letter in enumerate(spelling):
            column = columns.get(letter)
            emit[row, 2 * at + 1] = odds[:, column] if column is not None else _UNKNOWN
            skip[row, 2 * at + 1] = at > 0 and spelling[at - 1] != letter
    alpha = np.full((len(spellings), states), _NEVER)
    alpha[:, 0] = emit[:, 0, 0]
    if states > 1:
        alpha[:, 1] = emit[:, 1, 0]
    for step in range(1, steps):
        one = np.full_like(alpha, _NEVER)
        one[:, 1:] = alpha[:, :-1]
        two = np.full_like(alpha, _NEVER)
        two[:, 2:] = alpha[:, :-2]
        two[~skip] = _NEVER
        alpha = np.logaddexp(np.logaddexp(alpha, one), two) + emit[:, :, step]
    rows = np.arange(len(spellings))
    last = np.array([2 * len(spelling) for spelling in spellings])
    return np.asarray(np.logaddexp(alpha[rows, last], alpha[rows, np.maximum(last - 1, 0)]))


def merged(odds: Odds, classes: Sequence[str], alphabet: Mapping[str, int]) -> Odds:
    """Odds over `alphabet` (column 0 blank): the classes that stand for one letter are added up.

    `classes[i]` is the letter that class i counts for, or "" if it counts for none; class 0 is blank.
    """
    out = np.full((len(odds), len(alphabet) + 1), _NOISE, np.float32)
    likely = np.exp(odds)
    out[:, 0] += likely[:, 0]
    for index, letter in enumerate(classes):
        if index and letter in alphabet:
            out[:, alphabet[letter]] += likely[:, index]
    return np.asarray(np.log(out), np.float32)

"""What each level of agreement is worth, learned without labels.

Fellegi and Sunter (1969): the weight of a level is log2(m / u), m its share among matches, u among pairs
taken at random. u is counted on random pairs; m comes from expectation maximisation over the candidate pairs
(Winkler 1988), whose non-matches have shares of their own, since blocking makes them alike. An equal value is
weighed by how rare it is (Winkler's frequency adjustment).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.int8]
"""(pairs, fields) levels; 0 is missing."""
_ROUNDS = 60
_LEAST = 0.05
_EXPECTED_AT_LEAST = 0.05
"""Share of the shorter list: who lays two lists side by side expects some overlap."""


@dataclass(frozen=True)
class FieldWeights:
    """`m[l]`, `u[l]`, `weights[l]` (bits) of level l; index 0 (missing) weighs nothing."""

    m: NDArray[np.float64]
    u: NDArray[np.float64]

    @property
    def weights(self) -> NDArray[np.float64]:
        weights = np.log2(self.m / self.u)
        weights[0] = 0.0
        return weights


@dataclass(frozen=True)
class Model:
    fields: tuple[FieldWeights, ...]
    prior: float
    """Share of matches among all pairs of the two lists."""


def learn(
    vectors: Vectors, random_vectors: Vectors, usual: Sequence[Sequence[float]], rows: tuple[int, int]
) -> Model:
    """Weights from candidate pairs and random pairs of two lists of `rows` rows.

    `usual[f]`: shares of the levels of field f among matches before anything is learned; they count as
    much as a quarter of the shorter list (a Dirichlet prior), lest a small list talk itself into nonsense.
    """
    patterns, counts = np.unique(vectors, axis=0, return_counts=True)
    all_pairs, most = float(rows[0]) * rows[1], float(max(rows))
    before = [np.array([0.0, *shares]) for shares in usual]
    strength = 0.25 * min(rows)
    u = [_shares(random_vectors[:, f], np.ones(len(random_vectors)), p * 0.5) for f, p in enumerate(before)]
    m = [_shares(patterns[:0, f], counts[:0], p) for f, p in enumerate(before)]
    blocked_u = [_shares(patterns[:, f], counts, p) for f, p in enumerate(before)]
    share = min(0.3, 0.5 * min(rows) / max(counts.sum(), 1))
    for _ in range(_ROUNDS):
        matched = _posterior(patterns, m, blocked_u, share)
        weight = matched * counts
        share = float(np.clip(min(weight.sum(), most) / counts.sum(), 1e-7, 0.99))
        m = [_shares(patterns[:, f], weight, p * strength) for f, p in enumerate(before)]
        blocked_u = [_shares(patterns[:, f], counts - weight, p) for f, p in enumerate(before)]
    least = _EXPECTED_AT_LEAST * min(rows)
    prior = float(np.clip(max(share * counts.sum(), least) / all_pairs, 1e-12, 0.5))
    return Model(tuple(FieldWeights(a, b) for a, b in zip(m, u, strict=True)), prior)


def _shares(
    levels: NDArray[np.int8], weight: NDArray[Any], before: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Shares of levels 1… among pairs where the field is present, with pseudo-counts `before`; index 0 is 1,
    so that a missing value weighs nothing."""
    sums = np.bincount(levels, weights=weight, minlength=len(before)).astype(float)
    sums[1:] += before[1:] + _LEAST
    shares: NDArray[np.float64] = sums / sums[1:].sum()
    shares[0] = 1.0
    return shares


def _posterior(
    patterns: Vectors, m: list[NDArray[np.float64]], u: list[NDArray[np.float64]], share: float
) -> NDArray[np.float64]:
    log_odds = np.full(len(patterns), np.log(share / (1 - share)))
    for f, (a, b) in enumerate(zip(m, u, strict=True)):
        log_odds += np.log(a[patterns[:, f]] / b[patterns[:, f]])
    posterior: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))
    return posterior

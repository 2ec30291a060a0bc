"""Words known from the visit, for a second hearing: which of them to suggest, and when to believe the result.

A long list makes Whisper run away in loops and its end is cut off in silence; twenty terms that sound like
something already heard help. Likeness of sound by syllable: onset .40, rime .45, tone .15, each with the
confusions of the regions (`confusions.tsv`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.authority.distances import data_rows
from archive.authority.orthography import canon, fold, tokens
from archive.authority.syllables import split

SUGGESTED = 20
"""How many terms are suggested to the engine at once (more did harm)."""
_ONSET, _RIME, _TONE = 0.40, 0.45, 0.15
_LEAST_LIKENESS = 0.6
"""Known words that were spoken lie above .7 where they were heard wrongly, others mostly below .65."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or name known from the visit, as written, and its syllables."""

    text: str
    syllables: tuple[str, ...]


def as_terms(lines: Sequence[str]) -> tuple[Term, ...]:
    """Each distinct line as a term; commas would end a term in the list that the engine sees."""
    terms: dict[tuple[str, ...], Term] = {}
    for line in lines:
        for part in line.replace(";", ",").split(","):
            syllables = tuple(map(canon, tokens(part)))
            if syllables:
                terms.setdefault(syllables, Term(" ".join(part.split()), syllables))
    return tuple(terms.values())


def most_alike(terms: Sequence[Term], heard: str, count: int = SUGGESTED) -> list[Term]:
    """The terms that sound most like something heard, the best last (nearest to the speech)."""
    words = tuple(map(canon, tokens(heard)))
    ranked = sorted(((_best_place(term.syllables, words), term.text, term) for term in terms), reverse=True)
    return [term for score, _, term in ranked[:count] if score >= _LEAST_LIKENESS][::-1]


def _best_place(term: tuple[str, ...], words: tuple[str, ...]) -> float:
    """Mean likeness of the term's syllables at the place of the text where it is greatest."""
    if not words:
        return 0.0
    best = 0.0
    for start in range(max(1, len(words) - len(term) + 1)):
        place = words[start : start + len(term)]
        best = max(best, sum(map(sound_likeness, term, place)) / len(term))
    return best


@lru_cache(maxsize=1 << 18)
def sound_likeness(a: str, b: str) -> float:
    """0 (nothing in common) to 1 (the same syllable by ear)."""
    if a == b:
        return 1.0
    left, right = split(a), split(b)
    onset = _part("initial", left.initial, right.initial)
    vowels = _part("vowels", left.vowels, right.vowels)
    if not vowels and fold(left.vowels) == fold(right.vowels):
        vowels = 0.7
    rime = vowels * (0.5 + 0.5 * _part("final", left.final, right.final))
    return _ONSET * onset + _RIME * rime + _TONE * _part("tone", left.tone, right.tone)


def _part(name: str, a: str, b: str) -> float:
    return 1.0 if a == b else 1.0 - _costs().get((name, a, b), 1.0)


@cache
def _costs() -> dict[tuple[str, str, str], float]:
    costs = {}
    for part, a, b, cost, *_ in data_rows("confusions.tsv"):
        costs[part, a, b] = costs[part, b, a] = float(cost)
    return costs


def occurrences(terms: Sequence[Term], text: str) -> list[tuple[int, int, Term]]:
    """Where terms stand in a text: first and last+1 syllable, the longest first where several begin."""
    words = tuple(map(canon, tokens(text)))
    by_first: dict[str, list[Term]] = {}
    for listed in sorted(terms, key=lambda one: -len(one.syllables)):
        by_first.setdefault(listed.syllables[0], []).append(listed)
    found, at = [], 0
    while at < len(words):
        term = next(
            (t for t in by_first.get(words[at], ()) if words[at : at + len(t.syllables)] == t.syllables), None
        )
        if term:
            found.append((at, at + len(term.syllables), term))
        at += len(term.syllables) if term else 1
    return found


def is_better(terms: Sequence[Term], first: str, second: str) -> bool:
    """Whether a second hearing may take the place of the first: a listed term now stands more often, and the
    text neither shrank nor ran away."""
    before, after = len(tokens(first)), len(tokens(second))
    if not 0.6 * before - 1 <= after <= 1.5 * before + 3:
        return False
    return len(occurrences(terms, second)) > len(occurrences(terms, first))


def namesakes(terms: Sequence[Term], term: Term) -> list[Term]:
    """Other listed terms that are one syllable off: no score tells which of them was said."""
    return [
        other
        for other in terms
        if len(other.syllables) == len(term.syllables)
        and sum(a != b for a, b in zip(other.syllables, term.syllables, strict=True)) == 1
        and all(map(_may_be_confused, other.syllables, term.syllables))
    ]


def _may_be_confused(a: str, b: str) -> bool:
    return a == b or sound_likeness(a, b) >= 0.5

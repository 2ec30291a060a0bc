"""The second hearing of a window, with words of the visit; the first is kept beside what it changes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.authority.orthography import canon, tokens
from schemas.transcripts import Word
from workers import guard
from workers.engines.hearing_ports import Hearer, Listening
from workers.heard_lines import Line, lines_of, punctuated_as, side_by_side, with_first_hearing
from workers.known_words import SUGGESTED, Term, is_better, most_alike, occurrences
from workers.known_words_marked import mark_listed
from workers.windows import Window

FIRST = "first-hearing"
_FEW = 4
"""If the list makes the engine drop or invent text, its best few are tried alone."""
_LEAST_HEARD = 0.05
"""Mean probability, without the hint, below which a word of the list was suggested rather than heard."""


class SecondHearing:
    """Knows the words of one visit. Without any, hears nothing twice."""

    def __init__(self, hearer: Hearer, terms: Sequence[Term]) -> None:
        self._hearer = hearer
        self._terms = tuple(terms)

    def better(
        self, listening: Listening, index: int, first: list[Line], window: Window, offset: float
    ) -> list[Line]:
        """The lines of a window, with known words where they were heard. Raises EngineFailed."""
        chosen = self._fitting(most_alike(self._terms, _text(first), SUGGESTED))
        for count in (len(chosen), _FEW):
            if not chosen or count > len(chosen):
                break
            heard = listening.tell([index], hint=_as_hint(chosen[-count:]))[0]
            second = lines_of(heard, window, offset)
            lines = [line for pair in side_by_side(first, second) for line in self._choose(*pair)]
            if lines != first:
                return lines
        return first

    def _fitting(self, chosen: list[Term]) -> list[Term]:
        while chosen and not self._hearer.fits(_as_hint(chosen)):
            chosen = chosen[1:]
        return chosen

    def _choose(self, before: list[Line], after: list[Line]) -> Iterator[Line]:
        old = _text(before)
        if (
            not before
            or not after
            or not is_better(self._terms, old, _text(after))
            or not self._heard(old, after)
        ):
            yield from before
            return
        doubted = min((line.agreement for line in before if line.agreement is not None), default=None)
        for line in punctuated_as(after, before[-1].text):
            marked = mark_listed(line, self._terms, old)
            yield replace(with_first_hearing(marked, before, FIRST), agreement=doubted)

    def _heard(self, old: str, after: Sequence[Line]) -> bool:
        """Whether every new known word has some probability without the hint, and nothing loops."""
        if guard.nonsense(_text(after), sum(line.end - line.start for line in after)):
            return False
        before = set(map(canon, tokens(old)))
        words = [word for line in after for word in line.words]
        owners = [word for word in words for _ in tokens(word.text)]
        new = [
            owners[start:end]
            for start, end, term in occurrences(self._terms, _text(after))
            if not before.issuperset(term.syllables)
        ]
        return all(_mean(place) >= _LEAST_HEARD for place in new)


def _mean(words: Sequence[Word]) -> float:
    """Geometric: one syllable that cannot be there makes the whole name unlikely."""
    return math.exp(sum(math.log(max(word.confidence, 1e-6)) for word in words) / len(words))


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _as_hint(terms: Sequence[Term]) -> str:
    return ", ".join(term.text for term in terms)

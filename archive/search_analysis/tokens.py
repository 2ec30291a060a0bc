"""Text to the terms that both engines index: canonical words, and pairs of folded neighbours.

Written for bulk: a text becomes an array of numbers (`vocabulary`), and many texts are worked on at once.
How the terms are used for ranking: `plan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from archive.search_analysis.vocabulary import (
    STOP,
    STOP_NUMBER,
    Numbers,
    Vocabulary,
    words_in,
    written,
)

_CODE_SIZE = 6


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Terms of one text, each a string with spaces between them, ready for a whitespace analyser.

    `words` are canonical; `pairs` are codes (`pair_terms`). `numbers` are the same words as the vocabulary
    numbers them, with a stop after each sentence.
    """

    words: str
    pairs: str
    numbers: Numbers
    vocabulary: Vocabulary

    @property
    def sentences(self) -> str:
        return "".join(f"{self.vocabulary.forms[number]} " for number in self.numbers.tolist())


_shared = Vocabulary()


def _vocabulary() -> Vocabulary:
    """The one of this process; a new one when it has grown large, so that memory stays bounded."""
    global _shared
    if _shared.is_full:
        _shared = Vocabulary()
    return _shared


def terms_of(text: str) -> Terms:
    """Words and pairs of one text. Pairs do not reach across the end of a sentence."""
    return terms_of_all([text])[0]


def terms_of_all(texts: Sequence[str]) -> list[Terms]:
    """As `terms_of`, for many texts at once, which costs a fraction."""
    if not texts:
        return []
    vocabulary = _vocabulary()
    parted = [_with_stops(text).split() for text in texts]
    sizes = list(map(len, parted))
    stretches = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(parted)), np.int32, sum(sizes))
    numbers, bounds = vocabulary.words_of(stretches)
    ends = np.concatenate([[0], bounds])[np.cumsum([0, *sizes])].tolist()
    pairs, pair_ends = _pairs(vocabulary, numbers, ends)
    said = list(map(vocabulary.texts.__getitem__, stretches.tolist()))
    at = np.cumsum([0, *sizes]).tolist()
    return [
        Terms(
            "".join(said[at[n] : at[n + 1]]),
            pairs[pair_ends[n] : pair_ends[n + 1]].decode("ascii"),
            numbers[ends[n] : ends[n + 1]],
            vocabulary,
        )
        for n in range(len(texts))
    ]


def _with_stops(text: str) -> str:
    """An empty line and the end of a page end a sentence."""
    if "\n\n" in text or "\f" in text:
        return text.replace("\n\n", f" {STOP} ").replace("\f", f" {STOP} ")
    return text


def _pairs(vocabulary: Vocabulary, numbers: Numbers, ends: Sequence[int]) -> tuple[bytes, list[int]]:
    """The codes of all pairs, written one after the other, and where those of each text end."""
    if len(numbers) < 2:
        return b"", [0] * len(ends)
    whole = (numbers[:-1] != STOP_NUMBER) & (numbers[1:] != STOP_NUMBER)
    across = np.array([end - 1 for end in ends if 0 < end < len(numbers)], np.int64)
    whole[across] = False
    kept = np.flatnonzero(whole)
    codes = vocabulary.pair_codes(numbers)[kept]
    return written(codes), (np.searchsorted(kept, ends) * _CODE_SIZE).tolist()


def opening(text: str, longest: int = 600) -> str:
    """What a text says first: its first paragraph that has words, cut at `longest` code points.

    Lines of a scanned page are no paragraphs: short lines are joined until the opening has some length.
    """
    taken: list[str] = []
    size = 0
    for line in text[: 4 * longest].split("\n"):
        if not line.strip():
            continue
        taken.append(line)
        size += len(line)
        if size >= _SHORTEST_OPENING:
            break
    return "\n".join(taken)[:longest]


_SHORTEST_OPENING = 40


def query_words(text: str) -> list[str]:
    """The words of a query in lower case, as typed, at most `LONGEST_TERM` long."""
    return words_in(text)

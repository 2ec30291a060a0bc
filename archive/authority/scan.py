"""A text cut once into tokens, for all finders: words as written, folded words, offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from archive.authority.orthography import canon, fold, fold_text

_TOKEN = re.compile(r"[^\W_]+|\n|[^\w\s]|_")


_MOST_WORDS = 1 << 19
"""Distinct words remembered by each table; a text of ever new words must not fill the memory."""


class _Folds(dict[str, str]):
    """Word to folded word, one dictionary look-up for a word seen before."""

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        if len(self) < _MOST_WORDS:
            self[word] = folded
        return folded


_FOLDS = _Folds()


class _Masks(dict[str, int]):
    """Word to the finders that have to look at it, one bit each."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[Callable[[str, str], bool]] = []

    def register(self, wanted: Callable[[str, str], bool]) -> int:
        self.wanted.append(wanted)
        self.clear()
        return 1 << (len(self.wanted) - 1)

    def __missing__(self, word: str) -> int:
        small, folded = word.lower(), _FOLDS[word]
        mask = sum(1 << bit for bit, wanted in enumerate(self.wanted) if wanted(small, folded))
        if len(self) < _MOST_WORDS:
            self[word] = mask
        return mask


_MASKS = _Masks()


class Triggers:
    """Which words a finder has to look at; `wanted` judges each word once, small and folded."""

    def __init__(self, wanted: Callable[[str, str], bool]) -> None:
        self.bit = _MASKS.register(wanted)


@dataclass
class Scan:
    """`text` is NFC; `folded` is exactly as long; token i is text[starts[i]:ends[i]]."""

    text: str
    words: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        spans = [match.span() for match in _TOKEN.finditer(self.text)]
        self.words = _TOKEN.findall(self.text)
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    @cached_property
    def folded(self) -> str:
        return fold_text(self.text)

    @cached_property
    def folds(self) -> list[str]:
        return list(map(_FOLDS.__getitem__, self.words))

    @cached_property
    def lowers(self) -> list[str]:
        return list(map(str.lower, self.words))

    def tokens_where(self, triggers: Triggers) -> list[int]:
        """Numbers of the tokens that a finder has to look at."""
        bit = triggers.bit
        return [at for at, mask in self._masks if mask & bit]

    def matches(self, pattern: re.Pattern[str], triggers: Triggers) -> Iterator[re.Match[str]]:
        """As `pattern.finditer(self.folded)` for a pattern that begins where a word does; only there.

        `triggers` has to know every word that the pattern can begin with.
        """
        done = 0
        for at in self.tokens_where(triggers):
            if self.starts[at] >= done and (match := pattern.match(self.folded, self.starts[at])):
                done = match.end()
                yield match

    @cached_property
    def _masks(self) -> list[tuple[int, int]]:
        return [(at, mask) for at, mask in enumerate(map(_MASKS.__getitem__, self.words)) if mask]

    @cached_property
    def token_at(self) -> dict[int, int]:
        """Token number by its start."""
        return {start: number for number, start in enumerate(self.starts)}


_SYLLABLE = re.compile(r"[^\W_]+")


def agrees(written: str, marked: str) -> bool:
    """Whether words as written can be `marked` (the correct form): the same spelling, or no marks at all."""
    if written.isascii():
        return fold(marked) == written.lower() or fold(canon(marked)) == fold(canon(written))
    said, meant = _SYLLABLE.findall(written), _SYLLABLE.findall(marked)
    return len(said) == len(meant) and all(
        canon(one) == canon(other) or (one.isascii() and fold(one) == fold(other))
        for one, other in zip(said, meant, strict=True)
    )

"""Times for a text that people typed: its words are laid beside the words that the machine heard.

The typed text stays as it is to the letter. Equal and like-sounding syllables anchor it; between anchors time
is shared out by length. What has no anchor at all keeps no time rather than a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from archive.authority.orthography import folded_key, tokens
from schemas.transcripts import Segment, Word

_LEAST_ANCHORED = 0.2
"""A text of which less than this share is heard in the recording is another recording's text."""

Times = tuple[float, float]


def align(typed: Sequence[Segment], heard: Sequence[Segment]) -> tuple[Segment, ...]:
    """The typed segments with words and times (seconds), as far as they can be told."""
    words = [part.split() for part in (segment.text for segment in typed)]
    flat = [word for row in words for word in row]
    spoken = [word for segment in heard for word in segment.words if word.start is not None]
    times = _between_anchors(flat, _anchors(flat, spoken))
    made, at = [], 0
    for segment, row in zip(typed, words, strict=True):
        made.append(_timed(segment, row, times[at : at + len(row)]))
        at += len(row)
    return tuple(made)


def _anchors(typed: Sequence[str], spoken: Sequence[Word]) -> dict[int, Times]:
    """Typed words that were heard, by position, with the times of what was heard."""
    left, right = [_key(word) for word in typed], [_key(word.text) for word in spoken]
    anchors: dict[int, Times] = {}
    for block in Levenshtein.editops(left, right).as_matching_blocks():
        for offset in range(block.size):
            word = spoken[block.b + offset]
            if left[block.a + offset] and word.start is not None and word.end is not None:
                anchors[block.a + offset] = (word.start, word.end)
    return anchors if len(anchors) >= _LEAST_ANCHORED * len(typed) else {}


def _key(word: str) -> str:
    return " ".join(map(folded_key, tokens(word)))


def _between_anchors(words: Sequence[str], anchors: dict[int, Times]) -> list[Times | None]:
    times: list[Times | None] = [anchors.get(at) for at in range(len(words))]
    for before, after in pairwise(sorted(anchors)):
        between = range(before + 1, after)
        begin, end = anchors[before][1], max(anchors[after][0], anchors[before][1])
        letters = sum(len(words[at]) for at in between)
        for at in between:
            length = (end - begin) * len(words[at]) / max(letters, 1)
            times[at] = (round(begin, 2), round(begin + length, 2))
            (
                begin,
                letters,
            ) = begin + length, letters - len(words[at])
    return times


def _timed(segment: Segment, row: Sequence[str], times: Sequence[Times | None]) -> Segment:
    words = tuple(
        Word(text, 1.0, None, when[0] if when else None, when[1] if when else None)
        for text, when in zip(row, times, strict=True)
    )
    known = [when for when in times if when]
    if segment.start is not None or not known:
        return replace(segment, words=words)
    return replace(segment, words=words, start=known[0][0], end=max(end for _, end in known))

"""Where a query's words stand in a text, and the pieces of it worth showing, in the spelling as written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple
from unicodedata import is_normalized

from archive.authority.orthography import Normalised, canon, normalise
from archive.search_analysis.folding import folded_text
from archive.search_analysis.plan import SoughtWord
from schemas.queries import Highlight

SNIPPET_LENGTH = 220
_LEAD = 60
_MOST_OCCURRENCES = 40
_ENOUGH = 60
_TELLING = 0.7
"""Words rarer than this choose the place; the others are only marked in it."""
_NEIGHBOURS = 0.5
_WORTH_SHOWING = 0.6
"""A further place has at least so much of the weight of the best one."""
_OTHER_MARKS = 0.5


class Occurrence(NamedTuple):
    """`word` is the place in the query. Offsets are code points of the text as written."""

    start: int
    end: int
    word: int
    weight: float


class Piece(NamedTuple):
    """text[start:end] is the snippet; `marks` are inside it; text[first:last] is the best run of marks."""

    start: int
    end: int
    marks: tuple[Highlight, ...]
    first: int
    last: int
    weight: float


def pieces_of(text: str, sought: Sequence[SoughtWord], most: int = 3) -> list[Piece]:
    """The best places of a text, the heaviest first; none where no word of the query stands."""
    if is_normalized("NFC", text):
        return _pieces(text, sought, most)
    normal = normalise(text)
    return [_as_written(piece, normal) for piece in _pieces(normal.text, sought, most)]


def _as_written(piece: Piece, normal: Normalised) -> Piece:
    start, end = normal.span(piece.start, piece.end)
    spans = [normal.span(piece.start + mark.start, piece.start + mark.end) for mark in piece.marks]
    marks = tuple(Highlight(left - start, right - start) for left, right in spans)
    return Piece(start, end, marks, *normal.span(piece.first, piece.last), piece.weight)


def _pieces(text: str, sought: Sequence[SoughtWord], most: int) -> list[Piece]:
    folded = folded_text(text)
    by_rarity = sorted(range(len(sought)), key=lambda index: -sought[index].rarity)
    telling = [index for index in by_rarity if sought[index].rarity >= _TELLING]
    found = _occurrences(text, folded, sought, telling) or _occurrences(text, folded, sought, by_rarity)
    pieces = []
    for start, end, weight in _windows(found, len(folded), most):
        left, right = _to_words(text, start, end)
        marked = _within(text, folded, sought, left, right)
        first, last = _best_run(marked, text)
        marks = tuple(Highlight(mark.start - left, mark.end - left) for mark in marked)
        pieces.append(Piece(left, right, marks, first, last, weight))
    return pieces


def _occurrences(
    text: str, folded: str, sought: Sequence[SoughtWord], which: Iterable[int]
) -> list[Occurrence]:
    """Where words stand, the rarest words first looked for, until there is enough to choose from."""
    found: list[Occurrence] = []
    for index in which:
        found += _of_word(text, folded, index, sought[index], 0, len(folded))
        if len(found) >= _ENOUGH:
            break
    return sorted(found, key=_start)


_start = attrgetter("start")


def _within(text: str, folded: str, sought: Sequence[SoughtWord], start: int, end: int) -> list[Occurrence]:
    found: dict[int, Occurrence] = {}
    for index, word in enumerate(sought):
        for one in _of_word(text, folded, index, word, start, end):
            found.setdefault(one.start, one)
    return [found[at] for at in sorted(found)]


def _of_word(text: str, folded: str, index: int, word: SoughtWord, start: int, end: int) -> list[Occurrence]:
    """Where the word stands in its likely forms; if nowhere, where it stands in other marks."""
    exact: list[Occurrence] = []
    other: list[Occurrence] = []
    for spelling in word.spellings:
        at, seen, size = folded.find(spelling, start, end), 0, len(spelling)
        while at >= 0 and seen < _MOST_OCCURRENCES:
            after = at + size
            if not (at and folded[at - 1].isalnum()) and not folded[after : after + 1].isalnum():
                seen += 1
                if canon(text[at:after]) in word.forms:
                    exact.append(Occurrence(at, after, index, word.rarity))
                elif not exact:
                    other.append(Occurrence(at, after, index, word.rarity * _OTHER_MARKS))
            at = folded.find(spelling, after, end)
    return exact or other


def _windows(found: Sequence[Occurrence], length: int, most: int) -> list[tuple[int, int, float]]:
    """The heaviest stretches that do not overlap."""
    starts = [one.start for one in found]
    weighed = []
    for index, one in enumerate(found):
        inside = found[index : bisect_left(starts, one.start + SNIPPET_LENGTH - _LEAD)]
        weighed.append((_weight(inside), -index))
    taken: list[tuple[int, int, float]] = []
    for weight, negative in sorted(weighed, reverse=True):
        start = max(found[-negative].start - _LEAD, 0)
        end = min(start + SNIPPET_LENGTH, length)
        start = max(min(start, end - SNIPPET_LENGTH), 0)
        if taken and weight < _WORTH_SHOWING * taken[0][2]:
            break
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((start, end, weight))
        if len(taken) == most:
            break
    return taken


def _weight(inside: Sequence[Occurrence]) -> float:
    """Each word of the query once, and more where words stand together as they were typed."""
    if len(inside) == 1:
        return inside[0].weight
    best: dict[int, float] = {}
    together, last_end, last_word = 0.0, -_LEAD, -_LEAD
    for start, end, word, weight in inside:
        if weight > best.get(word, 0.0):
            best[word] = weight
        if word == last_word + 1 and start - last_end <= 2:
            together += _NEIGHBOURS * weight
        last_end, last_word = end, word
    return sum(best.values()) + together


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the halves of words at its ends (very long words are cut)."""
    if start and text[start - 1].isalnum():
        space = next((at for at in range(start, min(start + 20, end)) if not text[at].isalnum()), start)
        start = space
    if end < len(text) and text[end].isalnum():
        end = next((at for at in range(end, max(end - 20, start), -1) if not text[at - 1].isalnum()), end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """A snippet's stretch with text[start:end] in it, in whole words."""
    left = max(start - _LEAD, 0)
    left, right = _to_words(text, left, min(max(left + SNIPPET_LENGTH, end), len(text)))
    return min(left, start), max(right, end)


def _best_run(marks: Sequence[Occurrence], text: str) -> tuple[int, int]:
    """The heaviest run of marks with nothing but punctuation and space between them."""
    best, run, best_weight, weight = (0, 0), (0, 0), -1.0, 0.0
    for mark in marks:
        joined = run[1] and mark.start - run[1] <= 3 and "\f" not in text[run[1] : mark.start]
        run = (run[0], mark.end) if joined else (mark.start, mark.end)
        weight = weight + mark.weight if joined else mark.weight
        if weight > best_weight:
            best, best_weight = run, weight
    return best

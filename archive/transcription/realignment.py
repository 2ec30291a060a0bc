"""Boxes and seconds for a text that people edited freely: every word that stayed keeps its own exactly.

Lines meet by their ids, words by comparison, moved words by the runs in which they moved; a word that is new
stands over the letters that it replaces, or between its neighbours. One way for page and sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.transcription.matching import matches, moved
from archive.transcription.placing import Place, between, carried, place_of, shared
from schemas.markings import MarkKind
from schemas.transcripts import Box, Segment, Word, line_id, word_offsets

_DOUBTED = (MarkKind.UNCLEAR, MarkKind.INAUDIBLE)
DOUBTED, SURE = 0.5, 1.0
"""Confidence of words that a person read: those marked as unclear, and the others."""


@dataclass(slots=True)
class _Old:
    """Words of the version before, in one row, with the number of their line."""

    words: list[Word]
    lines: list[int]
    ranges: dict[str, tuple[int, int, Segment]]


def realign(
    edited: Sequence[Segment], base: Sequence[Segment], kind: str | None = None
) -> tuple[Segment, ...]:
    """The edited lines with words; boxes in pixels, times in seconds. `kind`: of lines that are new."""
    old = _old(base)
    rows = [segment.text.split() for segment in edited]
    origin = _origins(edited, rows, old)
    used = {at for row in origin for at in row if at is not None}
    made = []
    for segment, row, from_old in zip(edited, rows, origin, strict=True):
        known = old.ranges.get(segment.id)
        places = _placed(segment, row, from_old, old, used)
        made.append(_line(segment, row, places, known[2] if known else None, kind))
    return tuple(made)


def _old(base: Sequence[Segment]) -> _Old:
    old = _Old([], [], {})
    for number, segment in enumerate(base):
        words = _units(segment)
        first = len(old.words)
        old.ranges[line_id(segment, number)] = (first, first + len(words), segment)
        old.words += words
        old.lines += [number] * len(words)
    return old


def _units(segment: Segment) -> list[Word]:
    """One word for each stretch between blanks, whatever pieces the machine cut it into."""
    row = segment.text.split()
    if not segment.words:
        return [_word(text, place) for text, place in zip(row, shared(row, place_of(segment)), strict=True)]
    if len(row) == len(segment.words) and all(w.text == t for w, t in zip(segment.words, row, strict=True)):
        return list(segment.words)
    made, at = [], 0
    found = list(word_offsets(segment))
    for text in row:
        start = segment.text.index(text, at)
        at = start + len(text)
        inside = [word for word, left, right in found if left < at and right > start]
        made.append(_word(text, _union(inside)) if inside else Word(text))
    return made


def _union(words: Sequence[Word]) -> Place:
    box: Box | None = None
    for word in words:
        box = box.union(word.box) if box and word.box else box or word.box
    starts = [word.start for word in words if word.start is not None]
    ends = [word.end for word in words if word.end is not None]
    return Place(box, min(starts) if starts else None, max(ends) if ends else None)


def _word(text: str, place: Place) -> Word:
    return Word(text, SURE, place.box, place.start, place.end)


def _origins(edited: Sequence[Segment], rows: Sequence[Sequence[str]], old: _Old) -> list[list[int | None]]:
    """For each word of each line, the old word that it is; None for new ones."""
    origin: list[list[int | None]] = [[None] * len(row) for row in rows]
    taken = [False] * len(old.words)
    for number, segment in enumerate(edited):
        first, last, known = old.ranges.get(segment.id, (0, 0, None))
        if known is not None and known.text == segment.text:
            origin[number] = list(range(first, last))
            taken[first:last] = [True] * (last - first)
            continue
        before = [word.text for word in old.words[first:last]]
        for a, b in matches(rows[number], before):
            if not taken[first + b]:
                origin[number][a], taken[first + b] = first + b, True
    _find_moved(rows, origin, old, taken)
    return origin


def _find_moved(
    rows: Sequence[Sequence[str]], origin: list[list[int | None]], old: _Old, taken: Sequence[bool]
) -> None:
    where = [(number, at) for number, row in enumerate(rows) for at in range(len(row))]
    new = [rows[n][at] if origin[n][at] is None else None for n, at in where]
    if not any(word is not None for word in new) or all(taken):
        return
    left = [None if gone else word.text for word, gone in zip(old.words, taken, strict=True)]
    for a, b in moved(new, left):
        number, at = where[a]
        origin[number][at] = b


def _placed(
    segment: Segment, row: Sequence[str], origin: Sequence[int | None], old: _Old, used: set[int]
) -> list[Word]:
    """The line's words: the old ones as they were, each run of new ones over or between."""
    made: list[Word] = []
    at = 0
    while at < len(row):
        here = origin[at]
        if here is not None:
            made.append(old.words[here])
            at += 1
            continue
        end = at
        while end < len(row) and origin[end] is None:
            end += 1
        before = origin[at - 1] if at else None
        after = origin[end] if end < len(row) else None
        texts = row[at:end]
        made += map(_word, texts, _places(segment, texts, before, after, old, used))
        at = end
    return made


def _places(
    segment: Segment, texts: Sequence[str], before: int | None, after: int | None, old: _Old, used: set[int]
) -> list[Place]:
    replaced = _replaced(segment, before, after, old, used)
    if replaced:
        return carried(replaced, texts)
    left = place_of(old.words[before]) if before is not None else None
    right = place_of(old.words[after]) if after is not None else None
    return between(texts, left, right, place_of(segment))


def _replaced(
    segment: Segment, before: int | None, after: int | None, old: _Old, used: set[int]
) -> list[Word]:
    """Old words of one line that stood where the new ones stand and are no longer in the text."""
    if before is not None:
        reach = range(before + 1, len(old.words))
        line = old.lines[before]
    elif after is not None:
        reach = range(after - 1, -1, -1)
        line = old.lines[after]
    else:
        first, last, _ = old.ranges.get(segment.id, (0, 0, segment))
        reach = range(first, last)
        line = old.lines[first] if first < last else -1
    found: list[int] = []
    for at in reach:
        if old.lines[at] != line or (at in used and (found or before is not None or after is not None)):
            break
        if at not in used:
            found.append(at)
    return [old.words[at] for at in sorted(found)]


def _line(
    segment: Segment, row: Sequence[str], words: Sequence[Word], known: Segment | None, kind: str | None
) -> Segment:
    """The line with its words; what the person did not say of it comes from its words or its old self."""
    whole = _union(words) if segment.box is None or segment.start is None else Place()
    unsure = [mark for mark in segment.marks if mark.kind in _DOUBTED]
    made, at = [], 0
    for text, word in zip(row, words, strict=True):
        start = segment.text.index(text, at)
        at = start + len(text)
        doubted = bool(unsure) and any(mark.start < at and mark.end > start for mark in unsure)
        made.append(Word(text, DOUBTED if doubted else SURE, word.box, word.start, word.end, word.source))
    if known is None and kind and segment.kind == "print":
        segment = replace(segment, kind=kind)
    return replace(
        segment,
        words=tuple(made),
        confidence=min((word.confidence for word in made), default=SURE),
        box=segment.box or whole.box,
        start=whole.start if segment.start is None else segment.start,
        end=whole.end if segment.end is None else segment.end,
        page=segment.page if segment.page is not None or known is None else known.page,
        readings=known.readings if known else (),
        doubt=None,
    )

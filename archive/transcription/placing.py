"""Where words stand that nobody measured: shared out by letters, or between neighbours. Pure.

A place is a box on the page, a stretch of time, or both; both are shared out in the same way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from schemas.transcripts import Box, Segment, Word

_MOST_COMPARED = 4_000_000
"""Letters of the old times letters of the new that are compared one by one; beyond, only lengths count."""


@dataclass(frozen=True, slots=True)
class Place:
    box: Box | None = None
    start: float | None = None
    end: float | None = None


def place_of(thing: Word | Segment) -> Place:
    return Place(thing.box, thing.start, thing.end)


def shared(texts: Sequence[str], whole: Place) -> list[Place]:
    """The words side by side over a whole line or stretch, each as long as its letters."""
    total = max(sum(map(len, texts)) + len(texts) - 1, 1)
    made, at = [], 0
    for text in texts:
        made.append(_part(whole, at / total, (at + len(text)) / total))
        at += len(text) + 1
    return made


def carried(old: Sequence[Word], texts: Sequence[str]) -> list[Place]:
    """New words over the words that they replace: letter by letter where the letters agree."""
    before, after = " ".join(word.text for word in old), " ".join(texts)
    ties = _ties(before, after)
    made, at = [], 0
    for text in texts:
        made.append(_over(old, _follow(ties, at), _follow(ties, at + len(text))))
        at += len(text) + 1
    return made


def between(texts: Sequence[str], left: Place | None, right: Place | None, line: Place) -> list[Place]:
    """New words in the gap between two neighbours, or between a neighbour and the line's end."""
    boxes = _boxes_between(texts, left, right, line)
    times = _times_between(texts, left, right, line)
    return [Place(box, start, end) for box, (start, end) in zip(boxes, times, strict=True)]


def _part(whole: Place, begin: float, end: float) -> Place:
    box = whole.box
    if box is not None:
        x, right = round(box.x + box.width * begin), round(box.x + box.width * end)
        box = Box(x, box.y, max(right - x, 1), box.height)
    if whole.start is None or whole.end is None:
        return Place(box)
    length = whole.end - whole.start
    return Place(box, round(whole.start + length * begin, 3), round(whole.start + length * end, 3))


def _ties(before: str, after: str) -> list[tuple[int, int]]:
    """(place in `after`, place in `before`) of letters that stand for each other, rising in both."""
    ties = [(0, 0)]
    if len(before) * len(after) <= _MOST_COMPARED:
        for block in Levenshtein.editops(after, before).as_matching_blocks():
            if block.size:
                ties += [(block.a, block.b), (block.a + block.size, block.b + block.size)]
    ties.append((len(after), len(before)))
    return ties


def _follow(ties: Sequence[tuple[int, int]], at: int) -> float:
    index = min(bisect_right(ties, (at, 1 << 60)), len(ties) - 1)
    (left_new, left_old), (right_new, right_old) = ties[index - 1], ties[index]
    if right_new == left_new:
        return float(left_old)
    return left_old + (right_old - left_old) * (at - left_new) / (right_new - left_new)


def _over(old: Sequence[Word], begin: float, end: float) -> Place:
    """The part of a row of words that lies over these letters of them (a space lies between two words)."""
    touched: list[tuple[Word, float, float]] = []
    at = 0
    for word in old:
        size = max(len(word.text), 1)
        first, last = max(begin - at, 0.0), min(end - at, float(size))
        if first < last or (first == last and 0 <= begin - at <= size and not touched):
            touched.append((word, first / size, last / size))
        at += size + 1
    if not touched:
        return place_of(old[0])
    parts = [_part(place_of(word), first, last) for word, first, last in touched]
    box = parts[0].box
    for part in parts[1:]:
        box = box.union(part.box) if box and part.box else box or part.box
    starts = [part.start for part in parts if part.start is not None]
    ends = [part.end for part in parts if part.end is not None]
    return Place(box, min(starts) if starts else None, max(ends) if ends else None)


def _boxes_between(
    texts: Sequence[str], left: Place | None, right: Place | None, line: Place
) -> list[Box | None]:
    before, after = left.box if left else None, right.box if right else None
    near = before or after
    if near is None:
        return [one.box for one in shared(texts, Place(line.box))]
    begin = before.x + before.width if before else _edge(line.box, after, -1, texts)
    end = after.x if after else _edge(line.box, before, 1, texts)
    if before and after and before.y + before.height <= after.y:  # the neighbour stands on the next line
        end = max(begin, line.box.x + line.box.width if line.box else begin)
    width = max(end - begin, 1)
    return [one.box for one in shared(texts, Place(Box(begin, near.y, width, near.height)))]


def _edge(line: Box | None, near: Box | None, side: int, texts: Sequence[str]) -> int:
    """How far the line goes on beyond its first or last known word; at least a sliver."""
    assert near is not None
    if side < 0:
        return max(min(line.x if line else near.x, near.x - 1), 0)
    right = near.x + near.width
    return max(line.x + line.width if line else right, right + 1)


def _times_between(
    texts: Sequence[str], left: Place | None, right: Place | None, line: Place
) -> list[tuple[float | None, float | None]]:
    begin = left.end if left and left.end is not None else line.start
    end = right.start if right and right.start is not None else line.end
    if begin is None:
        begin = end
    if end is None:
        end = begin
    if begin is None or end is None:
        return [(None, None)] * len(texts)
    made = shared(texts, Place(None, begin, max(begin, end)))
    return [(one.start, one.end) for one in made]

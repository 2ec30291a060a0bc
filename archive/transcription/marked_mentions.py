"""What people said of names, units, places, dates, carried into a text whose mentions are found anew. Pure.

A mark follows its words: first within its line, nearest to where they stood, then anywhere in the text. Where
the words are gone from the text the mark rests, and comes back with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.mentions import MarkAct, Mention, MentionMark
from schemas.transcripts import Transcript, line_id


def with_marks(found: Sequence[Mention], marks: Sequence[MentionMark], text: Transcript) -> list[Mention]:
    """The machine's mentions with people's in their place; in the order of the text, none over another."""
    kept = list(found)
    for mark, start, end in placed(marks, text):
        kept = [one for one in kept if one.end <= start or one.start >= end]
        if mark.act is MarkAct.MARK and mark.kind is not None:
            attributes = {**mark.attributes, "by": "person", "mark": mark.id}
            written = text.text[start:end]
            kept.append(
                Mention(mark.kind, start, end, written, mark.value, mark.candidates, attributes=attributes)
            )
    return sorted(kept, key=lambda one: (one.start, one.end))


def placed(marks: Sequence[MentionMark], text: Transcript) -> Iterator[tuple[MentionMark, int, int]]:
    """Marks that hold, oldest first, with the code points at which their words stand in this text."""
    undone = {mark.undoes for mark in marks if mark.act is MarkAct.UNDO}
    starts = {line_id(one, at): text.segment_starts[at] for at, one in enumerate(text.segments)}
    ends = {line_id(one, at): text.segment_starts[at] + len(one.text) for at, one in enumerate(text.segments)}
    for mark in marks:
        if mark.act is MarkAct.UNDO or mark.id in undone:
            continue
        start = None
        if mark.line in starts:
            first = starts[mark.line]
            start = _nearest(text.text, mark.text, first + mark.start, first, ends[mark.line])
        if start is None:
            start = _nearest(text.text, mark.text, starts.get(mark.line, 0) + mark.start, 0, len(text.text))
        if start is not None:
            yield mark, start, start + len(mark.text)


def _nearest(text: str, words: str, wanted: int, begin: int, end: int) -> int | None:
    best, at = None, text.find(words, begin, end)
    while at >= 0:
        if _whole(text, at, at + len(words)) and (best is None or abs(at - wanted) < abs(best - wanted)):
            best = at
        at = text.find(words, at + 1, end)
    return best


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no letter goes on before or after: "Hùng" is not found in "Hùngx"."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after

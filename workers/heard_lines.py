"""Lines on the clock of the recording, and how they are cut for reading: at sentences and at pauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from schemas.transcripts import Reading, Word
from workers.engines.hearing_ports import HeardLine, HeardWindow
from workers.windows import Window

_PAUSE = 0.9
"""Seconds of silence that end a line."""
_LONG = 12.0
"""Longer lines are cut at a comma or their longest pause."""
_OVERLAP = 0.3
_SENTENCE_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Line:
    """Seconds of the recording."""

    words: tuple[Word, ...]
    no_speech: float
    agreement: float | None = None
    faint: bool = False
    looping: bool = False
    readings: tuple[Reading, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def start(self) -> float:
        return self.words[0].start or 0.0

    @property
    def end(self) -> float:
        return self.words[-1].end or 0.0

    @property
    def confidence(self) -> float:
        return sum(word.confidence for word in self.words) / len(self.words)


def lines_of(heard: HeardWindow, window: Window, offset: float) -> list[Line]:
    """The engine's lines on the clock of the recording. `offset`: where the stretch begins (s)."""
    faint = any(span.faint for span in window.spans)
    lines = []
    for line in heard.lines:
        words = tuple(_words(line, window, offset))
        lines += [Line(part, heard.no_speech, faint=faint) for part in _cut(words)]
    return lines


def _words(line: HeardLine, window: Window, offset: float) -> Iterator[Word]:
    for word in line.words:
        start = window.clock(word.start)
        end = max(window.clock(word.end, is_end=True), start + 0.02)
        yield Word(
            word.text, round(word.confidence, 3), None, round(offset + start, 2), round(offset + end, 2)
        )


def _cut(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    begin = 0
    for at in range(1, len(words)):
        if _gap(words, at) >= _PAUSE or words[at - 1].text.endswith(_SENTENCE_ENDS):
            yield from _shorten(words[begin:at])
            begin = at
    if words[begin:]:
        yield from _shorten(words[begin:])


def _shorten(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    if len(words) < 4 or (words[-1].end or 0) - (words[0].start or 0) <= _LONG:
        yield words
        return
    middle = range(max(1, len(words) // 4), len(words) - len(words) // 4)
    at = max(middle, key=lambda i: (words[i - 1].text.endswith((",", ";", ":")), _gap(words, i)))
    yield from _shorten(words[:at])
    yield from _shorten(words[at:])


def _gap(words: Sequence[Word], at: int) -> float:
    return (words[at].start or 0.0) - (words[at - 1].end or 0.0)


def side_by_side(first: Sequence[Line], second: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Two hearings of one window in the smallest parts whose times do not overlap (0.3 s are let pass)."""
    parts: tuple[list[Line], list[Line]] = ([], [])
    reach = None
    for line, which in sorted(
        [(x, 0) for x in first] + [(x, 1) for x in second], key=lambda one: one[0].start
    ):
        if reach is not None and line.start >= reach - _OVERLAP:
            yield parts
            parts, reach = ([], []), None
        parts[which].append(line)
        reach = max(reach or 0.0, line.end)
    if reach is not None:
        yield parts


def punctuated_as(lines: Sequence[Line], other: str) -> list[Line]:
    """The lines, ending as `other` ends if that is a mark: a hint of bare names makes the engine drop it."""
    mark = other[-1:] if other.endswith((*_SENTENCE_ENDS, ",")) else ""
    *rest, last = lines
    if not mark or not last.text[-1].isalnum():
        return list(lines)
    final = replace(last.words[-1], text=last.words[-1].text + mark)
    return [*rest, replace(last, words=(*last.words[:-1], final))]


def with_first_hearing(second: Line, first: Sequence[Line], engine: str) -> Line:
    """The line of the second hearing, with what was first heard in its time as another reading."""
    words = [word for line in first for word in line.words]
    middle = [((word.start or 0.0) + (word.end or 0.0)) / 2 for word in words]
    there = [
        word for word, at in zip(words, middle, strict=True) if second.start - 0.1 <= at <= second.end + 0.1
    ]
    if not there:
        return second
    text = " ".join(word.text for word in there)
    sure = sum(word.confidence for word in there) / len(there)
    return replace(second, readings=(*second.readings, Reading(text, round(sure, 3), engine)))

"""Where speech lies, and how it is cut into windows for the engine. Pure arithmetic on seconds.

Windows are filled up to the engine's 30 s: short pieces were measured to be heard worse, and each costs a
whole window of work. Pauses are left out of a window; `Window.clock` leads back to the recording.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from workers.engines.hearing_ports import FRAME, Probabilities
from workers.media_sound import RATE, Sound

FRAME_SECONDS = FRAME / RATE
WINDOW_SECONDS = 29.0


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds from the start of a stretch."""

    start: float
    end: float
    faint: bool = False
    """The detector was less sure of a voice here than it usually is."""

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Detection:
    """How speech is told from the rest. Times in seconds."""

    threshold: float = 0.5
    pause: float = 1.0
    """A shorter pause does not end a span."""
    pad: float = 0.4
    least: float = 0.0
    """Shorter spans are not counted."""


HEARING = Detection()
"""Which parts are given to the engine (measured: word error rate .309 in a long file, .406 without)."""
FAINT = Detection(threshold=0.35, least=0.3)
"""What may be a weak voice: heard too, but marked."""
WITNESS = Detection(threshold=0.35, pause=0.1, pad=0.0, least=0.1)
"""Which parts bear out a line of text."""


def speech_spans(probabilities: Probabilities, how: Detection) -> list[Span]:
    """Stretches of speech in order, not overlapping."""
    leave = max(how.threshold - 0.15, 0.01)
    spans: list[Span] = []
    begun: int | None = None
    voiced = 0
    for at, probability in enumerate(probabilities.tolist()):
        if probability >= how.threshold:
            begun, voiced = (at if begun is None else begun), at + 1
        elif begun is not None and probability >= leave and voiced == at:
            voiced = at + 1
        elif begun is not None and (at - voiced) * FRAME_SECONDS >= how.pause:
            spans.append(Span(begun * FRAME_SECONDS, voiced * FRAME_SECONDS))
            begun = None
    if begun is not None:
        # No pause ended it, so what follows the last voice belongs to it: engines hear a cut end worse.
        last = len(probabilities) if how.pad else voiced
        spans.append(Span(begun * FRAME_SECONDS, last * FRAME_SECONDS))
    return _padded([span for span in spans if span.length >= how.least], how, len(probabilities))


def _padded(spans: list[Span], how: Detection, frames: int) -> list[Span]:
    end = frames * FRAME_SECONDS
    wide = [Span(max(0.0, span.start - how.pad), min(end, span.end + how.pad)) for span in spans]
    for at, (left, right) in enumerate(pairwise(wide)):
        if left.end > right.start:
            middle = (spans[at].end + spans[at + 1].start) / 2
            wide[at], wide[at + 1] = replace(wide[at], end=middle), Span(middle, right.end)
    return wide


def worth_hearing(probabilities: Probabilities) -> list[Span]:
    """Clear speech, and what may be a weak voice beside it."""
    clear = speech_spans(probabilities, HEARING)
    weak = [
        replace(span, faint=True)
        for span in speech_spans(probabilities, FAINT)
        if not any(span.start < other.end and other.start < span.end for other in clear)
    ]
    return sorted(clear + weak, key=lambda span: span.start)


def voiced_seconds(spans: Sequence[Span], start: float, end: float) -> float:
    """How much of [start, end] lies in the spans."""
    return sum(max(0.0, min(end, span.end) - max(start, span.start)) for span in spans)


@dataclass(frozen=True, slots=True)
class Window:
    """Spans that are given to the engine as one piece."""

    spans: tuple[Span, ...]

    @property
    def length(self) -> float:
        return sum(span.length for span in self.spans)

    def cut(self, sound: Sound) -> Sound:
        """Its samples, pauses left out."""
        return np.concatenate([sound[round(s.start * RATE) : round(s.end * RATE)] for s in self.spans])

    def clock(self, second: float, *, is_end: bool = False) -> float:
        """A second of the window as a second of the stretch. An end stays with the span before it."""
        ends = np.cumsum([span.length for span in self.spans]).tolist()
        at = bisect_right(ends, second - (1e-6 if is_end else 0.0))
        at = min(at, len(self.spans) - 1)
        before = ends[at - 1] if at else 0.0
        return min(self.spans[at].start + second - before, self.spans[at].end)


def pack(spans: Sequence[Span], probabilities: Probabilities) -> list[Window]:
    """Windows of at most 29 s. Faint spans stay apart, so that they cannot spoil clear speech."""
    clear = _fill([span for span in spans if not span.faint], probabilities)
    return clear + _fill([span for span in spans if span.faint], probabilities)


def _fill(spans: Sequence[Span], probabilities: Probabilities) -> list[Window]:
    windows: list[Window] = []
    for span in spans:
        for piece in _pieces(span, probabilities):
            if windows and windows[-1].length + piece.length <= WINDOW_SECONDS:
                windows[-1] = Window((*windows[-1].spans, piece))
            else:
                windows.append(Window((piece,)))
    return windows


def _pieces(span: Span, probabilities: Probabilities) -> Iterator[Span]:
    """A span that is too long, cut where the voice is weakest in the last third of a window."""
    while span.length > WINDOW_SECONDS:
        cut = quietest(
            probabilities, span.start + WINDOW_SECONDS * 2 / 3, min(span.end, span.start + WINDOW_SECONDS)
        )
        yield replace(span, end=cut)
        span = replace(span, start=cut)
    yield span


def quietest(probabilities: Probabilities, start: float, end: float) -> float:
    """The middle of the longest pause in [start, end] (seconds), or of the frame least like speech."""
    first, last = (
        round(start / FRAME_SECONDS),
        max(round(end / FRAME_SECONDS), round(start / FRAME_SECONDS) + 1),
    )
    part = probabilities[first:last]
    best, run = (0, 0), 0
    for at, probability in enumerate([*part.tolist(), 1.0]):
        if probability < WITNESS.threshold:
            run += 1
            continue
        best, run = max(best, (run, at)), 0
    length, after = best
    frame = after - length / 2 if length else int(np.argmin(part)) + 0.5
    return float((first + frame) * FRAME_SECONDS)

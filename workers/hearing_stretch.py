"""One stretch of a recording: windows to the engine, known words in a second hearing, the guard over all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from schemas.transcripts import Reading, Segment, Word
from workers import guard
from workers.engines.hearing_ports import HeardWindow, Hearer, Listening, Probabilities, VoiceDetector
from workers.guard import Action, Facts
from workers.heard_lines import Line, lines_of
from workers.known_words import as_terms
from workers.media_sound import Sound
from workers.second_hearing import SecondHearing
from workers.windows import WITNESS, Span, Window, pack, speech_spans, voiced_seconds, worth_hearing

_SURE_OF_SPEECH, _SURE_OF_TEXT = 0.48, -1.0
"""A window above this probability of no speech, or below this mean log-probability, is decoded a second time,
narrowly, to see whether both agree: a quarter more work. Clear speech lies below .46 and agrees anyway."""
_TOLERANCE = 0.15
"""Seconds by which word times are off, on each side of a line."""
_LEAST_GAP, _AROUND = 1.5, 0.2
"""Seconds of speech without any text that are worth hearing again, and the seconds taken with them."""
_KEPT_NONSENSE = 300
"""Letters of a loop that are kept beside "not clear"."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a recording, cut at a pause. `start` in seconds."""

    start: float
    sound: Sound
    probabilities: Probabilities


@dataclass(frozen=True, slots=True)
class HeardStretch:
    segments: tuple[Segment, ...]
    dropped: tuple[Segment, ...] = ()
    """Lines that the guard left out, with the reason: kept for the record, never shown as text."""


@dataclass(frozen=True, slots=True)
class Ears:
    """An engine and a voice detector, loaded once per worker."""

    hearer: Hearer
    detector: VoiceDetector


class StretchHearing:
    """Hears stretches with one set of known words."""

    def __init__(self, ears: Ears, known: Sequence[str] = ()) -> None:
        self._hearer = ears.hearer
        self._second = SecondHearing(ears.hearer, as_terms(known))

    def hear(self, stretch: Stretch, reached: Callable[[float], None] = lambda second: None) -> HeardStretch:
        """`reached` is told the second of the recording after every few windows. Raises EngineFailed."""
        witness = speech_spans(stretch.probabilities, WITNESS)
        windows = pack(worth_hearing(stretch.probabilities), stretch.probabilities)
        lines = sorted(self._lines(stretch, windows, reached), key=lambda line: line.start)
        missed = _unheard(witness, lines, stretch.start)
        if missed:
            again = list(self._lines(stretch, pack(missed, stretch.probabilities), lambda second: None))
            lines = sorted([*lines, *_new(again, lines)], key=lambda line: line.start)
        return self._judge(lines, stretch, witness)

    def _lines(
        self, stretch: Stretch, windows: Sequence[Window], reached: Callable[[float], None]
    ) -> Iterator[Line]:
        for at in range(0, len(windows), self._hearer.batch):
            some = windows[at : at + self._hearer.batch]
            listening = self._hearer.take_in([window.cut(stretch.sound) for window in some])
            first = listening.tell(range(len(some)))
            lines = [
                lines_of(heard, window, stretch.start) for heard, window in zip(first, some, strict=True)
            ]
            self._compare(listening, first, lines)
            self._redo_nonsense(listening, some, lines, stretch.start)
            for index, window in enumerate(some):
                yield from self._second.better(listening, index, lines[index], window, stretch.start)
            reached(stretch.start + some[-1].spans[-1].end)

    def _redo_nonsense(
        self, listening: Listening, windows: Sequence[Window], lines: list[list[Line]], offset: float
    ) -> None:
        """Windows that loop are decoded narrowly; where that loops too, their lines are marked."""
        bad = [at for at, some in enumerate(lines) if _is_nonsense(some)]
        for at, heard in zip(bad, listening.tell(bad, beams=1), strict=True):
            narrow = lines_of(heard, windows[at], offset)
            if narrow and not _is_nonsense(narrow):
                lines[at] = _compared(narrow, " ".join(line.text for line in lines[at]))
            else:
                lines[at] = [replace(line, looping=True) for line in lines[at]]

    def _compare(self, listening: Listening, first: Sequence[HeardWindow], lines: list[list[Line]]) -> None:
        unsure = [at for at, heard in enumerate(first) if lines[at] and _is_unsure(heard)]
        for at, heard in zip(unsure, listening.tell(unsure, beams=1, times=False), strict=True):
            lines[at] = _compared(lines[at], heard.text)

    def _judge(self, lines: Sequence[Line], stretch: Stretch, witness: Sequence[Span]) -> HeardStretch:
        kept: list[Segment] = []
        dropped: list[Segment] = []
        for line in lines:
            start, end = line.start - stretch.start, line.end - stretch.start
            voiced = voiced_seconds(witness, start - _TOLERANCE, end + _TOLERANCE)
            facts = Facts(
                line.text,
                end - start,
                voiced,
                line.no_speech,
                line.agreement,
                line.confidence,
                line.faint,
                line.looping,
            )
            verdict = guard.judge(facts)
            if verdict.action is Action.DROP:
                dropped.append(_segment(line, verdict.doubt))
            elif verdict.action is Action.REDO:
                kept.append(_not_clear(line, verdict.doubt))
            else:
                kept.append(_segment(line, verdict.doubt))
        return HeardStretch(tuple(kept), tuple(dropped))


def _compared(lines: Sequence[Line], other: str) -> list[Line]:
    shares = guard.agreement([line.text for line in lines], other)
    return [replace(line, agreement=share) for line, share in zip(lines, shares, strict=True)]


def _is_unsure(heard: HeardWindow) -> bool:
    return heard.no_speech > _SURE_OF_SPEECH or heard.logprob < _SURE_OF_TEXT


def _is_nonsense(lines: Sequence[Line]) -> bool:
    """A line that loops or flies, or one line over and over. A phrase that comes back later is speech."""
    texts = [line.text for line in lines]
    return any(guard.nonsense(line.text, line.end - line.start) for line in lines) or any(
        guard.loops_over_lines(texts)
    )


def _unheard(witness: Sequence[Span], lines: Sequence[Line], offset: float) -> list[Span]:
    """Where the engine gave no text though voices were detected: it sometimes stops before a window ends."""
    ends = [0.0, *(line.end - offset for line in lines)]
    starts = [*(line.start - offset for line in lines), float("inf")]
    missed = []
    for begin, end in zip(ends, starts, strict=True):
        if voiced_seconds(witness, begin, end) >= _LEAST_GAP:
            inside = [span for span in witness if span.end > begin and span.start < end]
            first, last = max(begin, inside[0].start - _AROUND), min(end, inside[-1].end + _AROUND)
            missed.append(Span(first, last))
    return missed


def _new(again: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """Lines of another hearing that lie where there was no text."""
    return [a for a in again if not any(a.start < line.end and line.start < a.end for line in lines)]


def _segment(line: Line, doubt: str | None) -> Segment:
    return Segment(
        line.text,
        round(line.confidence, 3),
        start=line.start,
        end=line.end,
        words=line.words,
        readings=line.readings,
        doubt=doubt,
        kind="speech",
    )


def _not_clear(line: Line, doubt: str | None) -> Segment:
    """Somebody spoke, and nothing sensible was heard: a person must listen."""
    word = Word(guard.UNCLEAR, 0.0, None, line.start, line.end)
    made = Reading(line.text[:_KEPT_NONSENSE], round(line.confidence, 3), doubt or "nonsense")
    return Segment(
        guard.UNCLEAR,
        0.0,
        start=line.start,
        end=line.end,
        words=(word,),
        readings=(*line.readings, made),
        doubt=doubt,
        kind="speech",
    )

"""A speech engine and a voice detector that do what a test tells them, faults included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from schemas.transcripts import Author
from workers.engines.hearing_ports import FRAME, HeardLine, HeardWindow, HeardWord, Probabilities
from workers.media_sound import Sound

Answer = Callable[[Sound, int, str], HeardWindow]
"""What is heard in a window, from its samples, the width of the search and the hint. May raise."""


def said(text: str, *, start: float = 0.4, pace: float = 0.3, sure: float = 0.8) -> HeardWindow:
    """One line spoken evenly: `pace` seconds a word."""
    words = tuple(
        HeardWord(word, start + at * pace, start + (at + 1) * pace, sure)
        for at, word in enumerate(text.split())
    )
    lines = (HeardLine(text, words[0].start, words[-1].end, words),) if words else ()
    return HeardWindow(lines, 0.1, -0.3)


@dataclass
class ScriptedHearer:
    """Answers by a function of the window; counts what it was asked."""

    answer: Answer
    batch: int = 2
    longest_hint: int = 400
    author: Author = field(default_factory=lambda: Author("engine", "scripted", "1"))
    asked: list[tuple[int, str]] = field(default_factory=list)
    """Width of search and hint of every telling."""

    def fits(self, hint: str) -> bool:
        return len(hint) <= self.longest_hint

    def take_in(self, windows: Sequence[Sound]) -> ScriptedListening:
        return ScriptedListening(self, tuple(windows))


@dataclass(frozen=True)
class ScriptedListening:
    hearer: ScriptedHearer
    windows: tuple[Sound, ...]

    def tell(
        self, which: Sequence[int], *, beams: int = 5, hint: str = "", times: bool = True
    ) -> list[HeardWindow]:
        self.hearer.asked += [(beams, hint) for _ in which]
        return [self.hearer.answer(self.windows[at], beams, hint) for at in which]


class LoudnessDetector:
    """Takes whatever is loud for a voice."""

    def speech(self, sound: Sound) -> Probabilities:
        frames = np.pad(sound, (0, -len(sound) % FRAME)).reshape(-1, FRAME)
        return np.where(np.abs(frames).max(axis=1, initial=0) > 0.05, 0.95, 0.02).astype(np.float32)

"""What hearing needs from an engine, in the archive's words. Scripted engines fit these for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from schemas.transcripts import Author
from workers.media_sound import Sound

Probabilities = npt.NDArray[np.float32]
FRAME = 512
"""Samples of one frame of the detector: 32 ms."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """Times in seconds from the start of the window; `confidence` 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A line as the engine cut it. Without words where times were not asked for."""

    text: str
    start: float
    end: float
    words: tuple[HeardWord, ...] = ()


@dataclass(frozen=True, slots=True)
class HeardWindow:
    """What the engine makes of one window."""

    lines: tuple[HeardLine, ...]
    no_speech: float
    """Probability that there is no speech in it."""
    logprob: float
    """Mean log-probability of its tokens."""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


class Listening(Protocol):
    """Windows that an engine has taken in once and can be asked about more than once."""

    def tell(
        self, which: Sequence[int], *, beams: int = 5, hint: str = "", times: bool = True
    ) -> list[HeardWindow]:
        """The text of these windows. `hint`: words that may stand in them, best last. Raises EngineFailed."""
        ...


class Hearer(Protocol):
    """A speech engine."""

    @property
    def author(self) -> Author: ...

    @property
    def batch(self) -> int:
        """How many windows to give it at once."""
        ...

    def take_in(self, windows: Sequence[Sound]) -> Listening:
        """Windows of at most 30 s. Raises EngineFailed."""
        ...

    def fits(self, hint: str) -> bool:
        """Whether a hint is short enough to be used whole."""
        ...


class VoiceDetector(Protocol):
    def speech(self, sound: Sound) -> Probabilities:
        """Probability of speech in each frame of 512 samples (the last one padded)."""
        ...

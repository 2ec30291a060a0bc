"""What an engine that reads gives, in our words. Coordinates are pixels of the picture it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""(height, width, 3) RGB, or (height, width) grey."""
Quad = npt.NDArray[np.float32]
"""(4, 2): corners of a line, clockwise from its top left."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """One word: `left, top, right, bottom` in pixels, `confidence` 0 to 1."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a page in reading order; `block` and `paragraph` count as the engine saw the layout."""

    words: tuple[ReadWord, ...]
    block: int = 0
    paragraph: int = 0

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean of the words, weighed by their letters."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0

    @property
    def rectangle(self) -> tuple[float, float, float, float]:
        return (
            min(word.left for word in self.words),
            min(word.top for word in self.words),
            max(word.right for word in self.words),
            max(word.bottom for word in self.words),
        )


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that a line reader saw, `at` 0 to 1 of the crop's width, with its confidence 0 to 1."""

    text: str
    confidence: float
    at: float


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """How likely each place holds writing (0 to 1), for a picture of `height` by `width` pixels."""

    chances: npt.NDArray[np.float32]
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class LineReading:
    """What one reader made of one line crop."""

    engine: str
    glyphs: tuple[Glyph, ...] = ()

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def confidence(self) -> float:
        seen = [glyph.confidence for glyph in self.glyphs if glyph.text != " "]
        return sum(seen) / len(seen) if seen else 0.0


class PageReader(Protocol):
    """Reads a whole page of print. Raises EngineFailed or EngineTimeout; nothing found is an empty list."""

    name: str
    version: str

    def read_page(self, pixels: Pixels, dpi: float | None = None) -> list[ReadLine]: ...


class LineFinder(Protocol):
    """Finds lines of writing of any kind before anything is read."""

    name: str

    def find(self, pixels: Pixels, long_side: int) -> list[Quad]: ...


class LineReader(Protocol):
    """Reads crops that hold one line each, RGB, any size."""

    name: str
    version: str

    def read_lines(self, crops: Sequence[Pixels]) -> list[LineReading]: ...

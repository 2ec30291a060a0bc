"""PaddleOCR's models: the finders of lines (PP-OCRv4 and v6) and the far-reaching reader (PP-OCRv6).

The reader knows many scripts but lacks most Vietnamese toned letters: its text is for finding, compared
without marks, and for what is not Vietnamese. Method: Liao et al., Real-time Scene Text Detection with
Differentiable Binarization, 2020.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from archive.authority.orthography import fold
from workers.engines.lines import Logits, greedy, in_batches
from workers.engines.ports import Ink, LineReading, Pixels, Quad
from workers.engines.sessions import run, session

_MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32) * 255
_INK, _BOX_SCORE, _UNCLIP, _LEAST_SIDE = 0.3, 0.4, 1.6, 3.0
_MOST_BOXES = 1000
_HEIGHT, _LEAST_WIDTH, _MOST_WIDTH = 48, 320, 3200
_NOTHING = np.zeros((0, 1), np.float32)


class PpFinder:
    """Finds lines: `generation` is `v6` (reach) or `v4` (keeps a line whole behind thin things)."""

    def __init__(self, generation: str) -> None:
        self.name = f"ppocr-{generation}"
        self._model = f"ppocr/{generation}_det.onnx"

    def find(self, pixels: Pixels, long_side: int) -> list[Quad]:
        """Corners of each line, clockwise from the top left, in pixels of the picture."""
        return lines_in(self.ink(pixels, long_side))

    def ink(self, pixels: Pixels, long_side: int) -> Ink:
        height, width = pixels.shape[:2]
        scale = long_side / max(height, width)
        size = tuple(max(round(side * scale / 32), 1) * 32 for side in (width, height))
        shrunk = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        planes = ((shrunk[:, :, ::-1].astype(np.float32) - _MEAN) / _SPREAD).transpose(2, 0, 1)[None]
        return Ink(run(self._model, None, {"x": np.ascontiguousarray(planes)})[0][0, 0], height, width)


def lines_in(ink: Ink) -> list[Quad]:
    """Corners of each line, in pixels of the picture."""
    height, width = ink.chances.shape
    back = np.array([ink.width / width, ink.height / height], np.float32)
    return [quad * back for quad in _quads(ink.chances)]


def _quads(ink: npt.NDArray[np.float32]) -> list[Quad]:
    mask = (ink > _INK).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for contour in contours[:_MOST_BOXES]:
        (centre, (w, h), angle) = cv2.minAreaRect(contour)
        if min(w, h) < _LEAST_SIDE or _score(ink, _corners(centre, (w, h), angle)) < _BOX_SCORE:
            continue
        grown = 2 * w * h * _UNCLIP / (2 * (w + h))
        if min(w, h) + grown < _LEAST_SIDE + 2:
            continue
        quads.append(_clockwise(_corners(centre, (w + grown, h + grown), angle)))
    return quads


def _corners(centre: Sequence[float], size: tuple[float, float], angle: float) -> Quad:
    return np.asarray(cv2.boxPoints((tuple(centre), size, angle)), np.float32)


def _score(ink: npt.NDArray[np.float32], corners: npt.NDArray[np.float32]) -> float:
    """Mean ink inside a rectangle."""
    left, top = np.maximum(np.floor(corners.min(0)).astype(int), 0)
    right, bottom = np.minimum(np.ceil(corners.max(0)).astype(int) + 1, ink.shape[::-1])
    if right <= left or bottom <= top:
        return 0.0
    inside = np.zeros((bottom - top, right - left), np.uint8)
    cv2.fillPoly(inside, [(corners - [left, top]).astype(np.int32)], 1)
    return float(cv2.mean(ink[top:bottom, left:right], inside)[0])


def _clockwise(corners: npt.NDArray[np.float32]) -> Quad:
    """Top left, top right, bottom right, bottom left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1], kind="stable")]
    top_right, bottom_right = right[np.argsort(right[:, 1], kind="stable")]
    return np.array([top_left, top_right, bottom_right, bottom_left], np.float32)


class PpReader:
    """PP-OCRv6: reads line crops of any script and colour."""

    name, version = "ppocr-v6", "small-3.10.0"
    _model = "ppocr/v6_rec.onnx"

    def __init__(self) -> None:
        characters = session(self._model).get_modelmeta().custom_metadata_map["character"]
        self.letters: list[str] = ["", *characters.split("\n"), " "]
        self.latin = [at for at, letter in enumerate(self.letters) if not at or _bare(letter)]
        self.latin_letters = [_bare(self.letters[at]) for at in self.latin]

    def read_lines(self, crops: Sequence[Pixels]) -> list[LineReading]:
        return [reading for reading, _ in self.read_with_odds(crops)]

    def read_with_odds(self, crops: Sequence[Pixels]) -> list[tuple[LineReading, Logits]]:
        """Each crop's reading, and the (steps, `latin`) log-probabilities over its own width."""
        strips = [_strip(crop) for crop in crops]
        out: list[tuple[LineReading, Logits]] = [(LineReading(self.name), _NOTHING)] * len(crops)
        for batch in in_batches([strip.shape[1] for strip in strips]):
            widest = max(max(strips[index].shape[1] for index in batch), _LEAST_WIDTH)
            planes = np.zeros((len(batch), 3, _HEIGHT, widest), np.float32)
            for row, index in enumerate(batch):
                strip = strips[index]
                planes[row, :, :, : strip.shape[1]] = strip.transpose(2, 0, 1)
            chances = run(self._model, None, {"x": planes})[0]
            for row, index in enumerate(batch):
                share = strips[index].shape[1] / widest
                own = chances[row, : max(round(share * chances.shape[1] + 0.5), 1)]
                glyphs = greedy(own.argmax(1), own.max(1), self.letters)
                out[index] = LineReading(self.name, glyphs), np.log(own[:, self.latin] + 1e-9)
        return out


def _bare(letter: str) -> str:
    """The ASCII letter, digit or mark that a character stands for without its accents, or nothing."""
    bare = fold(letter)
    return bare if len(bare) == 1 and bare.isascii() else ""


def _strip(crop: Pixels) -> npt.NDArray[np.float32]:
    height, width = crop.shape[:2]
    wide = min(max(round(width * _HEIGHT / height), 8), _MOST_WIDTH)
    shrunk = cv2.resize(crop, (wide, _HEIGHT), interpolation=cv2.INTER_LINEAR)
    return shrunk[:, :, ::-1].astype(np.float32) / 127.5 - 1

"""TrueOCR: a small, quick Vietnamese line reader. Reads an ink map of the line with what stands around it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from workers.engines.lines import greedy, in_batches
from workers.engines.ports import LineReading, Pixels
from workers.engines.sessions import run
from workers.weights import locate

_HEIGHT, _WINDOW, _MULTIPLE, _HALO = 32, 3, 8, 8
_PAGE_SIDE, _SURE_OF_TURN = 768, 0.95
_PAD_ABOVE, _PAD_BESIDE, _MOST_WIDTH = 0.05, 0.1, 1600
"""Crops come padded already; the model's own margins (0.2, 0.3) would pad twice."""


class TrueOcr:
    name, version = "trueocr", "0.1.1"
    _model = "trueocr/rec.onnx"

    def __init__(self) -> None:
        meta = json.loads(locate("trueocr/meta.json").read_text(encoding="utf-8"))
        self._letters = ["", *(unicodedata.normalize("NFC", letter) for letter in meta["charset"])]

    def read_lines(self, crops: Sequence[Pixels]) -> list[LineReading]:
        maps = [_ink(crop) for crop in crops]
        readings = [LineReading(self.name)] * len(crops)
        for batch in in_batches([ink.shape[1] for ink in maps]):
            widest = -(-max(maps[index].shape[1] for index in batch) // _MULTIPLE) * _MULTIPLE + _HALO
            planes = np.zeros((len(batch), 1, _HEIGHT * _WINDOW, widest), np.float32)
            for row, index in enumerate(batch):
                planes[row, 0, :, : maps[index].shape[1]] = maps[index]
            widths = np.array([maps[index].shape[1] for index in batch], np.int64)
            best, peak, lengths = run(
                self._model, ["ids", "conf", "lengths"], {"x": planes, "widths": widths}
            )
            for row, index in enumerate(batch):
                steps = int(lengths[row])
                readings[index] = LineReading(
                    self.name, greedy(best[row, :steps], peak[row, :steps], self._letters)
                )
        return readings


def _ink(crop: Pixels) -> npt.NDArray[np.float32]:
    """0 = ground, 1 = ink, three line heights high with the line in the middle."""
    grey = crop if crop.ndim == 2 else cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    height = grey.shape[0]
    low, middle, high = np.percentile(grey, (2, 50, 98))
    light_on_dark = high - middle > 2 * (middle - low) + 8
    above = round((_WINDOW * (1 + 2 * _PAD_ABOVE) - 1) / 2 * height)
    beside = round(_PAD_BESIDE * height)
    framed = cv2.copyMakeBorder(
        grey, above, above, beside, beside, cv2.BORDER_CONSTANT, value=0 if light_on_dark else 255
    )
    tall = _HEIGHT * _WINDOW
    wide = max(_MULTIPLE, min(_MOST_WIDTH, round(framed.shape[1] * tall / framed.shape[0])))
    method = cv2.INTER_AREA if framed.shape[0] > tall else cv2.INTER_LINEAR
    ink = cv2.resize(framed, (wide, tall), interpolation=method).astype(np.float32) / np.float32(255)
    return ink if light_on_dark else 1 - ink


class Orientation:
    """Which way up a page of writing is."""

    _model = "trueocr/orient.onnx"

    def quarters_to_upright(self, pixels: Pixels) -> int:
        """Quarter turns clockwise to bring the page upright; 0 when in doubt: a wrong turn loses a page."""
        grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        height, width = grey.shape
        scale = _PAGE_SIDE / max(height, width)
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        shrunk = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        ink = np.zeros((1, 1, _PAGE_SIDE, _PAGE_SIDE), np.float32)
        ink[0, 0, : size[1], : size[0]] = 1 - shrunk.astype(np.float32) / 255
        chances = run(self._model, None, {"x": ink})[0][0]
        best = int(chances.argmax())
        return best if best in (1, 2, 3) and chances[best] > _SURE_OF_TURN else 0

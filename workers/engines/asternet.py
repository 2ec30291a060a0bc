"""AsterNet: a Vietnamese line reader that is strong in tone marks. Wants dark letters on light ground."""

from __future__ import annotations

import json
from collections.abc import Sequence

import cv2
import numpy as np

from workers.engines.lines import Logits, greedy, in_batches
from workers.engines.ports import LineReading, Pixels
from workers.engines.sessions import run
from workers.weights import locate

_HEIGHT, _MOST_WIDTH = 32, 2400


class AsterNet:
    name, version = "asternet", "1.0.2"
    _model = "asternet/rec.onnx"

    def __init__(self) -> None:
        vocabulary = json.loads(locate("asternet/vocab.json").read_text(encoding="utf-8"))
        self.letters: list[str] = vocabulary["chars"]

    def read_lines(self, crops: Sequence[Pixels]) -> list[LineReading]:
        return [self.decode(odds) for odds in self.log_odds(crops)]

    def log_odds(self, crops: Sequence[Pixels]) -> list[Logits]:
        """(steps, letters) log-probabilities of each crop."""
        strips = [_strip(crop) for crop in crops]
        out: list[Logits] = [np.zeros((0, len(self.letters)), np.float32)] * len(crops)
        for batch in in_batches([strip.shape[1] for strip in strips]):
            for index in batch:  # padding beside a narrower line would be read as letters
                planes = strips[index].transpose(2, 0, 1)[None]
                found = run(self._model, None, {"images": np.ascontiguousarray(planes)})
                out[index] = found[0][:, 0]
        return out

    def decode(self, odds: Logits) -> LineReading:
        return LineReading(self.name, greedy(odds.argmax(1), np.exp(odds.max(1)), self.letters))


def _strip(crop: Pixels) -> Logits:
    height, width = crop.shape[:2]
    wide = min(max(round(width * _HEIGHT / height / 4), 4) * 4, _MOST_WIDTH)
    method = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR
    shrunk = cv2.resize(
        crop if crop.ndim == 3 else cv2.cvtColor(crop, cv2.COLOR_GRAY2RGB),
        (wide, _HEIGHT),
        interpolation=method,
    )
    return shrunk.astype(np.float32) / 127.5 - 1

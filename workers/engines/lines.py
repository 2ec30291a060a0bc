"""Line crops and CTC: what all line readers share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from workers.engines.ports import Glyph, Pixels, Quad

Logits = npt.NDArray[np.float32]
_LEAST_HEIGHT = 48
END_PADDING = 0.15


def cut_line(pixels: Pixels, quad: Quad, above: float = END_PADDING) -> Pixels:
    """The line inside `quad` as a level strip at least 48 pixels high.

    Padded at its ends by 0.15 of its height, above and below by `above` of it: a change of `above` leaves
    places along the line where they are.
    """
    width = max(float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[2] - quad[3])), 1.0)
    height = max(float(np.linalg.norm(quad[3] - quad[0])), float(np.linalg.norm(quad[2] - quad[1])), 1.0)
    scale = max(1.0, _LEAST_HEIGHT / (height * (1 + 2 * above)))
    edge, over = END_PADDING * height * scale, above * height * scale
    out_width = max(round(width * scale + 2 * edge), 8)
    out_height = max(round(height * scale + 2 * over), 8)
    right, bottom = out_width - edge, out_height - over
    target = np.array([[edge, over], [right, over], [right, bottom], [edge, bottom]], np.float32)
    turn = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    strip = cv2.warpPerspective(
        pixels, turn, (out_width, out_height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(strip, np.uint8)


def line_height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2


def line_width(quad: Quad) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2


def in_batches(widths: Sequence[int], largest: int = 8) -> Iterator[list[int]]:
    """Indices in groups of like width, so that little is spent on padding."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and (len(batch) >= largest or widths[index] > 1.35 * widths[batch[0]] + 16):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def greedy(
    best: npt.NDArray[np.int64], peak: npt.NDArray[np.float32], letters: Sequence[str], blank: int = 0
) -> tuple[Glyph, ...]:
    """CTC by the best class of each step: repeats joined, blanks dropped. `letters` by class."""
    steps = len(best)
    glyphs: list[Glyph] = []
    starts = [0, *(i for i in range(1, steps) if best[i] != best[i - 1]), steps] if steps else []
    for start, end in pairwise(starts):
        label = int(best[start])
        if label == blank:
            continue
        confidence = float(peak[start:end].max())
        glyphs.append(Glyph(letters[label], min(max(confidence, 0.0), 1.0), (start + end) / 2 / steps))
    return tuple(glyphs)

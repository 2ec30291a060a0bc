"""Making letters dark on light for the readers that want them so.

Gilt on granite is bright in the blue-yellow axis whatever the glare; red paint in the green-red one; carved
and printed letters in lightness, either way round. Which of these a picture needs is tried, not guessed: the
quick reader reads the lines on each, and the one that agrees best with the far reader is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from rapidfuzz import fuzz

from archive.authority.orthography import fold
from workers.engines import shelf
from workers.engines.lines import cut_line, line_height
from workers.engines.ports import LineReading, Pixels, Quad

_OWN_LIKENESS = 0.6
"""How much a line's own likeness weighs against that of the whole picture."""
_SPECKLES, _COLOUR_BLOCKS = 1.0, 1.2
"""Pixels over which lightness and colour are evened out before they are joined."""


def letters_dark(pixels: Pixels, quads: Sequence[Quad], far: Sequence[LineReading]) -> list[Pixels]:
    """For each line the grey picture, of several, on which the quick reader sees what the far reader saw."""
    candidates = _candidates(pixels)
    strips = [cut_line(grey, quad) for grey in candidates for quad in quads]
    readings = shelf.quick_reader().read_lines(strips)
    likeness = np.array(
        [
            fuzz.ratio(_bare(reading.text), _bare(far[at % len(quads)].text))
            for at, reading in enumerate(readings)
        ]
    ).reshape(len(candidates), len(quads))
    weights = [
        seen.confidence * len(seen.text) * line_height(quad) for seen, quad in zip(far, quads, strict=True)
    ]
    overall = np.average(likeness, axis=1, weights=np.array(weights) + 1e-6)
    worth = _OWN_LIKENESS * likeness + (1 - _OWN_LIKENESS) * overall[:, None]
    dark = [_dark_letters(grey, quads) for grey in candidates]
    return [dark[int(worth[:, at].argmax())] for at in range(len(quads))]


def gilt_and_light(pixels: Pixels, quads: Sequence[Quad]) -> Pixels:
    """Letters dark in the mean of lightness and the blue-yellow axis.

    A phone's JPEG keeps colour at half the resolution, so a tone mark blurs there; lightness has it sharp,
    among the speckles of the granite. Together they show marks that each alone loses.
    """
    planes = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB))
    light, gilt = (
        _dark_letters(stretched(np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.uint8)), quads)
        for plane, sigma in ((planes[0], _SPECKLES), (cv2.bitwise_not(planes[2]), _COLOUR_BLOCKS))
    )
    return np.asarray(cv2.addWeighted(light, 0.5, gilt, 0.5, 0), np.uint8)


def _bare(text: str) -> str:
    return fold(text).replace(" ", "")


def _dark_letters(grey: Pixels, quads: Sequence[Quad]) -> Pixels:
    """Turned to its negative where the letters are light.

    The ground is most of a line, so the letters are the longer tail of its brightness.
    """
    lines = np.concatenate([cut_line(grey, quad)[::2, ::2].ravel() for quad in quads])
    low, middle, high = np.percentile(lines, (3, 50, 97))
    return np.asarray(255 - grey, np.uint8) if high - middle > middle - low else grey


def _candidates(pixels: Pixels) -> list[Pixels]:
    planes = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB))
    lightness, red, yellow = (np.asarray(plane, np.uint8) for plane in planes)
    return [stretched(255 - yellow), stretched(lightness), stretched(255 - red)]


def stretched(grey: Pixels) -> Pixels:
    """Contrast spread from the 2nd to the 98th percentile."""
    low, high = np.percentile(grey[::2, ::2], (2, 98))
    table = np.clip((np.arange(256) - low) * 255 / max(high - low, 1), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, table), np.uint8)

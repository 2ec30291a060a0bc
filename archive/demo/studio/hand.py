"""Pages written by hand: the base line wanders, words lean, a pencil leaves the paper's tooth free."""

from __future__ import annotations

import numpy as np
from PIL import Image

from archive.demo.bible import HandPage
from archive.demo.fonts import Face, face
from archive.demo.studio.canvas import (
    Colour,
    Mask,
    Picture,
    Rng,
    blank_mask,
    clouds,
    grain,
    print_ink,
    sheet,
    stain,
    to_mask,
)
from archive.demo.studio.marks import ruled_lines

_WIDTH, _HEIGHT, _STEP = 1180, 1500, 112
_SIZES = {"school": 68, "quick": 62, "careful": 66}
_PENCIL: Colour = (0.27, 0.26, 0.27)
_PEN: Colour = (0.13, 0.17, 0.40)


def write_line(page: Image.Image, at: tuple[float, float], text: str, letters: Face, rng: Rng) -> None:
    """Word by word, each a little above or below the line."""
    x, drift = at[0], 0.0
    for word in text.split(" "):
        drift = 0.6 * drift + float(rng.normal(0, letters.size * 0.022))
        letters.write(page, (x, at[1] + drift), word, int(rng.uniform(205, 255)))
        x += letters.width(word) + letters.width(" ") * float(rng.uniform(1.0, 1.6))


def handwritten(page: HandPage, rng: Rng) -> Picture:
    """A page of a small notebook, or the back of a photograph (`careful`)."""
    back_of_photo = page.hand == "careful"
    width, height = (1300, 900) if back_of_photo else (_WIDTH, _HEIGHT)
    picture = sheet(width, height, (0.87, 0.83, 0.74) if back_of_photo else (0.89, 0.84, 0.70), rng)
    if not back_of_photo:
        picture = ruled_lines(picture, _STEP // 2, (0.58, 0.66, 0.76), rng)
        picture = stain(picture, _margin_line(height, width), (0.75, 0.45, 0.42))
    mask = _writing(page, width, height, rng)
    if page.pencil:
        tooth = np.clip(0.80 + 0.20 * grain(mask.shape, rng) + 0.05 * clouds(mask.shape, 40, rng), 0.25, 1)
        return print_ink(picture, np.asarray(mask * tooth, dtype=np.float32), _PENCIL, rng, 0.2)
    return print_ink(picture, mask, _PEN, rng, 0.15)


def _margin_line(height: int, width: int) -> Mask:
    mask = np.zeros((height, width), dtype=np.float32)
    mask[:, 118:121] = 0.5
    return mask


def _writing(page: HandPage, width: int, height: int, rng: Rng) -> Mask:
    letters = face(page.hand, _SIZES[page.hand])
    ink = blank_mask(width, height)
    top = 190 if page.hand == "careful" else 126 + _STEP
    if page.heading:
        heading = face(page.hand, int(_SIZES[page.hand] * 1.12))
        write_line(ink, ((width - heading.width(page.heading)) / 2, 126), page.heading, heading, rng)
    for number, line in enumerate(page.lines):
        left = 150 + float(rng.normal(0, 7)) + (46 if number == 0 else 0)
        write_line(ink, (left, top + number * _STEP), line, letters, rng)
    if page.page_number:
        face("quick", 44).write(ink, (width - 110, height - 60), page.page_number)
    tilt = float(rng.uniform(-0.7, 0.7))
    return to_mask(ink.rotate(tilt, resample=Image.Resampling.BICUBIC))

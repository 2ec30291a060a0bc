"""Marks that many papers share: stamps, signatures, ruled lines."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from archive.demo.fonts import face
from archive.demo.studio.canvas import Colour, Picture, Rng, blank_mask, print_ink, to_mask

_STAMP_RED: Colour = (0.66, 0.13, 0.14)
_BLUE_INK: Colour = (0.12, 0.18, 0.45)


def star(pen: ImageDraw.ImageDraw, middle: tuple[float, float], radius: float, ink: int = 255) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.40
        angle = -np.pi / 2 + corner * np.pi / 5
        points.append((middle[0] + reach * np.cos(angle), middle[1] + reach * np.sin(angle)))
    pen.polygon(points, fill=ink)


def stamp(picture: Picture, words: str, middle: tuple[int, int], radius: int, rng: Rng) -> Picture:
    """A round stamp pressed unevenly over what is written."""
    side = radius * 2 + 20
    seal = blank_mask(side, side)
    pen = ImageDraw.Draw(seal)
    centre = side / 2
    for reach, width in ((radius, 6), (radius * 0.86, 2)):
        pen.ellipse(
            (centre - reach, centre - reach, centre + reach, centre + reach), outline=255, width=width
        )
    star(pen, (centre, centre - radius * 0.34), radius * 0.26)
    letters = face("sans-bold", int(radius * 0.24))
    letters.write(seal, (centre - letters.width(words) / 2, centre + radius * 0.24), words)
    pen.line(
        (centre - radius * 0.6, centre + radius * 0.4, centre + radius * 0.6, centre + radius * 0.4), 255, 2
    )
    turned = seal.rotate(float(rng.uniform(-14, 14)), resample=Image.Resampling.BICUBIC)
    page = blank_mask(picture.shape[1], picture.shape[0])
    page.paste(turned, (int(middle[0] - centre), int(middle[1] - centre)))
    return print_ink(picture, to_mask(page) * 0.78, _STAMP_RED, rng, patchy=0.5)


def signature(picture: Picture, name: str, at: tuple[int, int], rng: Rng) -> Picture:
    """A flourish, and the name written under it."""
    page = blank_mask(picture.shape[1], picture.shape[0])
    pen = ImageDraw.Draw(page)
    steps = np.linspace(0, 1, 90)
    wave = np.cumsum(rng.normal(0, 1, 6))
    x = at[0] + 40 + 250 * steps + 26 * np.sin(steps * 15)
    y = at[1] - 46 * np.sin(steps * 17 + wave[0] * 0.2) * (1 - steps * 0.7) + 6 * wave[1] * steps
    pen.line([(float(a), float(b)) for a, b in zip(x, y, strict=True)], fill=255, width=4, joint="curve")
    letters = face("careful", 46)
    letters.write(page, (at[0] + 20, at[1] + 112), name)
    return print_ink(picture, to_mask(page), _BLUE_INK, rng)


def ruled_lines(picture: Picture, step: int, colour: Colour, rng: Rng) -> Picture:
    mask = np.zeros(picture.shape[:2], dtype=np.float32)
    mask[step * 2 + 14 :: step] = 0.55
    return print_ink(picture, mask, colour, rng)

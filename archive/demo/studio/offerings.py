"""What stands before a grave: a bowl of incense and a vase of lotus, drawn over the photograph."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from archive.demo.studio.canvas import Picture, Rng, soften

_OVER = 2
"""Drawn larger and reduced, so that edges are smooth."""


def _overlay(picture: Picture) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    height, width = picture.shape[:2]
    layer = Image.new("RGBA", (width * _OVER, height * _OVER), (0, 0, 0, 0))
    return layer, ImageDraw.Draw(layer)


def _lay(picture: Picture, layer: Image.Image) -> Picture:
    height, width = picture.shape[:2]
    small = np.asarray(layer.resize((width, height), Image.Resampling.BOX), dtype=np.float32) / 255
    cover = small[..., 3:]
    shade = soften(np.roll(cover[..., 0], (14, 18), (0, 1)), 10)[..., None] * 0.35
    colour = np.where(cover > 0, small[..., :3], 0)
    return np.asarray(picture * (1 - shade * (1 - cover)) * (1 - cover) + colour * cover, dtype=np.float32)


def _ball(
    pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float], rgb: tuple[int, int, int]
) -> None:
    """A round body with light from the upper left."""
    left, top, right, bottom = (value * _OVER for value in box)
    for step in range(14):
        share = step / 14
        tone = tuple(int(min(255, channel * (0.72 + 0.42 * share))) for channel in rgb)
        dx, dy = (right - left) * share * 0.42, (bottom - top) * share * 0.42
        pen.ellipse((left + dx * 0.7, top + dy * 0.7, right - dx * 1.3, bottom - dy * 1.3), fill=(*tone, 255))


def incense(picture: Picture, foot: tuple[float, float], size: float, rng: Rng) -> Picture:
    """A white and blue bowl with burnt sticks; some reach up over the plate's lower border."""
    layer, pen = _overlay(picture)
    x, y = foot
    reach = size * 0.13
    for _ in range(11):
        lean, height = rng.normal(0, 0.32), size * rng.uniform(0.18, 0.34)
        start = (x + rng.uniform(-0.5, 0.5) * reach, y - reach * 0.5)
        end = (start[0] + lean * height, start[1] - height)
        red = (122, 40, 36, 255) if rng.random() < 0.5 else (158, 118, 60, 255)
        width = max(2, int(size * 0.0075 * _OVER))
        pen.line(
            [(start[0] * _OVER, start[1] * _OVER), (end[0] * _OVER, end[1] * _OVER)], fill=red, width=width
        )
        tip = (end[0] - lean * height * 0.1, end[1] + height * 0.1)
        grey = (214, 208, 198, 255)
        pen.line([(tip[0] * _OVER, tip[1] * _OVER), (end[0] * _OVER, end[1] * _OVER)], fill=grey, width=width)
    _ball(pen, (x - reach, y - reach * 0.75, x + reach, y + reach * 0.95), (214, 216, 214))
    rim = (x - reach * 0.82, y - reach * 0.74, x + reach * 0.82, y - reach * 0.30)
    pen.ellipse(
        [value * _OVER for value in rim], fill=(120, 108, 94, 255), outline=(226, 226, 222, 255), width=6
    )
    for turn in np.linspace(-0.7, 0.7, 6):
        petal = x + reach * turn
        box = (petal - reach * 0.11, y + reach * 0.05, petal + reach * 0.11, y + reach * 0.42)
        pen.ellipse([value * _OVER for value in box], outline=(36, 56, 130, 255), width=5)
    return _lay(picture, layer)


def flowers(picture: Picture, foot: tuple[float, float], size: float, rng: Rng) -> Picture:
    """Lotus of cloth in a small vase beside the plate."""
    layer, pen = _overlay(picture)
    x, y = foot
    width = size * 0.075
    heads = [(x + rng.normal(0, size * 0.06), y - size * rng.uniform(0.34, 0.66)) for _ in range(4)]
    for head in heads:
        line = [(x * _OVER, (y - size * 0.12) * _OVER), (head[0] * _OVER, head[1] * _OVER)]
        pen.line(line, fill=(52, 96, 44, 255), width=max(4, int(size * 0.012 * _OVER)))
    for _ in range(3):
        leaf = (x + rng.normal(0, size * 0.09), y - size * rng.uniform(0.22, 0.36))
        _ball(
            pen,
            (leaf[0] - size * 0.10, leaf[1] - size * 0.05, leaf[0] + size * 0.10, leaf[1] + size * 0.06),
            (72, 134, 52),
        )
    for head in heads:
        _lotus(pen, head, size * 0.085, rng)
    _ball(pen, (x - width, y - size * 0.17, x + width, y + size * 0.12), (206, 210, 214))
    band = (x - width * 0.9, y - size * 0.06, x + width * 0.9, y + size * 0.02)
    pen.ellipse([value * _OVER for value in band], outline=(40, 62, 140, 255), width=7)
    return _lay(picture, layer)


def _lotus(pen: ImageDraw.ImageDraw, at: tuple[float, float], reach: float, rng: Rng) -> None:
    for ring, tone in ((1.0, (206, 84, 126)), (0.74, (226, 122, 158)), (0.48, (243, 178, 200))):
        for angle in np.linspace(np.pi * 1.02, np.pi * 1.98, 7):
            turn = angle + rng.normal(0, 0.05)
            tip = (at[0] + reach * ring * np.cos(turn) * 1.15, at[1] + reach * ring * np.sin(turn))
            across = (-np.sin(turn) * reach * 0.24 * ring, np.cos(turn) * reach * 0.24 * ring)
            half = ((at[0] + tip[0]) / 2, (at[1] + tip[1]) / 2)
            petal = [
                (at[0], at[1]),
                (half[0] + across[0], half[1] + across[1]),
                tip,
                (half[0] - across[0], half[1] - across[1]),
            ]
            shade = tuple(
                int(channel * rng.uniform(0.9, 1.05)) if channel < 240 else channel for channel in tone
            )
            pen.polygon([(a * _OVER, b * _OVER) for a, b in petal], fill=(*shade, 255))

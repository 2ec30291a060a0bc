"""Paper, ink and light: the few moves that every picture is made of.

A picture is float32 RGB in 0..1, shape (height, width, 3); a mask is float32 in 0..1, shape (height, width).
"""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.float32]
Mask = NDArray[np.float32]
Rng = np.random.Generator
Colour = tuple[float, float, float]

_JPEG_QUALITY = 88


def blank_mask(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), 0)


def to_mask(image: Image.Image) -> Mask:
    return _array(np.asarray(image, dtype=np.float32) / 255)


def clouds(shape: tuple[int, int], cell: int, rng: Rng) -> Mask:
    """Soft noise of about `cell` pixels, mean 0, deviation about 1."""
    height, width = shape
    coarse = rng.standard_normal((height // cell + 3, width // cell + 3)).astype(np.float32)
    return _array(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))


def grain(shape: tuple[int, ...], rng: Rng) -> Mask:
    return rng.standard_normal(shape, dtype=np.float32)


def sheet(width: int, height: int, tone: Colour, rng: Rng, age: float = 1.0) -> Picture:
    """Old paper: fibres, brown spots, darker edges, two folds. `age` 0 is new."""
    shape = (height, width)
    light = 1 + 0.018 * clouds(shape, 220, rng) + 0.012 * clouds(shape, 18, rng) + 0.010 * grain(shape, rng)
    light -= age * (0.16 * _edges(shape) + _folds(shape, rng))
    page = np.asarray(tone, dtype=np.float32) * light[..., None]
    spots = np.clip(clouds(shape, 60, rng) - 2.1, 0, 1) * 0.5 * age
    return stain(_array(page), _array(spots), (0.48, 0.31, 0.16))


def _edges(shape: tuple[int, int]) -> Mask:
    down = np.abs(np.linspace(-1, 1, shape[0], dtype=np.float32))[:, None]
    across = np.abs(np.linspace(-1, 1, shape[1], dtype=np.float32))[None, :]
    return _array(np.maximum(down, across) ** 14)


def _folds(shape: tuple[int, int], rng: Rng) -> Mask:
    """Creases across and down the middle: a dark line with a light one beside it."""
    down = np.arange(shape[0], dtype=np.float32)[:, None] - shape[0] * rng.uniform(0.47, 0.53)
    across = np.arange(shape[1], dtype=np.float32)[None, :] - shape[1] * rng.uniform(0.47, 0.53)
    crease = np.zeros(shape, dtype=np.float32)
    for distance in (down + 2.5 * clouds(shape, 300, rng), across + 2.5 * clouds(shape, 300, rng)):
        crease += 0.07 * np.exp(-((distance / 2.2) ** 2)) - 0.04 * np.exp(-(((distance - 6) / 4) ** 2))
    return crease


def stain(picture: Picture, mask: Mask, colour: Colour) -> Picture:
    """Lay a colour over the picture where the mask says so."""
    tone = np.asarray(colour, dtype=np.float32)
    return _array(picture * (1 - mask[..., None]) + tone * mask[..., None])


def print_ink(picture: Picture, mask: Mask, colour: Colour, rng: Rng, patchy: float = 0.12) -> Picture:
    """Ink that takes unevenly, as on rough paper."""
    shape = mask.shape[:2]
    hold = 0.94 - patchy * np.clip(
        0.6 * clouds((shape[0], shape[1]), 5, rng) + 0.4 * grain(shape, rng), -0.4, 2.2
    )
    return stain(picture, _array(np.clip(mask * hold, 0, 1)), colour)


def soften(picture: Picture, radius: float) -> Picture:
    return _array(cv2.GaussianBlur(picture, (0, 0), radius)) if radius > 0 else picture


def warp(picture: Picture, corners: NDArray[np.float32], size: tuple[int, int]) -> tuple[Picture, Mask]:
    """Set the picture's corners (clockwise from top left) on `corners` in a picture of `size` (w, h)."""
    height, width = picture.shape[:2]
    source = points([[0, 0], [width, 0], [width, height], [0, height]])
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    cover = np.ones((height, width), dtype=np.float32)
    flags = cv2.INTER_AREA if width > size[0] else cv2.INTER_LINEAR
    return (
        _array(cv2.warpPerspective(picture, matrix, size, flags=flags)),
        _array(cv2.warpPerspective(cover, matrix, size, flags=flags)),
    )


def slant_light(shape: tuple[int, int], rng: Rng, strength: float = 0.14) -> Mask:
    """Daylight from one side."""
    angle = rng.uniform(0, 2 * np.pi)
    down = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None] * np.sin(angle)
    across = np.linspace(-1, 1, shape[1], dtype=np.float32)[None, :] * np.cos(angle)
    return _array(1 + strength * (down + across) - strength * 0.3)


def to_image(picture: Picture) -> Image.Image:
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8), "RGB")


def jpeg(picture: Picture) -> bytes:
    out = io.BytesIO()
    to_image(picture).save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return out.getvalue()


def points(value: Any) -> NDArray[np.float32]:
    """Places in a picture, (x, y) a row."""
    return _array(value)


def _array(value: Any) -> NDArray[np.float32]:
    return np.asarray(value, dtype=np.float32)

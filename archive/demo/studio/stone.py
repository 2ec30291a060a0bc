"""A gravestone as a phone sees it: gilt letters on granite, tiles around, incense before it, glare on it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from archive.demo.bible import Stone
from archive.demo.fonts import face
from archive.demo.studio.camera import develop
from archive.demo.studio.canvas import (
    Colour,
    Mask,
    Picture,
    Rng,
    blank_mask,
    clouds,
    grain,
    points,
    soften,
    stain,
    to_mask,
    warp,
)
from archive.demo.studio.marks import star
from archive.demo.studio.offerings import flowers, incense

_PLATE_WIDTH, _PLATE_HEIGHT = 1000, 1240
_SCENE = (1536, 2048)
_GRANITES: dict[str, Colour] = {"black": (0.085, 0.088, 0.096), "grey": (0.30, 0.31, 0.34)}
_TILES: tuple[Colour, ...] = ((0.62, 0.16, 0.20), (0.66, 0.33, 0.22), (0.50, 0.52, 0.55))
_GILT_DARK, _GILT_LIGHT = (0.66, 0.47, 0.13), (1.0, 0.87, 0.44)
_VIEWS: dict[str, tuple[tuple[float, float], ...]] = {
    # corners of the plate in the scene, clockwise from top left, as shares of its width and height
    "near": ((0.13, 0.10), (0.87, 0.11), (0.91, 0.72), (0.09, 0.71)),
    "left": ((0.20, 0.14), (0.80, 0.19), (0.83, 0.66), (0.15, 0.70)),
    "right": ((0.18, 0.20), (0.79, 0.13), (0.86, 0.70), (0.15, 0.65)),
    "far": ((0.30, 0.17), (0.71, 0.17), (0.735, 0.53), (0.275, 0.53)),
}


def gravestone(stone: Stone, rng: Rng) -> Picture:
    """The photograph, RGB, 1536 x 2048."""
    width, height = _SCENE
    corners = points([(x * width, y * height) for x, y in _VIEWS[stone.view]])
    corners += rng.normal(0, 6, corners.shape).astype(np.float32)
    scene = _tomb(corners, rng)
    laid, cover = warp(_plate(stone, rng), corners, _SCENE)
    scene = scene * (1 - cover[..., None]) + laid * cover[..., None]
    scene = _glare(scene, corners, rng)
    foot = (corners[2] + corners[3]) / 2
    size = float(np.linalg.norm(corners[2] - corners[3]))
    scene = flowers(
        scene, (float(corners[2][0]) + size * 0.06, float(corners[2][1]) + size * 0.18), size, rng
    )
    scene = incense(scene, (float(foot[0]) - size * 0.10, float(foot[1]) + size * 0.36), size, rng)
    return develop(scene, rng, blur=0.7, noise=0.014)


def _plate(stone: Stone, rng: Rng) -> Picture:
    shape = (_PLATE_HEIGHT, _PLATE_WIDTH)
    picture = _granite(shape, _GRANITES[stone.granite], rng)
    letters = _inscription(stone)
    if stone.worn:
        bare = clouds(shape, 14, rng) * 0.6 + clouds(shape, 60, rng) * 0.5 + 0.35 * grain(shape, rng)
        letters = letters * np.clip(1.25 - stone.worn * (0.7 + 0.75 * bare), 0.18, 1)
    cut = np.roll(letters, (3, 3), (0, 1))
    picture = stain(picture, cut * 0.6, (0.02, 0.02, 0.02))
    sheen = 0.5 + 0.5 * np.tanh(clouds(shape, 130, rng))
    gilt = np.asarray(_GILT_DARK) * (1 - sheen[..., None]) + np.asarray(_GILT_LIGHT) * sheen[..., None]
    hold = letters[..., None]
    return np.asarray(picture * (1 - hold) + gilt * hold, dtype=np.float32)


def _granite(shape: tuple[int, int], tone: Colour, rng: Rng) -> Picture:
    """Polished stone: fine speckles of three sizes, some bright."""
    speckle = 0.55 * grain(shape, rng) + 0.8 * clouds(shape, 3, rng) + 0.3 * clouds(shape, 8, rng)
    bright = np.clip(speckle - 1.3, 0, 2.5) * 0.085
    light = np.asarray(tone, dtype=np.float32) * (1 + 0.20 * speckle)[..., None] + bright[..., None]
    return np.asarray(np.clip(light, 0, 1), dtype=np.float32)


def _inscription(stone: Stone) -> Mask:
    page = blank_mask(_PLATE_WIDTH, _PLATE_HEIGHT)
    pen = ImageDraw.Draw(page)
    for inset, weight in ((34, 7), (52, 3)):
        pen.rectangle((inset, inset, _PLATE_WIDTH - inset, _PLATE_HEIGHT - inset), outline=255, width=weight)
    for x in (52, _PLATE_WIDTH - 52):
        for y in (52, _PLATE_HEIGHT - 52):
            pen.regular_polygon((x, y, 30), 4, outline=255, width=4)
    middle = _PLATE_WIDTH / 2
    pen.ellipse((middle - 98, 92, middle + 98, 288), outline=255, width=7)
    star(pen, (middle, 194), 74)
    title, name, *rest = stone.lines
    _line(page, title, 376, "serif-bold", 66)
    _line(page, name, 530, "serif-bold", 104)
    for number, words in enumerate(rest):
        _line(page, words, 690 + number * 122, "sans-bold", 62)
    _garland(pen, middle)
    return to_mask(page)


def _line(page: Image.Image, words: str, y: int, font: str, size: int) -> None:
    room = _PLATE_WIDTH - 190
    letters = face(font, size)
    if (width := letters.width(words)) > room:
        letters = face(font, int(size * room / width))
    letters.write(page, ((_PLATE_WIDTH - letters.width(words)) / 2, y), words)


def _garland(pen: ImageDraw.ImageDraw, middle: float) -> None:
    for side in (-1, 1):
        for step in range(7):
            x = middle + side * (36 + step * 34)
            y = 1130 + 14 * float(np.sin(step * 0.9))
            pen.ellipse((x - 15, y - 7, x + 15, y + 7), outline=255, width=3)
    star(pen, (middle, 1130), 20)


def _tomb(corners: NDArray[np.float32], rng: Rng) -> Picture:
    """Paving, then the tiled tomb with its step, in the same perspective as the plate."""
    width, height = _SCENE
    paving = _tiled((1500, 1200), (0.42, 0.40, 0.37), rng)
    floor = points([(-0.35, -0.05), (1.35, -0.05), (1.9, 1.1), (-0.9, 1.1)]) * points(_SCENE)
    scene, _ = warp(paving, floor, _SCENE)
    tone = _TILES[int(rng.integers(len(_TILES)))]
    middle = corners.mean(axis=0)
    outer = points(middle + (corners - middle) * points((1.5, 1.24)))
    outer[2:, 1] += height * 0.24
    outer[2, 0] += width * 0.05
    outer[3, 0] -= width * 0.05
    step = points([outer[3], outer[2], outer[2] + (width * 0.06, height * 0.10), outer[3]])
    step[3] += points((-width * 0.06, height * 0.10))
    scene = _set(scene, _tiled((400, 1100), _darker(tone, 0.62), rng), step)
    scene = _set(scene, _tiled((1400, 1100), tone, rng), outer)
    edge = points(middle + (corners - middle) * 1.05)
    return _set(scene, _granite((600, 500), (0.55, 0.53, 0.50), rng), edge)


def _darker(tone: Colour, share: float) -> Colour:
    return (tone[0] * share, tone[1] * share, tone[2] * share)


def _set(scene: Picture, part: Picture, corners: NDArray[np.float32]) -> Picture:
    """Lay a part into the scene with its shadow."""
    laid, cover = warp(part, corners, _SCENE)
    shadow = soften(np.roll(cover, (22, 26), (0, 1)), 18) * (1 - cover)
    lit = stain(scene, np.asarray(shadow * 0.55, dtype=np.float32), (0.06, 0.06, 0.06))
    return np.asarray(lit * (1 - cover[..., None]) + laid * cover[..., None], dtype=np.float32)


def _tiled(shape: tuple[int, int], tone: Colour, rng: Rng) -> Picture:
    """Glazed tiles with grey joints, each a shade of its own."""
    height, width = shape
    cell = 190
    shades = 1 + 0.07 * rng.standard_normal((height // cell + 1, width // cell + 1)).astype(np.float32)
    light = cv2.resize(shades, (width + cell, height + cell), interpolation=cv2.INTER_NEAREST)[
        :height, :width
    ]
    picture = np.asarray(tone, dtype=np.float32) * (light + 0.03 * clouds(shape, 30, rng))[..., None]
    joints = np.zeros(shape, dtype=np.float32)
    for start in range(0, max(shape), cell):
        joints[start : start + 5] = 0.8
        joints[:, start : start + 5] = 0.8
    dirt = np.clip(clouds(shape, 120, rng) - 0.9, 0, 1) * 0.4
    return stain(
        stain(picture, joints, (0.55, 0.53, 0.50)), np.asarray(dirt, dtype=np.float32), (0.25, 0.22, 0.18)
    )


def _glare(scene: Picture, corners: NDArray[np.float32], rng: Rng) -> Picture:
    """The sky in the polish, brightest at one upper corner, and leaf shadow."""
    height, width = scene.shape[:2]
    spot = corners[int(rng.integers(2))] + rng.uniform(-60, 60, 2)
    down = (np.arange(height, dtype=np.float32)[:, None] - spot[1]) / (height * 0.20)
    across = (np.arange(width, dtype=np.float32)[None, :] - spot[0]) / (width * 0.26)
    haze = 0.30 * np.exp(-(down**2 + across**2))
    leaves = np.clip(soften(clouds((height, width), 46, rng), 5) - 0.7, 0, 1) * 0.22
    leaves *= np.clip(clouds((height, width), 500, rng), 0, 1)
    lit = scene * (1 - np.asarray(leaves, dtype=np.float32)[..., None])
    return stain(np.asarray(lit, dtype=np.float32), np.asarray(haze, dtype=np.float32), (0.93, 0.96, 1.0))

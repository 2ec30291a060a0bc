"""A page on a table, photographed with a phone: a little askew, light from one side, slight noise."""

from __future__ import annotations

import cv2
import numpy as np

from archive.demo.studio.canvas import Picture, Rng, clouds, grain, points, slant_light, soften, stain, warp

_TABLES = ((0.36, 0.24, 0.15), (0.30, 0.33, 0.30), (0.47, 0.37, 0.26))


def table(width: int, height: int, rng: Rng) -> Picture:
    """Wood with its grain along the width."""
    lines = cv2.resize(
        rng.standard_normal((height // 3 + 2, width // 160 + 3)).astype(np.float32),
        (width, height),
        interpolation=cv2.INTER_CUBIC,
    )
    tone = np.asarray(_TABLES[int(rng.integers(len(_TABLES)))], dtype=np.float32)
    light = 1 + 0.10 * lines + 0.06 * clouds((height, width), 300, rng)
    return np.asarray(tone * light[..., None], dtype=np.float32)


def photograph(page: Picture, rng: Rng, margin: float = 0.035) -> Picture:
    """The page seen from above, not quite straight."""
    height, width = page.shape[:2]
    size = (int(width * (1 + 2 * margin)), int(height * (1 + 2 * margin)))
    left, top = margin * width, margin * height
    shake = margin * 0.42 * min(width, height)
    corners = points([[left, top], [left + width, top], [left + width, top + height], [left, top + height]])
    corners += rng.uniform(-shake, shake, corners.shape).astype(np.float32)
    laid, cover = warp(page, corners, size)
    shadow = soften(np.roll(cover, (9, 12), (0, 1)), 9)
    scene = stain(table(*size, rng), shadow * 0.55, (0.05, 0.04, 0.03))
    scene = scene * (1 - cover[..., None]) + laid * cover[..., None]
    return develop(scene, rng)


def develop(scene: Picture, rng: Rng, blur: float = 0.55, noise: float = 0.010) -> Picture:
    """What lens and sensor add."""
    shape = (scene.shape[0], scene.shape[1])
    lit = soften(scene, blur) * slant_light(shape, rng)[..., None]
    return np.asarray(np.clip(lit + noise * grain(shape, rng)[..., None], 0, 1), dtype=np.float32)

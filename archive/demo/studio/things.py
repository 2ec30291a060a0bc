"""Keepsakes with scratched letters, and an old portrait whose faces time has taken."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

from archive.demo.bible import Engraved, Portrait
from archive.demo.fonts import face
from archive.demo.studio.camera import develop, table
from archive.demo.studio.canvas import (
    Mask,
    Picture,
    Rng,
    blank_mask,
    clouds,
    grain,
    print_ink,
    sheet,
    soften,
    stain,
    to_mask,
)
from archive.demo.studio.hand import write_line

_WIDTH, _HEIGHT = 1536, 1800


def engraved(thing: Engraved, rng: Rng) -> Picture:
    """The thing on a table, light from the left, words cut into it."""
    body = _canteen() if thing.thing == "canteen" else _spoon()
    shape = body.shape
    scene = table(shape[1], shape[0], rng)
    shadow = soften(np.roll(body, (26, 34), (0, 1)), 16)
    scene = stain(scene, np.asarray(shadow * 0.6, dtype=np.float32), (0.03, 0.03, 0.02))
    metal = _aluminium(body, rng)
    letters = _scratched(thing, shape, rng)
    metal = stain(metal, np.roll(letters, (2, 2), (0, 1)) * 0.55, (0.96, 0.96, 0.94))
    metal = stain(metal, letters * 0.85, (0.13, 0.12, 0.11))
    scene = scene * (1 - body[..., None]) + metal * body[..., None]
    return develop(np.asarray(scene, dtype=np.float32), rng, noise=0.012)


def _canteen() -> Mask:
    page = blank_mask(_WIDTH, _HEIGHT)
    pen = ImageDraw.Draw(page)
    pen.rounded_rectangle((300, 450, 1236, 1640), 350, fill=255)
    pen.polygon([(590, 520), (668, 350), (868, 350), (946, 520)], fill=255)
    pen.rounded_rectangle((660, 230, 876, 366), 26, fill=255)
    return soften(to_mask(page), 1.2)


def _spoon() -> Mask:
    page = blank_mask(_WIDTH, _HEIGHT)
    pen = ImageDraw.Draw(page)
    pen.ellipse((470, 110, 1066, 880), fill=255)
    pen.polygon([(712, 820), (824, 820), (880, 1700), (656, 1700)], fill=255)
    pen.ellipse((656, 1640, 880, 1750), fill=255)
    return soften(to_mask(page), 1.2)


def _aluminium(body: Mask, rng: Rng) -> Picture:
    """Pressed metal: bright where it bulges, dark towards the rim; brushed, stained, scratched."""
    shape = (body.shape[0], body.shape[1])
    bulge = np.zeros(shape, dtype=np.float32)
    for reach in (14, 40, 90):
        bulge += soften(body, reach) / 3
    slope_down, slope_across = np.gradient(soften(bulge, 12) * 60)
    relief = np.clip(0.55 * slope_across + 0.45 * slope_down, -0.30, 0.30)
    brushed = np.repeat(clouds((shape[0], 4), 2, rng)[:, :1], shape[1], axis=1)
    light = 0.42 + 0.20 * bulge**3 + relief + 0.018 * brushed + 0.02 * clouds(shape, 190, rng)
    light = light + 0.012 * grain(shape, rng)
    metal = np.asarray(light[..., None] * np.asarray((0.97, 1.0, 0.98)), dtype=np.float32)
    rust = np.clip(clouds(shape, 46, rng) - 1.75, 0, 1) * 0.5
    metal = stain(metal, np.asarray(rust, dtype=np.float32), (0.36, 0.27, 0.18))
    return stain(metal, _scratches(shape, rng), (0.30, 0.30, 0.29))


def _scratches(shape: tuple[int, int], rng: Rng) -> Mask:
    page = blank_mask(shape[1], shape[0])
    pen = ImageDraw.Draw(page)
    for _ in range(90):
        x, y = rng.uniform(0, shape[1]), rng.uniform(0, shape[0])
        length, turn = rng.uniform(20, 170), rng.uniform(0, np.pi)
        end = (x + length * np.cos(turn), y + length * np.sin(turn))
        pen.line((x, y, *end), fill=int(rng.uniform(25, 90)), width=2)
    return to_mask(page)


def _scratched(thing: Engraved, shape: tuple[int, ...], rng: Rng) -> Mask:
    page = blank_mask(shape[1], shape[0])
    top, size = (900, 170) if thing.thing == "canteen" else (1330, 50)
    for number, line in enumerate(thing.lines):
        letters = face("quick", size)
        left = (_WIDTH - letters.width(line)) / 2
        write_line(page, (left, top + number * size * 1.25), line, letters, rng)
    return to_mask(page)


def portrait(photo: Portrait, rng: Rng) -> Picture:
    """A studio photograph of 1972: uniform, cap, painted backdrop; the faces have faded away."""
    width, height = 1300, 900
    picture = sheet(width, height, (0.86, 0.82, 0.74), rng, age=0.7)
    inner = _backdrop((height - 110, width - 110), rng)
    for number in range(photo.people):
        middle = (width - 110) * (number + 1) / (photo.people + 1)
        inner = _soldier(inner, middle, rng)
    faded = 0.20 + 0.66 * soften(inner, 1.4) + 0.02 * grain(inner.shape[:2], rng)[..., None]
    sepia = faded * np.asarray((1.0, 0.93, 0.80), dtype=np.float32)
    picture[55 : height - 55, 55 : width - 55] = sepia
    cracks = _cracks(width, height, rng)
    return print_ink(np.asarray(picture, dtype=np.float32), cracks, (0.93, 0.90, 0.84), rng)


def _backdrop(shape: tuple[int, int], rng: Rng) -> Picture:
    light = (
        0.52 + 0.08 * clouds(shape, 240, rng) + np.linspace(0.12, -0.14, shape[0], dtype=np.float32)[:, None]
    )
    return np.asarray(np.repeat(light[..., None], 3, axis=2), dtype=np.float32)


def _soldier(picture: Picture, middle: float, rng: Rng) -> Picture:
    height, width = picture.shape[:2]
    layers = [(blank_mask(width, height), tone) for tone in (0.30, 0.68, 0.36, 0.62)]
    (coat, coat_tone), (skin, skin_tone), (cap, cap_tone), (star_page, star_tone) = layers
    ImageDraw.Draw(coat).polygon(
        [
            (middle - 190, height),
            (middle - 159, 560),
            (middle - 80, 490),
            (middle + 80, 490),
            (middle + 159, 560),
            (middle + 190, height),
        ],
        fill=255,
    )
    pen = ImageDraw.Draw(skin)
    pen.ellipse((middle - 100, 210, middle + 100, 480), fill=255)
    pen.rectangle((middle - 42, 440, middle + 42, 520), fill=255)
    pen = ImageDraw.Draw(cap)
    pen.pieslice((middle - 128, 120, middle + 128, 390), 180, 360, fill=255)
    pen.ellipse((middle - 150, 236, middle + 150, 282), fill=255)
    ImageDraw.Draw(star_page).regular_polygon((middle, 196, 22), 5, fill=255)
    for mask, tone in ((coat, coat_tone), (skin, skin_tone), (cap, cap_tone), (star_page, star_tone)):
        shade = tone * float(rng.uniform(0.95, 1.05))
        picture = stain(picture, soften(to_mask(mask), 5), (shade, shade, shade))
    return picture


def _cracks(width: int, height: int, rng: Rng) -> Mask:
    page = blank_mask(width, height)
    pen = ImageDraw.Draw(page)
    for _ in range(5):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        line = [(x, y)]
        for _ in range(14):
            x, y = x + rng.normal(0, 26), y + rng.normal(0, 26)
            line.append((x, y))
        pen.line(line, fill=150, width=2)
    return to_mask(page)

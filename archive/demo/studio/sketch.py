"""A map drawn by hand with a ball pen on a page of squared paper."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from archive.demo.bible import Envelope, Sketch
from archive.demo.fonts import face
from archive.demo.studio.canvas import Colour, Mask, Picture, Rng, blank_mask, print_ink, sheet, to_mask
from archive.demo.studio.hand import write_line

_WIDTH, _HEIGHT = 1640, 1240
_BLUE: Colour = (0.16, 0.22, 0.47)
_RED: Colour = (0.68, 0.16, 0.15)


def _place(x: float, y: float) -> tuple[float, float]:
    return x * _WIDTH / 1000, y * _HEIGHT / 1000


def _stroke(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], rng: Rng, width: int = 4) -> None:
    """A line through the points that trembles as a hand does."""
    spread = np.linspace(0, len(points) - 1, 40 * len(points))
    xs = np.interp(spread, range(len(points)), [x for x, _ in points])
    ys = np.interp(spread, range(len(points)), [y for _, y in points])
    tremble = np.cumsum(rng.normal(0, 0.5, len(spread)))
    tremble -= np.linspace(0, tremble[-1], len(spread))
    line = [(float(x), float(y)) for x, y in zip(xs, ys + tremble, strict=True)]
    pen.line(line, fill=235, width=width, joint="curve")


def _squared(rng: Rng) -> Picture:
    picture = sheet(_WIDTH, _HEIGHT, (0.90, 0.87, 0.78), rng, age=0.8)
    lines: Mask = np.zeros((_HEIGHT, _WIDTH), dtype=np.float32)
    lines[::31] = 0.35
    lines[:, ::31] = 0.35
    return print_ink(picture, lines, (0.62, 0.70, 0.80), rng)


def drawn_map(sketch: Sketch, rng: Rng) -> Picture:
    blue, red = blank_mask(_WIDTH, _HEIGHT), blank_mask(_WIDTH, _HEIGHT)
    pen = ImageDraw.Draw(blue)
    for river in sketch.rivers:
        for bank in (0, 150):
            _stroke(pen, [(_place(x, y)[0], _place(x, y)[1] + bank) for x, y in river], rng)
    for road in sketch.roads:
        for side in (-9, 9):
            _stroke(pen, [(_place(x, y)[0] + side, _place(x, y)[1] + side) for x, y in road], rng, 3)
    for tree in sketch.trees:
        _tree(pen, _place(*tree), rng)
    for house in sketch.houses:
        _house(pen, _place(*house), rng)
    for grave in sketch.graves:
        x, y = _place(*grave)
        cross = ImageDraw.Draw(red)
        _stroke(cross, [(x - 20, y - 20), (x + 20, y + 20)], rng, 7)
        _stroke(cross, [(x + 20, y - 20), (x - 20, y + 20)], rng, 7)
    _compass(blue, pen, _place(*sketch.north), rng)
    for label in sketch.labels:
        write_line(blue, _place(label.x, label.y), label.text, face("quick", label.size + 12), rng)
    picture = print_ink(_squared(rng), to_mask(blue), _BLUE, rng, 0.18)
    return print_ink(picture, to_mask(red), _RED, rng, 0.18)


def _tree(pen: ImageDraw.ImageDraw, at: tuple[float, float], rng: Rng) -> None:
    turns = np.linspace(0, 2 * np.pi, 40)
    reach = 34 + 6 * np.sin(turns * 7) + rng.normal(0, 1.5, 40)
    crown = [
        (at[0] + float(r * np.cos(t)), at[1] - 40 + float(r * np.sin(t)))
        for t, r in zip(turns, reach, strict=True)
    ]
    pen.line([*crown, crown[0]], fill=235, width=4)
    _stroke(pen, [(at[0], at[1] - 4), (at[0], at[1] + 24)], rng, 5)


def _house(pen: ImageDraw.ImageDraw, at: tuple[float, float], rng: Rng) -> None:
    x, y = at
    _stroke(pen, [(x, y), (x + 70, y), (x + 70, y + 44), (x, y + 44), (x, y)], rng)
    _stroke(pen, [(x - 12, y), (x + 35, y - 36), (x + 82, y)], rng)


def _compass(page: Image.Image, pen: ImageDraw.ImageDraw, at: tuple[float, float], rng: Rng) -> None:
    x, y = at
    _stroke(pen, [(x, y + 120), (x, y), (x - 16, y + 30)], rng)
    _stroke(pen, [(x, y), (x + 16, y + 30)], rng)
    face("quick", 50).write(page, (x + 26, y + 34), "B")


def envelope(paper: Envelope, rng: Rng) -> Picture:
    """An envelope with a field-post sender, a stamp and a postmark."""
    width, height = 1640, 1080
    ink, mark, post = (blank_mask(width, height) for _ in range(3))
    for number, line in enumerate(paper.sender):
        write_line(
            ink, (110, 150 + number * 76), f"{'Gửi: ' if not number else ''}{line}", face("quick", 54), rng
        )
    for number, line in enumerate(paper.recipient):
        write_line(ink, (560 + number * 26, 560 + number * 104), line, face("quick", 68), rng)
    pen = ImageDraw.Draw(mark)
    for reach, weight in ((112, 4), (76, 3)):
        pen.ellipse((1180 - reach, 240 - reach, 1180 + reach, 240 + reach), outline=225, width=weight)
    for number, line in enumerate(paper.postmark):
        letters = face("sans-bold", 26)
        letters.write(mark, (1180 - letters.width(line) / 2, 218 + number * 32), line, 225)
    for wave in range(4):
        pen.line([(900 + x, 190 + wave * 34 + 9 * float(np.sin(x / 24))) for x in range(0, 165, 4)], 200, 4)
    _stamp_picture(post)
    picture = sheet(width, height, (0.78, 0.66, 0.47), rng, age=1.2)
    picture = print_ink(picture, to_mask(post), (0.60, 0.24, 0.20), rng)
    picture = print_ink(picture, to_mask(mark), (0.12, 0.12, 0.16), rng, 0.5)
    return print_ink(picture, to_mask(ink), (0.14, 0.16, 0.34), rng)


def _stamp_picture(page: Image.Image) -> None:
    """A military post stamp without a face: a tower and rice, perforated."""
    pen = ImageDraw.Draw(page)
    pen.rectangle((1290, 110, 1530, 400), fill=150, outline=230, width=6)
    for x in range(1290, 1540, 24):
        for y in (110, 400):
            pen.ellipse((x - 7, y - 7, x + 7, y + 7), fill=0)
    pen.polygon([(1360, 330), (1410, 170), (1460, 330)], fill=230)
    pen.rectangle((1385, 160, 1435, 180), fill=230)
    letters = face("sans-bold", 26)
    letters.write(page, (1410 - letters.width("TEM QUÂN BƯU") / 2, 372), "TEM QUÂN BƯU", 255)

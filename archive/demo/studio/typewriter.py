"""Typed pages: letters struck one by one, some harder, some a little off the line."""

from __future__ import annotations

import numpy as np
from PIL import Image

from archive.demo.bible import ListPage, Paper, TypedPage
from archive.demo.fonts import face
from archive.demo.studio.canvas import Colour, Mask, Picture, Rng, blank_mask, print_ink, sheet, to_mask
from archive.demo.studio.marks import ruled_lines, signature, stamp

_WIDTH, _HEIGHT = 1360, 1920
_LEFT, _TOP, _STEP, _SIZE = 120, 150, 58, 33
_RIBBON: Colour = (0.13, 0.12, 0.15)
_TONES: dict[Paper, Colour] = {
    Paper.PELURE: (0.80, 0.69, 0.51),
    Paper.RULED: (0.84, 0.78, 0.65),
    Paper.FORM: (0.86, 0.81, 0.68),
    Paper.PLAIN: (0.93, 0.91, 0.86),
}


def strike(page: Image.Image, at: tuple[float, float], text: str, rng: Rng, size: int = _SIZE) -> None:
    """Type a line; `at` is the left end of the base line."""
    letters = face("typewriter", size)
    advance = letters.width("0")
    for place, letter in enumerate(text):
        if letter == " ":
            continue
        x = at[0] + place * advance + rng.uniform(-0.7, 0.7)
        letters.write(page, (x, at[1] + rng.normal(0, 0.8)), letter, int(255 * rng.uniform(0.74, 1.0)))


def _lines(lines: tuple[str, ...], height: int, rng: Rng) -> Mask:
    page = blank_mask(_WIDTH, height)
    advance = face("typewriter", _SIZE).width("0")
    columns = int((_WIDTH - 2 * _LEFT) // advance)
    for number, line in enumerate(lines):
        text = line.lstrip(">^")
        indent = {">": columns - len(text) - 2, "^": (columns - len(text)) // 2}.get(line[:1], 0)
        strike(page, (_LEFT + max(indent, 0) * advance, _TOP + number * _STEP), text, rng)
    return to_mask(page)


def typed(page: TypedPage, rng: Rng) -> Picture:
    """A typed page, flat."""
    height = min(_HEIGHT, max(1000, _TOP + (len(page.lines) + 5) * _STEP))
    picture = sheet(_WIDTH, height, _TONES[page.paper], rng, 0.35 if page.paper is Paper.PLAIN else 1.0)
    if page.paper is Paper.RULED:
        picture = ruled_lines(picture, _STEP, (0.55, 0.62, 0.72), rng)
    picture = print_ink(picture, _lines(page.lines, height, rng), _RIBBON, rng)
    foot = _TOP + len(page.lines) * _STEP
    if page.stamp:
        picture = stamp(picture, page.stamp, (int(_WIDTH * 0.60), min(foot + 90, height - 170)), 118, rng)
    if page.signature:
        picture = signature(picture, page.signature, (int(_WIDTH * 0.62), min(foot + 70, height - 120)), rng)
    return picture


def ruled_list(page: ListPage, rng: Rng) -> Picture:
    """A table, wider than high, typed between ruled lines."""
    width, height, left, row = 2000, 1330, 70, 92
    picture = sheet(width, height, _TONES[Paper.FORM], rng)
    ink, rules = blank_mask(width, height), blank_mask(width, height)
    advance = face("typewriter", 30).width("0")
    for number, line in enumerate(page.heading):
        strike(ink, ((width - len(line) * advance) / 2, 110 + number * 54), line, rng, 30)
    top = 110 + len(page.heading) * 54
    share = (width - 2 * left) / sum(page.widths)
    edges = [left + share * sum(page.widths[:column]) for column in range(len(page.widths) + 1)]
    for number, cells in enumerate((page.columns, *page.rows)):
        for edge, cell in zip(edges, cells, strict=False):
            strike(ink, (edge + 14, top + number * row + 58), cell, rng, 30)
    _grid(rules, edges, [top + number * row for number in range(len(page.rows) + 2)])
    foot = top + (len(page.rows) + 1) * row
    for number, line in enumerate(page.closing):
        strike(ink, (width - left - 46 * advance, foot + 80 + number * 54), line, rng, 30)
    picture = print_ink(picture, to_mask(rules), (0.25, 0.23, 0.30), rng)
    return print_ink(picture, to_mask(ink), _RIBBON, rng)


def _grid(rules: Image.Image, edges: list[float], rows: list[int]) -> None:
    """Lines drawn with a ruler: straight, but not all of the same weight."""
    mask = np.zeros((rules.height, rules.width), dtype=np.uint8)
    for y in rows:
        mask[y : y + 2, int(edges[0]) : int(edges[-1])] = 200
    for x in edges:
        mask[rows[0] : rows[-1], int(x) : int(x) + 2] = 200
    rules.paste(255, (0, 0), mask=_from_array(mask))


def _from_array(mask: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Image.Image:
    return Image.fromarray(mask, "L")

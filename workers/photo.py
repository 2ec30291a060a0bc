"""Reading what is no page: a stone, a tin with an engraving, a paper held to the camera."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from workers.curl import find_curl
from workers.engines import fused
from workers.engines.lines import END_PADDING, line_height, line_width
from workers.engines.ports import Ink, Pixels, Quad
from workers.order import in_reading_order
from workers.page_lines import PageLine, from_photo, joined
from workers.plates import Plate, find_plates, seen_from_afar

_FAINT = 0.3
_ORNAMENT = 0.9
_UPSIDE_DOWN = 0.62
_BESIDE = 0.75
_CLEARLY = 1.1

_Reader = Callable[[Pixels, Sequence[Plate], frozenset[str]], list[PageLine]]


def read_photo(pixels: Pixels, known: frozenset[str]) -> tuple[list[PageLine], int]:
    """The lines of a photo, the main plate first, and by how many quarters clockwise it had to be turned.

    What stands beside the main plate is said to (another stone, a wreath's ribbon) and kept where it is sure.
    """
    return _upright(pixels, known, _read)


def read_sheet(pixels: Pixels, known: frozenset[str]) -> tuple[list[PageLine], int]:
    """As `read_photo`, of a paper: all blocks of it count alike, in the order in which they are read, and a
    page that bends is read from a level copy."""
    ink = seen_from_afar(pixels)
    curl = find_curl(ink)
    if curl is None:
        return _upright(pixels, known, _read_blocks, ink)
    lines, turns = _upright(curl.mended(pixels), known, _read_blocks)
    if turns % 2:  # a mistake: lines that run up or down do not bend a page
        return _upright(pixels, known, _read_blocks, ink)
    return [curl.on_original(line, upside_down=turns == 2) for line in lines], turns


def _upright(
    pixels: Pixels, known: frozenset[str], read: _Reader, ink: Ink | None = None
) -> tuple[list[PageLine], int]:
    plates = find_plates(pixels, ink)
    if not plates:
        return [], 0
    if _stands([quad for row in plates[0].rows for quad in row.pieces]):
        return _best_way(pixels, (1, 3), known, read)
    lines = read(pixels, plates, known)
    if sureness(lines) >= _UPSIDE_DOWN:
        return lines, 0
    over = turned(pixels, 2)
    others = read(over, find_plates(over), known)
    return (others, 2) if _worth(others) > 1.2 * _worth(lines) else (lines, 0)


def turned(pixels: Pixels, quarters: int) -> Pixels:
    """Turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(pixels, -quarters))


def sureness(lines: Sequence[PageLine]) -> float:
    """Mean confidence by letters; 0 for nothing."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


def _worth(lines: Sequence[PageLine]) -> float:
    return sum(line.confidence**2 * len(line.text) for line in lines)


def _best_way(
    pixels: Pixels, ways: Sequence[int], known: frozenset[str], read: _Reader
) -> tuple[list[PageLine], int]:
    tried = []
    for quarters in ways:
        over = turned(pixels, quarters)
        tried.append((read(over, find_plates(over), known), quarters))
    return max(tried, key=lambda attempt: _worth(attempt[0]))


def _stands(quads: Sequence[Quad]) -> bool:
    """Most of the writing runs up or down."""
    tall = sum(line_height(quad) for quad in quads if line_height(quad) > 1.5 * line_width(quad))
    return tall > 0.6 * sum(max(line_height(quad), line_width(quad)) for quad in quads)


def _read(pixels: Pixels, plates: Sequence[Plate], known: frozenset[str]) -> list[PageLine]:
    lines: list[PageLine] = []
    for at, plate in enumerate(plates):
        found = [line for line in _read_plate(pixels, plate, known) if _is_writing(line)]
        if at == 0:
            lines += found
        else:
            lines += [replace(line, doubt="beside") for line in found if line.confidence >= _BESIDE]
    return lines


def _read_blocks(pixels: Pixels, plates: Sequence[Plate], known: frozenset[str]) -> list[PageLine]:
    return in_reading_order(
        [line for plate in plates for line in _read_plate(pixels, plate, known) if _is_writing(line)]
    )


def _read_plate(pixels: Pixels, plate: Plate, known: frozenset[str]) -> list[PageLine]:
    crop = np.ascontiguousarray(pixels[plate.top : plate.bottom, plate.left : plate.right])
    corner = np.array([plate.left, plate.top], np.float32)
    quads = [quad for row in plate.rows for quad in (*row.pieces, *([] if row.span is None else [row.span]))]
    read = fused.read_lines(crop, [quad - corner for quad in quads], known)
    lines = iter([from_photo(line, quad, END_PADDING) for line, quad in zip(read, quads, strict=True)])
    found = []
    for row in plate.rows:
        pieces = [line for line in (next(lines) for _ in row.pieces) if _is_writing(line)]
        whole = next(lines) if row.span is not None else None
        if pieces:
            found.append(_row(pieces, whole))
        elif whole is not None:
            found.append(whole)
    return found


def _row(pieces: Sequence[PageLine], whole: PageLine | None) -> PageLine:
    """The row as one line: its pieces side by side, or the row read whole where that saw clearly more."""
    side_by_side = joined(pieces)
    if whole is None:
        return side_by_side
    if _worth([whole]) > _CLEARLY * _worth([side_by_side]):
        return replace(whole, readings=tuple(dict.fromkeys(whole.readings + side_by_side.readings)))
    return replace(side_by_side, readings=tuple(dict.fromkeys(side_by_side.readings + whole.readings)))


def _is_writing(line: PageLine) -> bool:
    """Not a star, a leaf or a frame that a reader took for a letter."""
    seen = [letter for letter in line.text if letter.isalnum()]
    if not seen or line.confidence < _FAINT:
        return False
    return len(seen) > 1 or (line.confidence >= _ORNAMENT and _agreed(line))


def _agreed(line: PageLine) -> bool:
    return len({reading.text.strip().lower() for reading in line.readings}) == 1 and len(line.readings) > 1

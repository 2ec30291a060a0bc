"""Reading one page: which readers run is chosen by what the page is, and the outcome is said honestly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from schemas.holdings import ItemKind
from schemas.transcripts import PageInfo, PageOutcome, Segment
from workers.engines import shelf
from workers.engines.ports import Pixels, ReadLine
from workers.imaging import PagePicture
from workers.language import share_of_syllables
from workers.page_lines import PageLine, from_print, to_segment
from workers.photo import read_photo, read_sheet, sureness, turned
from workers.tables import find_grid, with_rows, without_rules

SURE = 0.6
"""Below this mean confidence a page is shown as doubtful."""
_GOOD_PRINT, _GOOD_LANGUAGE = 0.88, 0.5
_SMOOTH, _ONE_LIGHT, _ONE_COLOUR = 2.0, 0.5, 0.8
_FLAT, _BLACK = 14, 40
_FIRST_OTHER = 0x2E80
_ENOUGH_LETTERS, _OTHER_LANGUAGE = 30, 0.45
_HAND, _PLAIN = 0.6, 0.88
"""What Tesseract makes of handwriting stays below this, of print above; the other readers
are as sure of plain print as the second figure (measured on notes and on blurred, noisy, tilted print)."""
_OBJECTS = frozenset({ItemKind.GRAVESTONE, ItemKind.KEEPSAKE, ItemKind.RELIC})
_PAPERS = frozenset(
    {
        ItemKind.DIARY,
        ItemKind.LETTER,
        ItemKind.DEATH_NOTICE,
        ItemKind.HONOUR_CERTIFICATE,
        ItemKind.PAPER,
        ItemKind.HAND_DRAWN_MAP,
        ItemKind.GRAVE_SKETCH,
    }
)


@dataclass(frozen=True, slots=True)
class ReadPage:
    info: PageInfo
    segments: tuple[Segment, ...]


def read_page(
    picture: PagePicture,
    layer: Sequence[ReadLine] = (),
    kind: ItemKind | None = None,
    known: frozenset[str] = frozenset(),
) -> ReadPage:
    """One page with its lines in reading order. Raises EngineFailed."""
    lines, turns, outcome, reason = _read(picture, layer, kind, known)
    if picture.torn:
        outcome, reason = PageOutcome.DOUBT, "torn_file"
    info = PageInfo(picture.number, picture.width, picture.height, outcome, reason)
    return ReadPage(info, tuple(to_segment(line, picture, turns) for line in lines))


_Result = tuple[list[PageLine], int, PageOutcome, str | None]


def _read(
    picture: PagePicture, layer: Sequence[ReadLine], kind: ItemKind | None, known: frozenset[str]
) -> _Result:
    if layer:
        return [from_print(line) for line in layer], 0, PageOutcome.READ, None
    nothing = _nothing_to_see(picture.pixels)
    if nothing:
        return [], 0, PageOutcome.BLANK, nothing
    if kind not in _OBJECTS and is_paper(picture.pixels):
        return _read_paper(picture, known)
    # A paper on a dark table, or an open diary held in the hand, is no smooth ground, but still a paper.
    lines, turns = (read_sheet if kind in _PAPERS else read_photo)(picture.pixels, known)
    return lines, turns, *_outcome(lines)


def _read_paper(picture: PagePicture, known: frozenset[str]) -> _Result:
    """Print first, the cheapest; the finders and readers of photos where print was not read well."""
    print_lines, print_turns = _read_print(picture)
    if _is_good_print(print_lines):
        return print_lines, print_turns, *_outcome(print_lines)
    lines, turns = read_sheet(picture.pixels, known)
    if grid := find_grid(turned(picture.pixels, turns)):
        lines = with_rows(grid, lines)
    if _value(print_lines) >= _value(lines):
        return print_lines, print_turns, *_outcome(print_lines)
    if sureness(print_lines) < _HAND and sureness(lines) < _PLAIN and not _is_other_script(lines):
        by_hand = [replace(line, kind="handwriting", doubt="handwriting") for line in lines]
        return by_hand, turns, PageOutcome.HANDWRITING, "handwriting"
    return lines, turns, *_outcome(lines)


def is_paper(pixels: Pixels) -> bool:
    """A smooth ground of one light and one colour fills most of the picture, whatever is written on it."""
    height, width = pixels.shape[:2]
    scale = 400 / max(height, width)
    size = (max(int(width * scale), 16), max(int(height * scale), 16))
    planes = cv2.split(
        cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2LAB)
    )
    unwritten = cv2.morphologyEx(planes[0], cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    ground = cv2.medianBlur(unwritten, 9).astype(np.float32)
    chroma = np.hypot(planes[1].astype(np.float32) - 128, planes[2].astype(np.float32) - 128)
    roughness = float(np.abs(cv2.Laplacian(ground, cv2.CV_32F)).mean())
    one_light = float((np.abs(ground - np.median(ground)) < 25).mean())
    one_colour = float((np.abs(chroma - np.median(chroma)) < 15).mean())
    return roughness < _SMOOTH and one_light >= _ONE_LIGHT and one_colour >= _ONE_COLOUR


def _nothing_to_see(pixels: Pixels) -> str | None:
    grey = cv2.cvtColor(pixels[::2, ::2], cv2.COLOR_RGB2GRAY)
    low, high = np.percentile(grey, (0.1, 99.9))
    if high - low >= _FLAT:
        return None
    return "dark" if high < _BLACK else "blank"


def _read_print(picture: PagePicture) -> tuple[list[PageLine], int]:
    turns = shelf.orientation().quarters_to_upright(picture.pixels)
    pixels = turned(picture.pixels, turns) if turns else picture.pixels
    grid = find_grid(pixels)
    plain = without_rules(pixels) if grid else pixels
    lines = [from_print(line) for line in shelf.tesseract().read_page(plain, picture.dpi)]
    return (with_rows(grid, lines) if grid else lines), turns


def _is_good_print(lines: Sequence[PageLine]) -> bool:
    text = " ".join(line.text for line in lines)
    if not any(letter.isalnum() for letter in text):
        return False
    return sureness(lines) >= _GOOD_PRINT and share_of_syllables(text) >= _GOOD_LANGUAGE


def _value(lines: Sequence[PageLine]) -> float:
    """How much was read, counted by what can be believed: sure letters in possible syllables."""
    return sum(
        line.confidence * len(line.text) * (0.3 + 0.7 * share_of_syllables(line.text)) for line in lines
    )


def _is_other_script(lines: Sequence[PageLine]) -> bool:
    """Most letters are of a script that Tesseract's Vietnamese data cannot know, such as Chinese."""
    letters = [letter for line in lines for letter in line.text if letter.isalpha()]
    return sum(1 for letter in letters if ord(letter) >= _FIRST_OTHER) > len(letters) / 3


def _is_other_language(lines: Sequence[PageLine]) -> bool:
    text = " ".join(line.text for line in lines)
    letters = sum(letter.isalpha() for letter in text)
    return letters >= _ENOUGH_LETTERS and share_of_syllables(text) < _OTHER_LANGUAGE


def _outcome(lines: Sequence[PageLine]) -> tuple[PageOutcome, str | None]:
    if not lines:
        return PageOutcome.BLANK, "blank"
    sure = sureness([line for line in lines if line.doubt is None])
    if sure < SURE:
        return PageOutcome.DOUBT, "low_confidence"
    return PageOutcome.READ, "other_language" if _is_other_language(lines) else None

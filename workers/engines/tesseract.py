"""Tesseract through pytesseract: pages of print, with the better Vietnamese data, one thread.

One run gives words, boxes, confidences and the order of reading (TSV). The picture is handed over as an
uncompressed file: pytesseract's own way spends more on packing a PNG than Tesseract on opening it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cv2
import pytesseract

from schemas.errors import EngineFailed, EngineTimeout
from workers.engines.ports import Pixels, ReadLine, ReadWord
from workers.weights import locate

PAGE_SECONDS = 120
"""A page of print takes one to three seconds; one that takes this long will not end."""
_WORD_LEVEL = "5"
_BLOCKS, _ONE_LINE = 3, 7
_HIGH_VOLUME_SPACE = Path("/dev/shm")  # a RAM disk where there is one

# Its threads wait for each other: one is 5.6 times faster than its default. Workers make the parallel work.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")


@cache
def _version() -> str:
    return str(pytesseract.get_tesseract_version())


class Tesseract:
    """Reads pages (`read_page`) and single lines (`read_line`)."""

    name = "tesseract"

    def __init__(self) -> None:
        self._data = locate("tessdata/vie.traineddata").parent

    @property
    def version(self) -> str:
        return f"{_version()}/vie-best-int-4.0.0"

    def read_page(self, pixels: Pixels, dpi: float | None = None) -> list[ReadLine]:
        return list(_lines(self._run(pixels, _BLOCKS, dpi)))

    def read_line(self, pixels: Pixels) -> list[ReadLine]:
        """A crop that holds one line."""
        return list(_lines(self._run(pixels, _ONE_LINE, None)))

    def _run(self, pixels: Pixels, layout: int, dpi: float | None) -> str:
        config = f'-c tessedit_create_tsv=1 --tessdata-dir "{self._data}" --psm {layout}'
        if dpi:
            config += f" --dpi {round(dpi)}"
        try:
            with tempfile.TemporaryDirectory(prefix="kyuc-page-", dir=_scratch()) as folder:
                page = Path(folder) / "page.pgm"
                _write(page, pixels)
                text = pytesseract.run_and_get_output(
                    str(page), extension="tsv", lang="vie", config=config, timeout=PAGE_SECONDS
                )
        except (pytesseract.TesseractError, pytesseract.TesseractNotFoundError, OSError) as error:
            raise EngineFailed(f"tesseract: {error}"[:500]) from error
        except RuntimeError as error:
            raise EngineTimeout(f"tesseract: over {PAGE_SECONDS} s") from error
        return str(text)


def _scratch() -> str | None:
    return str(_HIGH_VOLUME_SPACE) if os.access(_HIGH_VOLUME_SPACE, os.W_OK) else None


def _write(path: Path, pixels: Pixels) -> None:
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if not cv2.imwrite(str(path), grey):
        raise OSError("the scratch folder takes no more pictures")


def _lines(tsv: str) -> Iterator[ReadLine]:
    """Words grouped by their line, in Tesseract's order. Columns: level, page, block, paragraph, line, word,
    left, top, width, height, confidence (0 to 100), text."""
    place: tuple[str, ...] | None = None
    words: list[ReadWord] = []
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        if place is not None and tuple(cells[2:5]) != place:
            yield ReadLine(tuple(words), int(place[0]), int(place[1]))
            words = []
        place = tuple(cells[2:5])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        confidence = min(max(float(cells[10]) / 100, 0.0), 1.0)
        words.append(ReadWord(cells[11].strip(), confidence, left, top, left + width, top + height))
    if place is not None:
        yield ReadLine(tuple(words), int(place[0]), int(place[1]))

"""Reading a file: a photo, a scan with pages, or a PDF becomes pages and lines with their places.

The one way in for the stage `read_page` and for `kyuc read`. A page that cannot be read is said to have
failed, with its reason, and the others go on; a file of which nothing can be had raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import EngineFailed
from schemas.holdings import ItemKind
from schemas.transcripts import Author, PageInfo, PageOutcome, Segment
from workers.confined import decoding
from workers.engines import shelf
from workers.engines.ports import ReadLine
from workers.imaging import PagePicture
from workers.page import ReadPage, read_page
from workers.spelling import known_words

_PDF_WITHIN = 1024
"""A PDF's mark may stand behind other bytes, but within these."""

Progress = Callable[[float], None]
"""Is told the share of the pages that are done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What was read of a file: `pages` with their outcomes, `segments` in reading order, and by what."""

    pages: tuple[PageInfo, ...]
    segments: tuple[Segment, ...]
    author: Author


def read_document(
    path: Path,
    *,
    known: Sequence[str] = (),
    kind: ItemKind | None = None,
    progress: Progress | None = None,
) -> ReadDocument:
    """Read every page of a picture or PDF.

    `known` are names, units and places known from the visit; `kind` is what the item is said to be.
    Raises UnreadableFile or TooLarge if it cannot be opened, EngineFailed if no page could be read.
    """
    total = page_count(path)
    words = known_words(known)
    read: list[ReadPage] = []
    failure: EngineFailed | None = None
    for picture, layer in _pages(path):
        try:
            read.append(read_page(picture, layer, kind, words))
        except EngineFailed as error:
            failure = error
            failed = PageInfo(
                picture.number, picture.width, picture.height, PageOutcome.FAILED, "engine_failed"
            )
            read.append(ReadPage(failed, ()))
        if progress:
            progress(len(read) / max(total, len(read)))
    if failure and all(page.info.outcome is PageOutcome.FAILED for page in read):
        raise failure
    segments = tuple(segment for page in read for segment in page.segments)
    return ReadDocument(tuple(page.info for page in read), segments, author())


def page_count(path: Path) -> int:
    """How many pages the file has. Raises UnreadableFile or TooLarge."""
    return decoding.pdf_page_count(path) if _is_pdf(path) else decoding.page_count(path)


def author() -> Author:
    """The readers of this process, as the author of a transcript."""
    versions = f"tesseract {shelf.tesseract().version}, ppocr v6/3.10.0, asternet 1.0.2"
    return Author("engine", "fused", versions)


def _pages(path: Path) -> Iterator[tuple[PagePicture, tuple[ReadLine, ...]]]:
    if _is_pdf(path):
        for page in decoding.open_pdf(path):
            yield page.picture, page.layer
    else:
        for picture in decoding.open_pages(path):
            yield picture, ()


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(_PDF_WITHIN)

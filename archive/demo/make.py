"""Make the files of the story, each content by its own maker.

The chance in a picture is seeded by the file's name: the same story gives the same bytes wherever the same
fonts and voices are.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path

import numpy as np

from archive.demo.bible import (
    Bundle,
    Certificate,
    Content,
    DemoFile,
    DemoItem,
    Engraved,
    Envelope,
    Film,
    FormPage,
    HandPage,
    ListPage,
    Portrait,
    Sketch,
    Speech,
    Stone,
    TextPdf,
    TypedPage,
)
from archive.demo.story import items
from archive.demo.studio.camera import photograph
from archive.demo.studio.canvas import Picture, Rng, jpeg
from archive.demo.studio.film import film
from archive.demo.studio.forms import behind_glass, certificate, death_notice
from archive.demo.studio.hand import handwritten
from archive.demo.studio.pdf import picture_pdf, text_pdf
from archive.demo.studio.sketch import drawn_map, envelope
from archive.demo.studio.speech import recording
from archive.demo.studio.stone import gravestone
from archive.demo.studio.things import engraved, portrait
from archive.demo.studio.typewriter import ruled_list, typed

Progress = Callable[[int, int, str], None]
"""(made, of how many, name of the file)"""


@dataclass(frozen=True, slots=True)
class MadeFile:
    item: DemoItem
    file: DemoFile
    path: Path


def suffix_of(content: Content) -> str:
    """The suffix that a file of this content gets, without its dot."""
    if isinstance(content, Speech):
        return content.suffix
    if isinstance(content, Film):
        return "mp4"
    return "pdf" if isinstance(content, Bundle | TextPdf) else "jpg"


def make_all(folder: Path, progress: Progress | None = None) -> Iterator[MadeFile]:
    """Make each file of the story that `folder` does not hold yet, one after the other."""
    wanted = [(item, file) for item in items() for file in item.files]
    for number, (item, file) in enumerate(wanted, start=1):
        target = folder / item.key / f"{file.name}.{suffix_of(file.content)}"
        if progress:
            progress(number, len(wanted), target.name)
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{target.name}")
            draft.write_bytes(make(file))
            draft.replace(target)
        yield MadeFile(item, file, target)


def make(file: DemoFile) -> bytes:
    return _make(file.content, np.random.default_rng(zlib.crc32(file.name.encode())))


@singledispatch
def _make(content: object, rng: Rng) -> bytes:
    return jpeg(_picture(content, rng))


@_make.register
def _(content: Bundle, rng: Rng) -> bytes:
    return picture_pdf([_picture(page, rng) for page in content.pages])


@_make.register
def _(content: TextPdf, rng: Rng) -> bytes:
    return text_pdf(content)


@_make.register
def _(content: Speech, rng: Rng) -> bytes:
    return recording(content)


@_make.register
def _(content: Film, rng: Rng) -> bytes:
    return film([_picture(still, rng) for still in content.stills], content.speech)


@singledispatch
def _picture(content: object, rng: Rng) -> Picture:
    raise TypeError(f"no maker for {type(content).__name__}")


@_picture.register
def _(content: TypedPage, rng: Rng) -> Picture:
    return photograph(typed(content, rng), rng)


@_picture.register
def _(content: ListPage, rng: Rng) -> Picture:
    return photograph(ruled_list(content, rng), rng)


@_picture.register
def _(content: HandPage, rng: Rng) -> Picture:
    return photograph(handwritten(content, rng), rng)


@_picture.register
def _(content: FormPage, rng: Rng) -> Picture:
    return photograph(death_notice(content, rng), rng)


@_picture.register
def _(content: Certificate, rng: Rng) -> Picture:
    return photograph(behind_glass(certificate(content, rng), rng), rng)


@_picture.register
def _(content: Sketch, rng: Rng) -> Picture:
    return photograph(drawn_map(content, rng), rng)


@_picture.register
def _(content: Envelope, rng: Rng) -> Picture:
    return photograph(envelope(content, rng), rng)


@_picture.register
def _(content: Portrait, rng: Rng) -> Picture:
    return photograph(portrait(content, rng), rng)


@_picture.register
def _(content: Engraved, rng: Rng) -> Picture:
    return engraved(content, rng)


@_picture.register
def _(content: Stone, rng: Rng) -> Picture:
    return gravestone(content, rng)

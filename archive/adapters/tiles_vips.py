"""Pieces of pictures through libvips (`pyvips`): only tiles of the fitting level of a pyramid are decoded.

Pictures lie in a folder of this machine, fetched from the store once; the least used go when it grows large.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, NamedTuple

import pyvips

from archive.iiif.image_request import ImageRequest
from archive.ports.tiles import TileCutter
from archive.settings import Settings
from schemas.errors import UnreadableFile

_ROOM = 2_000_000_000
"""Bytes of pictures kept ready."""
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,200}")
_SHAPES = 10_000
_TURNS = {90: "d90", 180: "d180", 270: "d270"}
_JPEG_QUALITY = 82
_BLACK_BELOW = 128

Fetch = Callable[[], AbstractContextManager[BinaryIO]]
Ask = Callable[[tuple[int, int]], ImageRequest]
logging.getLogger("pyvips").setLevel(logging.WARNING)
pyvips.cache_set_max(0)  # a piece is asked for once; operations kept open would keep files that are gone


class _Shape(NamedTuple):
    width: int
    height: int
    levels: int


class VipsTiles:
    """Port `TileCutter`. Threads and processes may share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shapes: dict[str, _Shape] = {}

    def size(self, name: str, fetch: Fetch) -> tuple[int, int]:
        shape = self._shape(self._ready(name, fetch))
        return shape.width, shape.height

    def cut(self, name: str, fetch: Fetch, ask: Ask) -> tuple[bytes, ImageRequest]:
        path = self._ready(name, fetch)
        shape = self._shape(path)
        wanted = ask((shape.width, shape.height))
        try:
            return _encoded(_turned(_cut(path, shape, wanted), wanted), wanted), wanted
        except pyvips.Error as error:
            raise UnreadableFile("the picture cannot be cut") from error

    def forget(self, names: Iterable[str]) -> None:
        for name in names:
            self._shapes.pop(name, None)
            if _NAME.fullmatch(name):
                (self._folder / name).unlink(missing_ok=True)

    def _shape(self, path: Path) -> _Shape:
        """Known once: a name belongs to one content for ever, or to a picture of the same size."""
        if path.name in self._shapes and path.suffix == ".tif":
            return self._shapes[path.name]
        try:
            picture = pyvips.Image.new_from_file(str(path))
            levels = int(picture.get("n-pages")) if picture.get_typeof("n-pages") else 1
            shape = _Shape(int(picture.width), int(picture.height), levels)
        except pyvips.Error as error:
            path.unlink(missing_ok=True)
            raise UnreadableFile("the picture cannot be opened") from error
        if len(self._shapes) >= _SHAPES:
            self._shapes.clear()
        self._shapes[path.name] = shape
        return shape

    def _ready(self, name: str, fetch: Fetch) -> Path:
        if not _NAME.fullmatch(name):
            raise UnreadableFile("name of a picture")
        path = self._folder / name
        if path.is_file():
            with suppress(OSError):
                os.utime(path)
            return path
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with fetch() as stream, NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as scratch:
            shutil.copyfileobj(stream, scratch, 1 << 20)
        Path(scratch.name).replace(path)
        self._make_room(path)
        return path

    def _make_room(self, newest: Path) -> None:
        found = [(entry.stat(), entry) for entry in self._folder.iterdir() if entry.is_file()]
        total = sum(stat.st_size for stat, _ in found)
        for stat, entry in sorted(found, key=lambda one: one[0].st_mtime):
            if total <= _ROOM:
                return
            if entry != newest:
                entry.unlink(missing_ok=True)
                total -= stat.st_size


def _cut(path: Path, whole: _Shape, wanted: ImageRequest) -> Any:
    """From the smallest level of the pyramid that still has all the pixels that are wanted."""
    part = wanted.region
    factor = max(min(part.width / wanted.width, part.height / wanted.height), 1.0)
    level = min(int(factor).bit_length() - 1, whole.levels - 1) if path.suffix == ".tif" else 0
    source = pyvips.Image.new_from_file(str(path), **({"page": level} if level else {}))
    across, down = source.width / whole.width, source.height / whole.height
    left, top = int(part.x * across), int(part.y * down)
    width = max(min(round(part.width * across), source.width - left), 1)
    height = max(min(round(part.height * down), source.height - top), 1)
    piece = source.crop(left, top, width, height)
    if (width, height) != (wanted.width, wanted.height):
        piece = piece.resize(wanted.width / width, vscale=wanted.height / height)
    return piece


def _turned(piece: Any, wanted: ImageRequest) -> Any:
    if wanted.mirrored:
        piece = piece.fliphor()
    if wanted.rotation:
        piece = piece.rot(_TURNS[wanted.rotation])
    if wanted.quality in ("gray", "bitonal"):
        piece = piece.colourspace("b-w")
    if wanted.quality == "bitonal":
        piece = piece >= _BLACK_BELOW
    return piece


def _encoded(piece: Any, wanted: ImageRequest) -> bytes:
    if wanted.format == "png":
        return bytes(piece.write_to_buffer(".png", compression=6, keep="none"))
    return bytes(piece.write_to_buffer(".jpg", Q=_JPEG_QUALITY, keep="none"))


def open_tiles(settings: Settings) -> TileCutter:
    return VipsTiles(settings.data / "tiles")

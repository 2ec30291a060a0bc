"""Takes withheld parts out before anything is made for viewing: pixels are painted over, samples are silence.

What is made afterwards holds nothing of them: no blurring that could be undone, no layer above the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ffmpeg

from schemas.transcripts import Box, Locator
from workers.imaging import PagePicture
from workers.media import probe, run, source

_GREY = 128
_MARGIN = 2
"""Pixels around a box: JPEG spreads colours to its neighbours."""
_SOUND_MARGIN = 0.05
_BLOCK = 256
_TIME = 7200.0


class Masking:
    """The parts of one asset that are taken out."""

    def __init__(self, parts: Sequence[Locator]) -> None:
        self._boxes = [(part.page or 1, part.box) for part in parts if part.start is None]
        self._stretches = [
            (part.start, part.end) for part in parts if part.start is not None and part.end is not None
        ]

    def page(self, picture: PagePicture) -> PagePicture:
        """The page with its withheld boxes painted over; a part without a box is the whole page."""
        boxes = [box for number, box in self._boxes if number == picture.number]
        if not boxes:
            return picture
        pixels = picture.pixels.copy()
        for box in boxes:
            left, top, right, bottom = _inside(box, picture)
            pixels[top:bottom, left:right] = _GREY
        return replace(picture, pixels=pixels)

    def recording(self, path: Path, folder: Path) -> Path:
        """The recording with its withheld stretches silent, and black where it has a picture; the same file
        where nothing is withheld. Raises NotMedia, EngineTimeout."""
        if not self._stretches:
            return path
        info = probe(path)
        during = "+".join(
            f"between(t,{max(start - _SOUND_MARGIN, 0):.3f},{end + _SOUND_MARGIN:.3f})"
            for start, end in self._stretches
        )
        target = folder / "without.mkv"
        streams = []
        if info.has_picture:
            black = {"x": 0, "y": 0, "w": "iw", "h": "ih", "color": "black", "t": "fill", "enable": during}
            streams.append(source(path)["v:0"].filter("drawbox", **black))
        if info.has_sound:
            clocked = source(path)["a:0"].filter("aresample", **{"async": 1, "first_pts": 0})
            # A filter is switched on and off between blocks: small ones, so that the margin covers the edge.
            blocks = clocked.filter("asetnsamples", n=_BLOCK)
            streams.append(blocks.filter("volume", volume=0, enable=during))
        seen = {"vcodec": "libx264", "preset": "veryfast", "crf": 20} if info.has_picture else {}
        heard = {"acodec": "flac"} if info.has_sound else {}
        run(_joined(streams, target, {**seen, **heard, "map_metadata": -1}), _TIME)
        return target


def _inside(box: Box | None, picture: PagePicture) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in the pixels of the picture; all of it for None."""
    height, width = picture.pixels.shape[:2]
    if box is None:
        return 0, 0, width, height
    scale = picture.scale
    left, top = int(box.x / scale) - _MARGIN, int(box.y / scale) - _MARGIN
    right = int((box.x + box.width) / scale) + 1 + _MARGIN
    bottom = int((box.y + box.height) / scale) + 1 + _MARGIN
    return max(left, 0), max(top, 0), min(right, width), min(bottom, height)


def _joined(streams: list[Any], target: Path, settings: dict[str, Any]) -> Any:
    return ffmpeg.output(*streams, f"file:{target.resolve()}", format="matroska", **settings)

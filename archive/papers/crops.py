"""A part of a page image for a paper, the places that matter framed, as small as print allows."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageDraw

from schemas.transcripts import Box

_WIDEST = 1600
"""Pixels: 160 mm at 250 dots an inch."""
_RED = (168, 36, 28)


def crop(image: BinaryIO, page: tuple[int, int], part: Box, marked: Sequence[Box] = ()) -> bytes:
    """JPEG of `part`. `page`: width and height in the pixels of the boxes, whatever size the image has."""
    with Image.open(image) as opened:
        picture = opened.convert("RGB")
    across, down = picture.width / page[0], picture.height / page[1]
    left, top = round(part.x * across), round(part.y * down)
    right, bottom = round((part.x + part.width) * across), round((part.y + part.height) * down)
    picture = picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    pen = ImageDraw.Draw(picture)
    for box in marked:
        x, y = box.x * across - left, box.y * down - top
        frame = (x - 3, y - 3, x + box.width * across + 3, y + box.height * down + 3)
        pen.rectangle(frame, outline=_RED, width=max(2, picture.width // 300))
    picture.thumbnail((_WIDEST, _WIDEST))
    written = BytesIO()
    picture.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()

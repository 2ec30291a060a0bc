"""What an address of the Image API 3 asks for: region, size, rotation, quality, format. Strict, and bounded.

Source: https://iiif.io/api/image/3.0/ (level 2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from schemas.errors import InvalidInput

LONGEST_EDGE = 4096
LARGEST_AREA = 12_000_000
"""Pixels of one answer: a whole page on a large screen, and no more work than that for one address."""
ROTATIONS = frozenset({0, 90, 180, 270})
QUALITIES = ("default", "color", "gray", "bitonal")
FORMATS = {"jpg": "image/jpeg", "png": "image/png"}

_WHOLE = r"\d{1,7}"
_DECIMAL = r"\d{1,7}(?:\.\d{1,10})?"
_PIXELS = re.compile(rf"({_WHOLE}),({_WHOLE}),({_WHOLE}),({_WHOLE})")
_SHARES = re.compile(rf"pct:({_DECIMAL}),({_DECIMAL}),({_DECIMAL}),({_DECIMAL})")
_SIZE = re.compile(rf"(\^?)(?:(max)|pct:({_DECIMAL})|(!?)({_WHOLE})?,({_WHOLE})?)")


@dataclass(frozen=True, slots=True)
class Region:
    """Pixels of the whole picture, from its top left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ImageRequest:
    region: Region
    width: int
    """Of the answer before it is turned."""
    height: int
    rotation: int
    mirrored: bool
    quality: str
    format: str


def image_request(
    picture: tuple[int, int], region: str, size: str, rotation: str, quality_format: str
) -> ImageRequest:
    """`picture`: width and height. Raises InvalidInput with status 400 for what no picture can be cut by."""
    part = _region(picture, region)
    width, height = _size(part, size)
    mirrored = rotation.startswith("!")
    degrees = rotation.removeprefix("!")
    quality, _, ending = quality_format.partition(".")
    if not degrees.isascii() or not degrees.isdigit() or int(degrees) not in ROTATIONS:
        raise BadImageRequest("rotation")
    if quality not in QUALITIES or ending not in FORMATS:
        raise BadImageRequest("quality or format")
    return ImageRequest(part, width, height, int(degrees), mirrored, quality, ending)


class BadImageRequest(InvalidInput):
    """The specification asks for 400."""

    code, http_status = "bad_image_request", 400
    vi = "Địa chỉ hình không đúng quy cách IIIF Image 3."
    en = "This address is not one of the IIIF Image API 3."


def _region(picture: tuple[int, int], written: str) -> Region:
    width, height = picture
    if written == "full":
        return Region(0, 0, width, height)
    if written == "square":
        edge = min(width, height)
        return Region((width - edge) // 2, (height - edge) // 2, edge, edge)
    if found := _PIXELS.fullmatch(written):
        x, y, w, h = (int(number) for number in found.groups())
    elif found := _SHARES.fullmatch(written):
        shares = [Fraction(number) / 100 for number in found.groups()]
        x, y, w, h = (round(share * edge) for share, edge in zip(shares, (width, height) * 2, strict=True))
    else:
        raise BadImageRequest("region")
    if w == 0 or h == 0 or x >= width or y >= height:
        raise BadImageRequest("region outside the picture")
    return Region(x, y, min(w, width - x), min(h, height - y))


def _size(part: Region, written: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(written)
    if found is None:
        raise BadImageRequest("size")
    larger, whole, share, within, width, height = found.groups()
    if whole:
        wanted = _largest(part, bool(larger))
    elif share:
        factor = Fraction(share) / 100
        wanted = (round(part.width * factor), round(part.height * factor))
    else:
        wanted = _by_edges(part, bool(within), int(width or 0), int(height or 0), bool(larger))
    if min(wanted) < 1 or (not larger and (wanted[0] > part.width or wanted[1] > part.height)):
        raise BadImageRequest("size of nothing, or larger than the region without ^")
    if max(wanted) > LONGEST_EDGE or wanted[0] * wanted[1] > LARGEST_AREA:
        raise BadImageRequest("larger than the limits in info.json")
    return wanted


def _by_edges(part: Region, within: bool, width: int, height: int, larger: bool) -> tuple[int, int]:
    if within:
        if not (width and height):
            raise BadImageRequest("size")
        factor = min(Fraction(width, part.width), Fraction(height, part.height))
        factor = factor if larger else min(factor, Fraction(1))
        return max(round(part.width * factor), 1), max(round(part.height * factor), 1)
    if width and height:
        return width, height
    if width:
        return width, max(round(Fraction(part.height * width, part.width)), 1)
    if height:
        return max(round(Fraction(part.width * height, part.height)), 1), height
    raise BadImageRequest("size")


def _largest(part: Region, larger: bool) -> tuple[int, int]:
    """As large as the limits let it be; beyond its own size only where that was asked for."""
    by_edge = Fraction(LONGEST_EDGE, max(part.width, part.height))
    by_area = (LARGEST_AREA / (part.width * part.height)) ** 0.5
    factor = min(by_edge, Fraction(by_area).limit_denominator(10_000))
    if factor >= 1 and not larger:
        return part.width, part.height
    return max(int(part.width * factor), 1), max(int(part.height * factor), 1)

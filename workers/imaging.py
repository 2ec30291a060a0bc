"""Opening any picture safely: its pages, upright, as RGB arrays, within bounded memory.

Every page that comes out is an `(height, width, 3)` uint8 array in RGB, turned upright by its EXIF tag, and
never larger than WORKING_PIXELS; `scale` leads from its pixels back to those of the upright original.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageFile, ImageOps

from schemas.errors import TooLarge, UnreadableFile
from schemas.transcripts import Box

Pixels = npt.NDArray[np.uint8]

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF", "PPM", "JPEG2000")
BROKEN = (
    *(OSError, ValueError, SyntaxError, RuntimeError, EOFError, TypeError, KeyError, IndexError),
    *(ZeroDivisionError, OverflowError, struct.error, Image.DecompressionBombError),
)
"""What Pillow and its plugins raise over a file that is not whole."""
WORKING_PIXELS = 26_000_000
"""A larger page is read at this size (a 24-megapixel phone photo stays as it is)."""
DECODE_PIXELS = 100_000_000
"""What may be decoded at all; a JPEG is shrunk while it is decoded and may be larger."""
JPEG_PIXELS = 1_000_000_000

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # bounded here, by what a format costs to decode, not by a warning


@dataclass(frozen=True, eq=False)
class PagePicture:
    """One page. `width` and `height` are the upright original's; `pixels` may be smaller by `scale`."""

    number: int
    pixels: Pixels
    width: int
    height: int
    dpi: float | None = None
    torn: bool = False
    """The file ended early: the rest of the page is grey."""

    @property
    def scale(self) -> float:
        """Original pixels for one pixel of `pixels`."""
        return self.width / int(self.pixels.shape[1])

    def to_original(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of `pixels` as a box of the upright original, cut at its edges."""
        x0, x1 = (round(min(max(x * self.scale, 0), self.width)) for x in (left, right))
        y0, y1 = (round(min(max(y * self.scale, 0), self.height)) for y in (top, bottom))
        return Box(x0, y0, max(x1 - x0, 1), max(y1 - y0, 1))


def open_pages(path: Path) -> Iterator[PagePicture]:
    """The pages of a picture file, in order. Raises UnreadableFile or TooLarge."""
    with _opened(path) as picture:
        for number in range(1, _frames(picture) + 1):
            if number > 1:
                if picture.format != "TIFF":
                    return  # the other frames of an animation or a phone's burst are not pages
                _seek(picture, number - 1)
            yield _page(picture, number)


def page_count(path: Path) -> int:
    """Pages of a picture file (1 but for TIFF). Raises UnreadableFile."""
    with _opened(path) as picture:
        return _frames(picture) if picture.format == "TIFF" else 1


def _refuse_by_first_bytes(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(512).lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    if not head:
        raise UnreadableFile(
            "empty",
            vi="Tệp rỗng, không có nội dung. Hãy chụp hoặc gửi lại tệp gốc.",
            en="The file is empty. Capture it again or send the original file again.",
        )
    if head.startswith((b"<?xml", b"<svg", b"<!doctype", b"<html", b"<head", b"<script")):
        raise UnreadableFile(
            "markup",
            vi="Đây là tệp SVG hoặc HTML, không phải ảnh. Hãy chụp ảnh hoặc lưu thành JPEG "
            "hay PNG rồi gửi lại.",
            en="This is SVG or HTML, not a photo. Take a photo or save it as JPEG or PNG, "
            "then send it again.",
        )


def _opened(path: Path) -> Image.Image:
    _refuse_by_first_bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(path, formats=FORMATS)
    except BROKEN as error:
        raise _unreadable(error) from error
    limit = JPEG_PIXELS if picture.format in ("JPEG", "MPO") else DECODE_PIXELS
    if picture.width * picture.height > limit:
        picture.close()
        raise _too_large(picture)
    return picture


def _frames(picture: Image.Image) -> int:
    try:
        return int(getattr(picture, "n_frames", 1))
    except BROKEN as error:
        raise _unreadable(error) from error


def _seek(picture: Image.Image, frame: int) -> None:
    try:
        picture.seek(frame)
    except BROKEN as error:
        raise _unreadable(error) from error
    if picture.width * picture.height > DECODE_PIXELS:
        raise _too_large(picture)


def _page(picture: Image.Image, number: int) -> PagePicture:
    width, height = picture.size
    dpi = _dpi(picture)
    if picture.format in ("JPEG", "MPO") and width * height > WORKING_PIXELS:
        factor = (width * height / WORKING_PIXELS) ** 0.5
        picture.draft("RGB", (int(width / factor), int(height / factor)))
    torn = _load(picture)
    upright = _upright(picture)
    if upright.size != picture.size:
        width, height = height, width  # turned by a quarter
    pixels = np.asarray(_bounded(_flattened(upright)))
    return PagePicture(number, pixels, width, height, dpi, torn)


def _load(picture: Image.Image) -> bool:
    """Decode; True if the file ended early but the part before that could be saved."""
    try:
        picture.load()
        return False
    except (*BROKEN, MemoryError) as error:
        if "truncated" not in str(error):
            raise _unreadable(error) from error
    return _load_what_is_there(picture)


def _load_what_is_there(picture: Image.Image) -> bool:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        picture.load()
    except BROKEN as error:
        raise _torn(error) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return True


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture) or picture
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, ZeroDivisionError):
        return picture  # a broken EXIF block says nothing about the picture itself


def _flattened(picture: Image.Image) -> Image.Image:
    """RGB on white paper: transparency, palettes, 16-bit grey, CMYK and 1-bit fax all become one thing."""
    if picture.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        values = np.asarray(picture, dtype=np.float32)
        low, high = float(values.min()), float(values.max())
        grey = (values - low) * (255.0 / (high - low)) if high > low else np.full_like(values, 255.0)
        return Image.fromarray(grey.astype(np.uint8)).convert("RGB")
    if "A" in picture.getbands() or "transparency" in picture.info:
        coloured = picture.convert("RGBA")
        paper = Image.new("RGB", coloured.size, (255, 255, 255))
        paper.paste(coloured, mask=coloured.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _bounded(picture: Image.Image) -> Image.Image:
    area = picture.width * picture.height
    if area <= WORKING_PIXELS:
        return picture
    factor = (WORKING_PIXELS / area) ** 0.5
    size = (max(round(picture.width * factor), 1), max(round(picture.height * factor), 1))
    return picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0)


def _dpi(picture: Image.Image) -> float | None:
    try:
        value = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    return value if 70 <= value <= 1200 else None


def _unreadable(error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"{type(error).__name__}",
        vi="Không mở được tệp này như một ảnh: tệp hỏng, bị cắt cụt hoặc không phải ảnh. "
        "Hãy chụp lại hoặc gửi "
        "tệp gốc.",
        en="This cannot be opened as a picture: it is damaged, cut short, or not a picture. "
        "Capture it again or "
        "send the original file.",
    )


def _torn(error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"{type(error).__name__}",
        vi="Tệp ảnh bị cắt cụt giữa chừng. Hãy gửi lại tệp gốc từ điện thoại.",
        en="The picture file is cut short. Send the original file from the phone again.",
    )


def _too_large(picture: Image.Image) -> TooLarge:
    megapixels = picture.width * picture.height // 1_000_000
    return TooLarge(
        f"{megapixels} megapixels",
        vi=f"Ảnh quá lớn để đọc ({megapixels} triệu điểm ảnh). Hãy lưu lại dưới 100 triệu "
        "điểm ảnh rồi gửi lại; "
        "bản gốc vẫn được giữ.",
        en=f"The picture is too large to read ({megapixels} megapixels). Save it below 100 "
        "megapixels and send it "
        "again; the original is kept.",
    )

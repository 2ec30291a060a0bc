"""What is made from an original for viewing: web images and thumbnails, sound and video proxies.

`width` and `height` of a web image are those of the upright original (for a PDF page: of the page as it is
read), since boxes of the transcript are in its pixels: the viewer scales by them. Everything here can be
thrown away and made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from schemas.holdings import DerivativeKind, Medium
from workers.confined.decoding import open_pages, open_pdf
from workers.imaging import PagePicture
from workers.masking import Masking
from workers.media import MediaInfo, NotMedia, probe
from workers.media_views import (
    IMAGE_TYPE,
    PEAKS_TYPE,
    SOUND_TYPE,
    STILL_EDGE,
    VIDEO_TYPE,
    make_poster,
    make_sound_proxy,
    make_video_proxy,
    make_waveform,
    still_seconds,
    take_frame,
)
from workers.tiles import TILES_TYPE, make_tiles

_WEB_EDGE, _WEB_QUALITY = 3200, 82
_THUMBNAIL_EDGE, _THUMBNAIL_QUALITY = 360, 75


@dataclass(frozen=True, slots=True)
class DerivativeFile:
    """A file that was made in the output folder. `page` counts from 1, for pages only."""

    kind: DerivativeKind
    page: int | None
    path: Path
    media_type: str
    width: int | None = None
    height: int | None = None


def make_derivatives(
    path: Path,
    medium: Medium,
    media_type: str,
    out_dir: Path,
    *,
    threads: int = 1,
    masking: Masking | None = None,
) -> list[DerivativeFile]:
    """All that a file of this medium is viewed by; nothing for texts. With `masking`, without those parts.

    Raises UnreadableFile, TooLarge (the file), EngineTimeout.
    """
    masking = masking or Masking(())
    if medium in (Medium.AUDIO, Medium.VIDEO):
        path = masking.recording(path, out_dir)
    if medium is Medium.AUDIO:
        return list(_of_sound(path, probe(path), out_dir, threads))
    if medium is Medium.VIDEO:
        return list(_of_video(path, probe(path), out_dir, threads))
    if medium is Medium.IMAGE:
        return [file for page in open_pages(path) for file in _of_page(masking.page(page), out_dir)]
    if media_type == "application/pdf":
        pages = (masking.page(pdf_page.picture) for pdf_page in open_pdf(path))
        return [file for page in pages for file in _of_page(page, out_dir)]
    return []


def _of_page(page: PagePicture, out_dir: Path) -> Iterator[DerivativeFile]:
    picture = Image.fromarray(page.pixels)
    web = _saved(picture, out_dir / f"page-{page.number}.jpg", _WEB_EDGE, _WEB_QUALITY)
    yield DerivativeFile(DerivativeKind.WEB_IMAGE, page.number, web[0], IMAGE_TYPE, page.width, page.height)
    if max(picture.size) > _WEB_EDGE:
        tiles = make_tiles(page, out_dir)
        yield DerivativeFile(DerivativeKind.TILES, page.number, tiles, TILES_TYPE, page.width, page.height)
    if page.number == 1:
        thumbnail = _saved(picture, out_dir / "thumbnail.jpg", _THUMBNAIL_EDGE, _THUMBNAIL_QUALITY)
        yield DerivativeFile(DerivativeKind.THUMBNAIL, page.number, thumbnail[0], IMAGE_TYPE, *thumbnail[1])


def _saved(picture: Image.Image, target: Path, edge: int, quality: int) -> tuple[Path, tuple[int, int]]:
    """The picture at most `edge` pixels long, as progressive JPEG: something is seen early on a slow line."""
    small = picture.copy()
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    small.save(target, "JPEG", quality=quality, progressive=True, optimize=True)
    return target, small.size


def _of_sound(path: Path, info: MediaInfo, out_dir: Path, threads: int) -> Iterator[DerivativeFile]:
    peaks = out_dir / "waveform.json"
    if not info.has_sound or not make_waveform(path, peaks):
        peaks.unlink(missing_ok=True)
        return
    yield DerivativeFile(DerivativeKind.WAVEFORM, None, peaks, PEAKS_TYPE)
    proxy = out_dir / "sound.m4a"
    make_sound_proxy(path, info, proxy, threads)
    yield DerivativeFile(DerivativeKind.AUDIO_PROXY, None, proxy, SOUND_TYPE)


def _of_video(path: Path, info: MediaInfo, out_dir: Path, threads: int) -> Iterator[DerivativeFile]:
    if not info.has_picture:
        yield from _of_sound(path, info, out_dir, threads)
        return
    proxy, poster = out_dir / "video.mp4", out_dir / "poster.jpg"
    make_video_proxy(path, info, proxy, threads)
    yield DerivativeFile(DerivativeKind.VIDEO_PROXY, None, proxy, VIDEO_TYPE, info.width, info.height)
    try:
        make_poster(path, info, poster)
    except NotMedia:
        poster.unlink(missing_ok=True)  # the video plays without one
    else:
        with Image.open(poster) as picture:
            yield DerivativeFile(DerivativeKind.POSTER, None, poster, IMAGE_TYPE, *picture.size)
            thumbnail = _saved(picture, out_dir / "thumbnail.jpg", _THUMBNAIL_EDGE, _THUMBNAIL_QUALITY)
        yield DerivativeFile(DerivativeKind.THUMBNAIL, None, thumbnail[0], IMAGE_TYPE, *thumbnail[1])
    yield from _stills(path, info, out_dir)
    if info.has_sound:
        peaks = out_dir / "waveform.json"
        if make_waveform(path, peaks):
            yield DerivativeFile(DerivativeKind.WAVEFORM, None, peaks, PEAKS_TYPE)


def _stills(path: Path, info: MediaInfo, out_dir: Path) -> Iterator[DerivativeFile]:
    """A strip for the eye; it ends where the picture does."""
    for number, second in enumerate(still_seconds(info.duration or 0.0), start=1):
        target = out_dir / f"still-{number}.jpg"
        try:
            take_frame(path, second, target, STILL_EDGE)
        except NotMedia:
            return
        with Image.open(target) as picture:
            yield DerivativeFile(DerivativeKind.STILL, number, target, IMAGE_TYPE, *picture.size)

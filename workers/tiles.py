"""A page in all its pixels as a tiled pyramid (TIFF), so that a small piece of it is had without the rest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyvips

from workers.imaging import PagePicture

TILES_TYPE = "image/tiff"
_TILE, _QUALITY = 512, 88


def make_tiles(page: PagePicture, out_dir: Path) -> Path:
    """Its name holds a hash of the pixels: whoever keeps a copy ready never shows an earlier picture."""
    height, width = page.pixels.shape[:2]
    picture = pyvips.Image.new_from_memory(page.pixels.tobytes(), width, height, 3, "uchar")
    scratch = out_dir / f"tiles-{page.number}.tif"
    picture.copy(interpretation="srgb").tiffsave(
        str(scratch), tile=True, tile_width=_TILE, tile_height=_TILE, pyramid=True,
        compression="jpeg", Q=_QUALITY,
    )  # fmt: skip
    with scratch.open("rb") as file:
        mark = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    return scratch.rename(out_dir / f"tiles-{page.number}-{mark}.tif")

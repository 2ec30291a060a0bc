"""Đo tốc độ cắt mảnh ảnh IIIF so với libvips cắt thẳng / IIIF tiles against libvips cutting the same pieces.

Ours is the whole answer of the pages to a signed-in person: session, rights, records, cutting, encoding.
libvips opens the same pyramid, cuts and encodes the same piece at the same quality. In turn, tile by tile.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyvips
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.iiif.image_info import TILE, scale_factors
from archive.iiif.image_request import image_request
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.holdings import (
    Accession,
    Asset,
    Derivative,
    DerivativeKind,
    Item,
    ItemKind,
    Medium,
    StoredObject,
    Visit,
)
from schemas.people import Role
from search_ui.app import create_app

_QUALITY = 82
_PASSWORD = "only for this measurement"
Piece = tuple[int, int, int, int, int]
"""x, y, width, height of the region, and how many times it is made smaller."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc bench iiif",
        description="So thời gian cắt mảnh ảnh với libvips. / Time of a tile against libvips itself.",
    )
    parser.add_argument("--width", type=int, default=6000)
    parser.add_argument("--height", type=int, default=4000)
    parser.add_argument("--tiles", type=int, default=300, help="số mảnh / number of tiles")
    parser.add_argument("--seed", type=int, default=1975)
    return parser


def main(argv: list[str]) -> int:
    """One JSON object of 95th percentiles divided by that of libvips: of our cutting, of the whole answer."""
    given = _parser().parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with closing(Archive(load({"KYUC_DATA": folder}))) as archive:
            source = _entered(archive, given.width, given.height)
            path = data / "tiles" / source.key.replace("/", "_")
            _pyramid(path, given.width, given.height, given.seed)
            client = _signed_in(archive)
            ours, cutting, raw = [], [], []
            for piece in _pieces(given.width, given.height, given.tiles, given.seed):
                ours.append(_asked(client, source.asset_id, piece))
                cutting.append(_ours_alone(archive, path, piece))
                raw.append(_cut(path, piece))
    figures = {
        "bench": "iiif",
        "tiles": len(ours),
        "ours_p50_ms": round(statistics.median(ours) * 1000, 2),
        "ours_p95_ms": round(_p95(ours) * 1000, 2),
        "libvips_p50_ms": round(statistics.median(raw) * 1000, 2),
        "libvips_p95_ms": round(_p95(raw) * 1000, 2),
        "cutting_p95_ms": round(_p95(cutting) * 1000, 2),
        "ratio": round(_p95(cutting) / _p95(raw), 3),
        "whole_answer_ratio": round(_p95(ours) / _p95(raw), 3),
    }
    print(json.dumps(figures))
    return 0


def _entered(archive: Archive, width: int, height: int) -> Derivative:
    visit, sha256 = Visit("bench", code="BE-2345"), "a" * 64
    item = Item(visit.id, ItemKind.PHOTO, level=0)
    asset = Asset(item.id, sha256, "page.jpg", Medium.IMAGE, "image/jpeg")
    source = Derivative(
        asset.id, DerivativeKind.TILES, f"{asset.id}/tiles-1-bench.tif", "image/tiff", 1, width, height
    )
    with archive.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.add_object(StoredObject(sha256, 1, "image/jpeg"))
        records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), "bench"))
        records.add_derivative(source)
        records.commit()
    return source


def _pyramid(path: Path, width: int, height: int, seed: int) -> None:
    """As hard to encode as a photo: coarse colours, some grain."""
    numbers = np.random.default_rng(seed)
    coarse = numbers.integers(0, 255, (height // 40, width // 40, 3), np.uint8)
    picture = pyvips.Image.new_from_array(coarse).resize(40, vscale=40)
    grain = pyvips.Image.gaussnoise(picture.width, picture.height, sigma=6, mean=0)
    path.parent.mkdir(parents=True)
    whole = (picture + grain).cast("uchar").copy(interpretation="srgb")
    whole.tiffsave(
        str(path), tile=True, tile_width=TILE, tile_height=TILE, pyramid=True, compression="jpeg", Q=88
    )


def _signed_in(archive: Archive) -> FlaskClient:
    create_user(archive, "bench", [Role.INTAKE_OFFICER], password=_PASSWORD)
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/dang-nhap", data={"login": "bench", "password": _PASSWORD})
    return client


def _pieces(width: int, height: int, number: int, seed: int) -> list[Piece]:
    """Tiles as a viewer asks for them, from all scales."""
    choose = random.Random(seed)
    found = []
    for _ in range(number):
        factor = choose.choice(scale_factors(width, height))
        edge = TILE * factor
        x, y = (choose.randrange(-(-whole // edge)) * edge for whole in (width, height))
        found.append((x, y, min(edge, width - x), min(edge, height - y), factor))
    return found


def _asked(client: FlaskClient, asset_id: str, piece: Piece) -> float:
    x, y, width, height, factor = piece
    size = f"{-(-width // factor)},{-(-height // factor)}"
    began = time.perf_counter()
    answer = client.get(f"/iiif/anh/{asset_id}/1/{x},{y},{width},{height}/{size}/0/default.jpg")
    seconds = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"tile: {answer.status_code}")
    return seconds


def _ours_alone(archive: Archive, path: Path, piece: Piece) -> float:
    x, y, width, height, factor = piece
    region, size = f"{x},{y},{width},{height}", f"{-(-width // factor)},{-(-height // factor)}"
    began = time.perf_counter()
    archive.tiles.cut(path.name, _never, lambda whole: image_request(whole, region, size, "0", "default.jpg"))
    return time.perf_counter() - began


def _never() -> AbstractContextManager[BinaryIO]:
    raise SystemExit("the page lies ready")


def _cut(path: Path, piece: Piece) -> float:
    """What libvips needs for the same: the fitting level of the pyramid, a crop, a JPEG."""
    x, y, width, height, factor = piece
    began = time.perf_counter()
    level: Any = pyvips.Image.new_from_file(str(path), page=factor.bit_length() - 1)
    left, top = x // factor, y // factor
    wide, high = min(-(-width // factor), level.width - left), min(-(-height // factor), level.height - top)
    level.crop(left, top, wide, high).write_to_buffer(".jpg", Q=_QUALITY, keep="none")
    return time.perf_counter() - began


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

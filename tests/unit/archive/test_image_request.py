"""What an address of the Image API may ask for, and what it may not."""

from __future__ import annotations

import pytest

from archive.iiif.image_info import image_info, scale_factors
from archive.iiif.image_request import (
    LARGEST_AREA,
    LONGEST_EDGE,
    BadImageRequest,
    Region,
    image_request,
)

PICTURE = (6000, 4000)


@pytest.mark.parametrize(
    ("region", "size", "cut", "out"),
    [
        ("full", "1500,", Region(0, 0, 6000, 4000), (1500, 1000)),
        ("full", ",100", Region(0, 0, 6000, 4000), (150, 100)),
        ("full", "!300,300", Region(0, 0, 6000, 4000), (300, 200)),
        ("full", "pct:10", Region(0, 0, 6000, 4000), (600, 400)),
        ("square", "400,400", Region(1000, 0, 4000, 4000), (400, 400)),
        ("5632,3584,512,512", "max", Region(5632, 3584, 368, 416), (368, 416)),
        ("pct:50,50,10,10", "max", Region(3000, 2000, 600, 400), (600, 400)),
        ("0,0,100,100", "^200,", Region(0, 0, 100, 100), (200, 200)),
        ("0,0,100,100", "!200,200", Region(0, 0, 100, 100), (100, 100)),
        ("0,0,1000,1", "10,", Region(0, 0, 1000, 1), (10, 1)),
    ],
)
def test_pieces_are_cut_as_the_specification_says(
    region: str, size: str, cut: Region, out: tuple[int, int]
) -> None:
    wanted = image_request(PICTURE, region, size, "0", "default.jpg")
    assert (wanted.region, (wanted.width, wanted.height)) == (cut, out)


def test_the_whole_is_given_as_large_as_the_limits_let_it() -> None:
    wanted = image_request((12_000, 8_000), "full", "max", "0", "default.jpg")
    assert wanted.width <= LONGEST_EDGE and wanted.width * wanted.height <= LARGEST_AREA
    assert abs(wanted.width / wanted.height - 1.5) < 0.01


@pytest.mark.parametrize(
    "parts",
    [
        ("6000,0,10,10", "max", "0", "default.jpg"),
        ("0,0,0,10", "max", "0", "default.jpg"),
        ("-1,0,10,10", "max", "0", "default.jpg"),
        ("1e3,0,10,10", "max", "0", "default.jpg"),
        ("٣,0,10,10", "max", "0", "default.jpg" * 40),
        ("full", "7000,", "0", "default.jpg"),
        ("full", "pct:200", "0", "default.jpg"),
        ("full", "0,", "0", "default.jpg"),
        ("full", ",", "0", "default.jpg"),
        ("full", "!100,", "0", "default.jpg"),
        ("full", "^9999,9999", "0", "default.jpg"),
        ("full", "full", "0", "default.jpg"),
        ("full", "max", "45", "default.jpg"),
        ("full", "max", "²", "default.jpg"),
        ("full", "max", "!", "default.jpg"),
        ("full", "max", "0", "native.jpg"),
        ("full", "max", "0", "default.exe"),
        ("full", "max", "0", "default"),
        ("../../etc", "max", "0", "default.jpg"),
    ],
)
def test_what_cannot_be_cut_is_refused_with_400(parts: tuple[str, str, str, str]) -> None:
    with pytest.raises(BadImageRequest) as refused:
        image_request(PICTURE, *parts)
    assert refused.value.http_status == 400


def test_a_picture_says_which_tiles_are_quick() -> None:
    info = image_info("https://kho.example/iiif/anh/a/1", *PICTURE)
    assert scale_factors(*PICTURE) == [1, 2, 4, 8, 16]
    assert info["sizes"][0] == {"width": 375, "height": 250}
    assert all(size["width"] * size["height"] <= LARGEST_AREA for size in info["sizes"])

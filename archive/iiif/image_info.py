"""What a picture says of itself (info.json): its size, the sizes and tiles that are quick, the limits."""

from __future__ import annotations

from typing import Any

from archive.iiif.image_request import LARGEST_AREA, LONGEST_EDGE

TILE = 512
_CONTEXT = "http://iiif.io/api/image/3/context.json"


def image_info(address: str, width: int, height: int) -> dict[str, Any]:
    """`address`: of the picture, without a slash at its end."""
    factors = scale_factors(width, height)
    sizes = [(-(-width // factor), -(-height // factor)) for factor in reversed(factors)]
    within = [(w, h) for w, h in sizes if max(w, h) <= LONGEST_EDGE and w * h <= LARGEST_AREA]
    return {
        "@context": _CONTEXT,
        "id": address,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": width,
        "height": height,
        "maxWidth": LONGEST_EDGE,
        "maxHeight": LONGEST_EDGE,
        "maxArea": LARGEST_AREA,
        "sizes": [{"width": w, "height": h} for w, h in within],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": factors}],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": ["mirroring", "regionSquare", "sizeUpscaling"],
    }


def scale_factors(width: int, height: int) -> list[int]:
    """1, 2, 4, … until the whole picture fits into one tile."""
    factors = [1]
    while max(width, height) > TILE * factors[-1]:
        factors.append(factors[-1] * 2)
    return factors

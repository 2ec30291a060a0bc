"""Places of two lists side by side, as written: parts from small to large, kind words aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from archive.authority.orthography import fold_text

_KIND = re.compile(
    r"\b(thon|xom|ap|ban|xa|phuong|thi tran|thi xa|huyen|quan|tinh|thanh pho|tp|tx|tt|kp|khu pho|nay la|que"
    r"|nguyen quan|nghia trang liet si|nghia trang|ntls)\b\.?"
)


@lru_cache(maxsize=1 << 17)
def place_parts(written: str) -> tuple[str, ...]:
    """`Xã Quang Khải, H. Tứ Kỳ - Hải Dương` as `("quang khai", "tu ky", "hai duong")`."""
    parts = re.split(r"[,;()–/]|\s-\s|-", fold_text(written))
    return tuple(part for part in (" ".join(_KIND.sub(" ", raw).split()) for raw in parts) if part)


def compare_places(left: Sequence[str], right: Sequence[str]) -> NDArray[np.int8]:
    """Levels of `FieldKind.PLACE` for two equally long sequences of places as written."""
    return np.fromiter(map(place_level, left, right), np.int8, len(left))


@lru_cache(maxsize=1 << 18)
def place_level(left: str, right: str) -> int:
    """1 same parts, 2 one within the other, 3 the smallest parts alike, 4 some part shared, 5 differs."""
    a, b = place_parts(left), place_parts(right)
    if not a or not b:
        return 5
    if a == b or ratio(" ".join(a), " ".join(b)) >= 94:
        return 1
    if set(a) <= set(b) or set(b) <= set(a):
        return 2
    if max(ratio(a[0], part) for part in b) >= 85 or max(ratio(b[0], part) for part in a) >= 85:
        return 3
    return 4 if set(a) & set(b) else 5

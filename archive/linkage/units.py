"""Military units of two lists side by side, by their normal forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.authority.orthography import nfc
from archive.authority.scan import Scan
from archive.authority.units import find_units


@lru_cache(maxsize=1 << 17)
def unit_parts(written: str) -> frozenset[str]:
    """The normal parts of a unit as written: `c3/d7/e66` as {c3, d7, e66}; the front as `@B3`."""
    parts: set[str] = set()
    for reading in find_units(Scan(nfc(written))):
        parts.update(letter + number for letter, number in reading.name.levels)
        parts.update(reading.name.codes)
        theatre, mailbox = reading.name.theatre, reading.name.mailbox
        parts.update([f"@{theatre}"] if theatre else [], [f"#{mailbox}"] if mailbox else [])
    return frozenset(parts)


def compare_units(left: Sequence[str], right: Sequence[str]) -> NDArray[np.int8]:
    """Levels of `FieldKind.UNIT`: 1 same, 2 one within the other, 3 a part shared, 4 differs, 0 unread."""
    return np.fromiter(map(unit_level, left, right), np.int8, len(left))


@lru_cache(maxsize=1 << 18)
def unit_level(left: str, right: str) -> int:
    if left.casefold() == right.casefold():
        return 1
    a, b = unit_parts(left), unit_parts(right)
    if not a or not b:
        return 0
    if a == b:
        return 1
    if a <= b or b <= a:
        return 2
    return 3 if a & b else 4

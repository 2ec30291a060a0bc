"""Amounts of bytes as people write them."""

from __future__ import annotations

import re

from schemas.errors import InvalidInput

_UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([KMGT]?B?)", re.IGNORECASE)


def bytes_of(written: str) -> int:
    """20GB, 1,5 TB, 500mb or a bare number of bytes. Raises InvalidInput."""
    found = _SIZE.fullmatch(written.strip())
    unit = found[2].upper() if found else ""
    if found is None or (unit and not unit.endswith("B") and f"{unit}B" not in _UNITS):
        raise InvalidInput(
            "size",
            vi="Hãy ghi dung lượng như 20GB, 500MB hoặc 1TB.",
            en="Write the amount as 20GB, 500MB or 1TB.",
        )
    factor = _UNITS[
        unit if unit.endswith("B") and unit != "B" else f"{unit}B" if unit not in ("", "B") else ""
    ]
    return int(float(found[1].replace(",", ".")) * factor)

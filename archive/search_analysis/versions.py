"""Which version an index was written by, told by its name, and what may be done with it."""

from __future__ import annotations

import re

from schemas.errors import SearchUnavailable

SCHEMA_VERSION = 3
"""Part of the index's name. Raised whenever the same item would be written differently: an index of another
version is built anew from the records."""
OLDEST_READABLE = 3
"""An index from this version on is searched and written to until a new one stands beside it."""
_VERSION = re.compile(r"(?:^|-)v(\d+)-")


def version_of(name: str) -> int:
    """0 for a name without a version."""
    found = _VERSION.search(name)
    return int(found[1]) if found else 0


def is_outdated(name: str) -> bool:
    return version_of(name) != SCHEMA_VERSION


def must_be_readable(name: str) -> None:
    """Raises SearchUnavailable for an index that nothing of ours can read."""
    if not OLDEST_READABLE <= version_of(name) <= SCHEMA_VERSION:
        raise SearchUnavailable(
            f"index {name} is of another version",
            vi="Chỉ mục tra cứu đang được dựng lại cho phiên bản này; tra cứu sẽ có lại khi xong. "
            "Nếu kho không chạy: ./kyuc rebuild-index",
            en="The search index is being made anew for this version; search comes back when it is done. "
            "If the archive is not running: ./kyuc rebuild-index",
        )

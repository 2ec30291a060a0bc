"""Which revisions of the tables this program knows."""

from __future__ import annotations

from pathlib import Path

_VERSIONS = Path(__file__).parent / "versions"


def known_revisions() -> frozenset[str]:
    """By the names of their files, NNNN_what.py; nothing is loaded."""
    return frozenset(path.name[:4] for path in _VERSIONS.glob("[0-9]*_*.py"))

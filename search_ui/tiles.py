"""Tiles behind a map, where a setting names them; without it nothing is asked of anybody."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response

from search_ui import security
from search_ui.services import current_archive


def tiles() -> str:
    return current_archive().settings.map_tiles


def with_tiles(answer: Response) -> Response:
    """Lets pictures in from the map's own address, if a setting names one, on this page alone."""
    if tiles():
        parts = urlsplit(tiles())
        host = parts.netloc.replace("{s}", "*")
        answer.headers["Content-Security-Policy"] = security.content_policy(images=f"{parts.scheme}://{host}")
    return answer

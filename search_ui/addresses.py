"""Addresses of pages from values that come as a mapping."""

from collections.abc import Mapping

from flask import url_for


def address(endpoint: str, values: Mapping[str, object], **more: object) -> str:
    """The address of a route with these parameters."""
    together: dict[str, object] = {**values, **more}
    return url_for(endpoint, **together)  # type: ignore[arg-type]  # its own options are never among them

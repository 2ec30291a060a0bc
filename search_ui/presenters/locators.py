"""A place in an item as an address and back: `?asset=…&page=2&box=10,20,300,40` or `?asset=…&t=12.34`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.transcripts import Box, Locator


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks to be opened; parts that make no sense are left out rather than refused."""

    asset: str | None = None
    page: int | None = None
    box: Box | None = None
    second: float | None = None
    text: tuple[int, int] | None = None


def arguments(locator: Locator | None) -> dict[str, str]:
    """The parameters that open an item at this place."""
    if locator is None:
        return {}
    found = {"asset": locator.asset_id}
    if locator.start is not None:
        found["t"] = f"{locator.start:.2f}".rstrip("0").rstrip(".")
    if locator.page is not None:
        found["page"] = str(locator.page)
    if locator.box is not None:
        found["box"] = ",".join(str(side) for side in locator.box.as_list())
    if locator.text_start is not None and locator.text_end is not None:
        found["text"] = f"{locator.text_start}-{locator.text_end}"
    return found


def wanted(given: Mapping[str, str]) -> Wanted:
    return Wanted(
        asset=given.get("asset") or None,
        page=_page(given.get("page", "")),
        box=_box(given.get("box", "")),
        second=_second(given.get("t", "")),
        text=_span(given.get("text", "")),
    )


def _page(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text[:9]) > 0 else None


def _box(text: str) -> Box | None:
    sides = text.split(",")
    if len(sides) != 4 or not all(side.isascii() and side.isdigit() and len(side) < 8 for side in sides):
        return None
    box = Box(*(int(side) for side in sides))
    return box if box.width and box.height else None


def _second(text: str) -> float | None:
    whole, _, rest = text.partition(".")
    digits = whole + rest
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12 or not whole:
        return None
    return float(text)


def _span(text: str) -> tuple[int, int] | None:
    start, _, end = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (start, end)):
        return None
    return (int(start), int(end)) if int(start) < int(end) else None

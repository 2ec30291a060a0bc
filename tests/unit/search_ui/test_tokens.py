"""The pages are read in sunlight: text stands at 7:1 against its ground, controls at 4.5:1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import search_ui

TOKENS = Path(search_ui.__file__).parent / "frontend" / "src" / "styles" / "tokens.css"
TEXT = (
    ("ink", ("paper", "sheet", "sunken", "blue-ground", "moss-ground", "ochre-ground", "red-ground")),
    ("faint", ("paper", "sheet", "sunken")),
    ("red", ("paper", "sheet", "red-ground")),
    ("moss", ("paper", "sheet", "moss-ground")),
    ("ochre", ("paper", "sheet", "ochre-ground")),
    ("blue", ("paper", "sheet", "blue-ground", "sunken")),
    ("on-mark", ("mark",)),
    ("on-red", ("red-fill",)),
)


def _themes() -> list[dict[str, str]]:
    text = TOKENS.read_text(encoding="utf-8")
    light, _, dark = text.partition("@media (prefers-color-scheme: dark)")
    colours = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})")
    first = dict(colours.findall(light))
    return [first, {**first, **dict(colours.findall(dark))}]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "grounds"), TEXT, ids=[name for name, _ in TEXT])
def test_text_stands_at_seven_to_one(theme: int, text: str, grounds: tuple[str, ...]) -> None:
    colours = _themes()[theme]
    weak = {g: round(_contrast(colours[text], colours[g]), 2) for g in grounds}
    assert {ground: ratio for ground, ratio in weak.items() if ratio < 7} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_controls_stand_at_four_and_a_half(theme: int) -> None:
    colours = _themes()[theme]
    assert min(_contrast(colours["control"], colours[ground]) for ground in ("paper", "sheet")) >= 4.5

"""Engines of this process: each is loaded when it is first wanted, once, and kept."""

from __future__ import annotations

from functools import cache

from workers.engines.tesseract import Tesseract


@cache
def tesseract() -> Tesseract:
    return Tesseract()

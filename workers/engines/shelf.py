"""Engines of this process: each is loaded when it is first wanted, once, and kept."""

from __future__ import annotations

from functools import cache

from workers.engines.asternet import AsterNet
from workers.engines.ppocr import PpFinder, PpReader
from workers.engines.tesseract import Tesseract
from workers.engines.trueocr import Orientation, TrueOcr


@cache
def tesseract() -> Tesseract:
    return Tesseract()


@cache
def finder(generation: str) -> PpFinder:
    """`v6` for a whole photo, `v4` for the plate that was cut from it."""
    return PpFinder(generation)


@cache
def far_reader() -> PpReader:
    return PpReader()


@cache
def marks_reader() -> AsterNet:
    return AsterNet()


@cache
def quick_reader() -> TrueOcr:
    return TrueOcr()


@cache
def orientation() -> Orientation:
    return Orientation()

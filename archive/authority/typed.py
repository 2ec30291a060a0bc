"""Words left in Telex or VIQR inside a text, read as they were meant, with the way back to what was typed."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from archive.authority.encodings import VIQR_SIGNS, from_viqr, untelex
from archive.authority.orthography import Normalised

_SIGN = re.compile(r"(?i)dd[a-z]|aw|ow|uw|ee|aa|oo|[aeo]\^|\bdd")
_WORD = re.compile(r"[^\W\d_]+")
_CHUNK = re.compile(r"[A-Za-z][A-Za-z'`?~.^(+]*")
_LINE = re.compile(r"[^\n]+")
_TELLING = 5
"""Letters of a word that alone shows a line to be in Telex; "beer" and "roof" could be, too."""
_LEAST_SIGNS = 2


def as_meant(normal: Normalised) -> Normalised:
    """The same text with such words in Vietnamese letters; the very same object where there are none."""
    if not _SIGN.search(normal.text):
        return normal
    swaps = list(_swaps(normal.text))
    return _swapped(normal, swaps) if swaps else normal


def _swaps(text: str) -> Iterator[tuple[int, int, str]]:
    for line in _LINE.finditer(text):
        written = line.group()
        if not _SIGN.search(written):
            continue
        signs = VIQR_SIGNS.findall(written)  # "dd" is Telex as well
        if written.isascii() and sum(not sign.lower().startswith("dd") for sign in signs) >= _LEAST_SIGNS:
            yield from _viqr(written, line.start())
        else:
            yield from _telex(written, line.start())


def _telex(line: str, at: int) -> Iterator[tuple[int, int, str]]:
    """Once a line shows its keys plainly, its other words are read as keys as well ("Vawn", "Hungf")."""
    words = list(_WORD.finditer(line))
    sure = [word for word in words if untelex(word.group())]
    if not any(len(word.group()) >= _TELLING for word in sure) and len(sure) < _LEAST_SIGNS:
        return
    for word in words:
        meant = untelex(word.group(), loose=True)
        if meant:
            yield at + word.start(), at + word.end(), meant


def _viqr(line: str, at: int) -> Iterator[tuple[int, int, str]]:
    for chunk in _CHUNK.finditer(line):
        written = chunk.group().rstrip(".?'")
        meant = from_viqr(written)
        if meant != written:
            yield at + chunk.start(), at + chunk.start() + len(written), meant


def _swapped(normal: Normalised, swaps: list[tuple[int, int, str]]) -> Normalised:
    parts: list[str] = []
    starts, ends = array("Q"), array("Q")
    at = 0
    for first, last, meant in [*swaps, (len(normal.text), len(normal.text), "")]:
        parts += normal.text[at:first], meant
        for place in range(at, first):
            left, right = normal.span(place, place + 1)
            starts.append(left)
            ends.append(right)
        left, right = normal.span(first, last)
        starts.extend([left] * len(meant))
        ends.extend([right] * len(meant))
        at = last
    return Normalised("".join(parts), starts, ends)

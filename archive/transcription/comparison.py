"""Two versions side by side, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_PIECE = re.compile(r"\S+|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """`same`, `gone` (only in the first) or `new` (only in the second)."""

    change: str
    text: str


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """What to take out of the first text and put in to make the second; words joined by single blanks."""
    left, right = _PIECE.findall(before), _PIECE.findall(after)
    made: list[Piece] = []
    for code in Levenshtein.opcodes(left, right):
        if code.tag == "equal":
            _add(made, "same", left[code.src_start : code.src_end])
            continue
        _add(made, "gone", left[code.src_start : code.src_end])
        _add(made, "new", right[code.dest_start : code.dest_end])
    return tuple(made)


def _add(made: list[Piece], change: str, words: Sequence[str]) -> None:
    if not words:
        return
    text = " ".join(words).replace(" \n ", "\n").replace("\n ", "\n").replace(" \n", "\n")
    made.append(Piece(change, text))


def changed_letters(before: str, after: str) -> tuple[int, int]:
    """Letters of the second text, and how many had to be changed to come from the first to it."""
    left, right = " ".join(before.split()), " ".join(after.split())
    return len(right), Levenshtein.distance(left, right)

"""Editorial signs as a reader sees them in plain text. Pure.

They follow the Leiden conventions as far as a keyboard goes, with Vietnamese words where a sign has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.markings import Mark, MarkKind
from schemas.transcripts import Segment

SIGNS: dict[MarkKind, tuple[str, str]] = {
    MarkKind.UNCLEAR: ("[", "?]"),
    MarkKind.MISSING: ("[…", "]"),
    MarkKind.STRUCK: ("⟦", "⟧"),
    MarkKind.INSERTED: ("\\", "/"),
    MarkKind.OTHER_HAND: ("{", "}"),
    MarkKind.STAMP: ("[dấu: ", "]"),
    MarkKind.INAUDIBLE: ("[không rõ", "]"),
    MarkKind.OVERLAPPING: ("[nói chồng: ", "]"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line over which the same marks lie, outermost first; empty for a mark on no text."""

    text: str
    marks: tuple[Mark, ...]


def pieces(segment: Segment) -> Iterator[Piece]:
    """The line cut where a mark begins or ends."""
    text, marks = segment.text, sorted(segment.marks, key=lambda one: (one.start, -one.end))
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    cuts = [at for at in cuts if 0 <= at <= len(text)]
    for index, start in enumerate(cuts):
        for mark in marks:
            if mark.start == mark.end == start:
                yield Piece("", (mark,))
        if index + 1 < len(cuts):
            end = cuts[index + 1]
            over = tuple(m for m in marks if m.start <= start and m.end >= end and m.start < m.end)
            yield Piece(text[start:end], over)


def signed(segment: Segment) -> str:
    """The line with its signs: `Mẹ [kính?] yêu ⟦của⟧ con`."""
    made: list[str] = []
    standing: tuple[Mark, ...] = ()
    for piece in pieces(segment):
        if not piece.text and piece.marks:
            opening, closing = SIGNS[piece.marks[0].kind]
            made.append(opening + _note(piece.marks[0]) + closing)
            continue
        made.append(_closing(standing, piece.marks) + _opening(standing, piece.marks) + piece.text)
        standing = piece.marks
    made.append(_closing(standing, ()))
    return "".join(made)


def _opening(before: Sequence[Mark], now: Sequence[Mark]) -> str:
    return "".join(SIGNS[mark.kind][0] for mark in now if mark not in before)


def _closing(before: Sequence[Mark], now: Sequence[Mark]) -> str:
    return "".join(SIGNS[mark.kind][1] for mark in reversed(before) if mark not in now)


def _note(mark: Mark) -> str:
    return f" {mark.note}" if mark.note else ""

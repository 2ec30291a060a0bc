"""Where two readings of one text differ, and one text made of both. Pure.

Lines meet by their ids and then word by word; blanks and ways of coding a letter are no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from archive.authority.orthography import nfc
from archive.transcription.comparison import changed_letters
from archive.transcription.merging import in_order, with_ids
from schemas.markings import Mark
from schemas.transcripts import Segment


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the readings differ. `first`, `second`: words, empty where that person has none."""

    number: int
    """Counted from 1 through the whole text."""
    line: Segment
    """The first's line, or the second's where the first has none: it says where to look."""
    before: str
    first: str
    second: str
    after: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words [a, b) of the first's line stand against words [c, d) of the second's."""

    same: bool
    a: int
    b: int
    c: int
    d: int


@dataclass(frozen=True, slots=True)
class _Pair:
    first: Segment | None
    second: Segment | None

    @property
    def line(self) -> Segment:
        line = self.first or self.second
        assert line is not None
        return line

    def words(self) -> tuple[list[str], list[str]]:
        return tuple(nfc(one.text).split() if one else [] for one in (self.first, self.second))  # type: ignore[return-value]

    def pieces(self) -> list[_Piece]:
        left, right = self.words()
        return [
            _Piece(code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end)
            for code in Levenshtein.opcodes(left, right)
        ]


def differences(first: Sequence[Segment], second: Sequence[Segment]) -> tuple[Difference, ...]:
    found: list[Difference] = []
    for pair in _pairs(first, second):
        left, right = pair.words()
        for piece in pair.pieces():
            if not piece.same:
                found.append(
                    Difference(
                        len(found) + 1,
                        pair.line,
                        " ".join(left[: piece.a]),
                        " ".join(left[piece.a : piece.b]),
                        " ".join(right[piece.c : piece.d]),
                        " ".join(left[piece.b :]),
                    )
                )
    return tuple(found)


def brought_together(
    first: Sequence[Segment], second: Sequence[Segment], chosen: Mapping[int, str]
) -> tuple[Segment, ...]:
    """The text with the words chosen at each difference; a line of which nothing is left goes, unless both
    left it empty. What neither doubted keeps the signs that either put there."""
    made: list[Segment] = []
    number = 0
    for pair in _pairs(first, second):
        left, _ = pair.words()
        words: list[str] = []
        pieces = pair.pieces()
        for piece in pieces:
            if piece.same:
                words += left[piece.a : piece.b]
            else:
                number += 1
                words += nfc(chosen[number]).split()
        if words or all(piece.same for piece in pieces):
            made.append(_line(pair, " ".join(words)))
    return tuple(made)


def apart(first: Sequence[Segment], second: Sequence[Segment]) -> float:
    """Character error rate between both: letters to change, of all letters of the longer."""
    texts = [nfc("\n".join(line.text for line in lines)) for lines in (first, second)]
    _, changed = changed_letters(texts[0], texts[1])
    longest = max(len(" ".join(text.split())) for text in texts)
    return changed / longest if longest else 0.0


def _pairs(first: Sequence[Segment], second: Sequence[Segment]) -> Iterator[_Pair]:
    lefts = {line.id: line for line in with_ids(first)}
    rights = {line.id: line for line in with_ids(second)}
    for name in in_order([], list(rights), list(lefts)):
        yield _Pair(lefts.get(name), rights.get(name))


def _line(pair: _Pair, text: str) -> Segment:
    marks = {mark for line in (pair.first, pair.second) if line for mark in _carried(line, text)}
    ordered = tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.kind)))
    speaker = pair.line.speaker or (pair.second.speaker if pair.second else None)
    return replace(pair.line, text=text, marks=ordered, speaker=speaker, words=(), readings=(), raw=None)


def _carried(line: Segment, text: str) -> Iterator[Mark]:
    """Signs whose letters stand in the new text too, at the place nearest to where they stood."""
    for mark in line.marks:
        letters = line.text[mark.start : mark.end]
        places = [at for at in range(len(text) + 1) if text.startswith(letters, at)] if letters else []
        at = min(places, key=lambda place: abs(place - mark.start), default=None)
        if not letters:
            at = min(mark.start, len(text))
        if at is not None:
            yield replace(mark, start=at, end=at + len(letters))

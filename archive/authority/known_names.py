"""Finding every occurrence of known names (martyrs, witnesses) in a text: up to 1.2 million names at once.

Names and text become rows of syllable numbers, one character each, so that an Aho–Corasick automaton
(pyahocorasick) over them stays small and runs at the speed of its C loop; marks are compared only where the
folded syllables met. One slip (one syllable that OCR or the ear confuses) is tried where capitals show a
name.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from archive.authority.distances import syllable_distance
from archive.authority.name_runs import CLASSES
from archive.authority.orthography import canon, folded_key, normalise
from archive.authority.pieces import pieces

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_FIRST_NUMBER = 0x10000
_BREAK = "\0"
_SLIP = 0.4
_LONGEST = 6
_PIECE = 1_000_000
"""Code points of a text looked at together, so that a long one takes no more memory."""
_WARMED = 2000
"""Syllables whose neighbours are worked out when the finder is built."""
_CAPITALS = re.compile(r"U{3,6}")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A known name found in text[start:end] as written.

    `names` are the numbers of the names given. `how`: `exact`, `unmarked` (the text has no marks there),
    `marks` (other marks), `slip` (one syllable confused). `distance` is the sum over the syllables.
    """

    start: int
    end: int
    names: tuple[int, ...]
    how: str
    distance: float


class _Characters(dict[str, str]):
    """Word as written to the character of its folded syllable; words in no name break a match."""

    def __init__(self, numbers: dict[str, str]) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, word: str) -> str:
        found = self._numbers.get(folded_key(word), _BREAK)
        if len(self) < 1 << 20:
            self[word] = found
        return found


class _Lines:
    """Tokens of a text line by line; offsets are worked out only for lines that are asked for."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self._text = text
        self._line_starts: list[int] = []
        self._first_tokens: list[int] = []
        self._spans: list[tuple[int, int]] = []
        self._at = -1
        start, blank = 0, False
        for line in text.splitlines(keepends=True):
            found = _TOKEN.findall(line)
            if found and blank:
                self._begin(start - 1)
                self.words.append("\n")  # no name runs over an empty line
            if found:
                self._begin(start)
                self.words += found
            blank = not found and bool(self.words)
            start += len(line)

    def _begin(self, start: int) -> None:
        self._line_starts.append(start)
        self._first_tokens.append(len(self.words))

    def start(self, token: int) -> int:
        return self._span(token)[0]

    def end(self, token: int) -> int:
        return self._span(token)[1]

    def _span(self, token: int) -> tuple[int, int]:
        line = bisect_right(self._first_tokens, token) - 1
        if line != self._at:
            begin = self._line_starts[line]
            stop = self._line_starts[line + 1] if line + 1 < len(self._line_starts) else len(self._text)
            self._spans = [match.span() for match in _TOKEN.finditer(self._text, begin, stop)]
            self._at = line
        return self._spans[token - self._first_tokens[line]]


class KnownNames:
    """Built once from names; finds them in any number of texts."""

    def __init__(self, names: Iterable[str]) -> None:
        self._numbers: dict[str, str] = {}
        self._syllables: list[str] = []
        self._groups: list[list[tuple[str, int]]] = []
        self._lengths = array("B")
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for number, name in enumerate(names):
            self._add(name, number)
        if self._groups:
            self._automaton.make_automaton()
        self._characters = _Characters(self._numbers)
        self._near = lru_cache(maxsize=1 << 16)(self._near_characters)
        for syllable in self._syllables[:_WARMED]:
            self._near(syllable)

    def _add(self, name: str, number: int) -> None:
        words = [canon(word) for word in _TOKEN.findall(name) if word[0].isalnum()]
        if not 2 <= len(words) <= _LONGEST:
            return
        key = "".join(map(self._character, words))
        group = self._automaton.get(key, -1)
        if group < 0:
            group = len(self._groups)
            self._groups.append([])
            self._lengths.append(len(words))
            self._automaton.add_word(key, group)
        self._groups[group].append((" ".join(words), number))

    def _character(self, word: str) -> str:
        folded = folded_key(word)
        character = self._numbers.get(folded)
        if character is None:
            character = self._numbers[folded] = chr(_FIRST_NUMBER + len(self._syllables))
            self._syllables.append(folded)
        return character

    def find(self, text: str, *, slips: bool = True) -> list[KnownName]:
        """Every occurrence in order; a longer name hides the shorter ones inside it."""
        if not self._groups:
            return []
        hits: list[KnownName] = []
        normal = normalise(text)
        for at, piece in pieces(normal.text, _PIECE):
            for start, end, words, group, distance in self._in_piece(piece, slips):
                written = normal.span(at + start, at + end)
                hits.append(self._hit(*written, words, group, distance))
        return hits

    def _in_piece(self, text: str, slips: bool) -> Iterator[tuple[int, int, list[str], int, float]]:
        lines = _Lines(text)
        words = lines.words
        row = "".join(map(self._characters.__getitem__, words))
        lengths = self._lengths
        found = [(end - lengths[group] + 1, end, group, 0.0) for end, group in self._automaton.iter(row)]
        if slips:
            found += self._slips(words, row, found)
        for first, last, group, distance in _longest(found):
            yield lines.start(first), lines.end(last), words[first : last + 1], group, distance

    def _hit(self, start: int, end: int, words: list[str], group: int, slip: float) -> KnownName:
        said = " ".join(map(canon, words))
        members = self._groups[group]
        if slip:
            return KnownName(start, end, tuple(number for _, number in members), "slip", slip)
        exact = tuple(number for name, number in members if name == said)
        if exact:
            return KnownName(start, end, exact, "exact", 0.0)
        distances = [(_between(said, name), number) for name, number in members]
        best = min(distance for distance, _ in distances)
        nearest = tuple(number for distance, number in distances if distance <= best + 1e-9)
        return KnownName(start, end, nearest, "unmarked" if said.isascii() else "marks", round(best, 3))

    def _slips(
        self, words: list[str], row: str, found: list[tuple[int, int, int, float]]
    ) -> Iterator[tuple[int, int, int, float]]:
        """Windows of three to six capitalised words that become a known name by one confused syllable."""
        taken = {at for first, last, _, _ in found if last - first >= 2 for at in range(first, last + 1)}
        cases = "".join(map(CLASSES.__getitem__, words))
        for match in _CAPITALS.finditer(cases):
            first, stop = match.span()
            if first in taken:
                continue
            for length in (stop - first, stop - first - 1):
                for start in range(first, stop - length + 1) if length >= 3 else ():
                    yield from self._one_slip(words, row, start, start + length)

    def _one_slip(
        self, words: list[str], row: str, start: int, stop: int
    ) -> Iterator[tuple[int, int, int, float]]:
        window = row[start:stop]
        unknown = window.find(_BREAK)
        if unknown >= 0 and window.find(_BREAK, unknown + 1) >= 0:
            return
        known = self._automaton.longest_prefix(window)
        if known < unknown:
            return
        for hole in (unknown,) if unknown >= 0 else range(min(known + 1, len(window))):
            head, tail = window[:hole], window[hole + 1 :]
            for character, distance in self._near(folded_key(words[start + hole])):
                group = self._automaton.get(head + character + tail, -1)
                if group >= 0:
                    yield start, stop - 1, group, distance
                    return

    def _near_characters(self, folded: str) -> tuple[tuple[str, float], ...]:
        """Syllables of the names within one slip of a folded word, nearest first."""
        close = process.extract(
            folded, self._syllables, scorer=Levenshtein.distance, score_cutoff=2, limit=None
        )
        near = [
            (self._numbers[other], syllable_distance(folded, other)) for other, edits, _ in close if edits
        ]
        return tuple(sorted((pair for pair in near if pair[1] <= _SLIP), key=lambda pair: pair[1]))


def _between(said: str, name: str) -> float:
    pairs = zip(said.split(), name.split(), strict=True)
    return sum(syllable_distance(one, other) for one, other in pairs)


def _longest(found: list[tuple[int, int, int, float]]) -> Iterator[tuple[int, int, int, float]]:
    """Without those inside a longer one; exact ones before slips of the same length."""
    kept_until = -1
    for first, last, group, distance in sorted(found, key=lambda hit: (hit[0], -hit[1], hit[3])):
        if last > kept_until:
            yield first, last, group, distance
            kept_until = last

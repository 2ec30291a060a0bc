"""Stretches of text that may hold names: runs of capitalised words, or lines where case tells nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.authority.lexicons import ABBREVIATED_SURNAMES, JOINING_MIDDLES, PARTICLES, surnames
from archive.authority.orthography import canon, fold
from archive.authority.scan import Scan

UPPER, LOWER, DIGIT, MIXED = "U", "l", "d", "x"
_LONGEST_LINE = 60


class _Classes(dict[str, str]):
    """Token to its class: U capitalised, l small, d number, x letters with digits, else the sign itself."""

    def __missing__(self, word: str) -> str:
        if word.isalpha():
            found = UPPER if word[0].isupper() else LOWER
        elif word[0].isalnum():
            found = DIGIT if word.isdigit() else MIXED
        else:
            found = word
        if len(self) < 1 << 19:
            self[word] = found
        return found


CLASSES = _Classes()


def classes_of(scan: Scan) -> str:
    """One letter a token."""
    return "".join(map(CLASSES.__getitem__, scan.words))


@dataclass(frozen=True, slots=True)
class Run:
    """Syllables in a row: word i stands at tokens firsts[i]..lasts[i] (inclusive; several if hyphenated)."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    words: tuple[str, ...]
    cased: bool
    """False where capitals tell nothing (all capitals, or none)."""


def runs(scan: Scan, classes: str, blocked: bytearray) -> Iterator[Run]:
    """Runs in order, never over a blocked token (one that is a unit, a date …)."""
    if _no_capitals(classes):
        yield from _flat_runs(scan, classes, blocked, 0, len(classes))
        return
    done = 0
    for first, last in _capital_lines(scan, classes):
        yield from _capital_runs(scan, classes, blocked, done, first)
        yield from _flat_runs(scan, classes, blocked, first, last)
        done = last
    yield from _capital_runs(scan, classes, blocked, done, len(classes))


def _no_capitals(classes: str) -> bool:
    small, capital = classes.count(LOWER), classes.count(UPPER)
    return capital == 0 or capital * 40 < small - 3


_CAPITAL_LINE = re.compile(r"(?:\A|\n)[^\nlU]*(U[^\nl]*)(?=\n|\Z)")


def _capital_lines(scan: Scan, classes: str) -> Iterator[tuple[int, int]]:
    """Token ranges written all in capitals: two words or more without one small letter."""
    for match in _CAPITAL_LINE.finditer(classes):
        first, last = match.span(1)
        words = [scan.words[at] for at in range(first, last) if classes[at] == UPPER]
        if sum(len(word) > 1 for word in words) >= 2 and all(word.isupper() for word in words):
            yield first, last


def _capital_runs(scan: Scan, classes: str, blocked: bytearray, start: int, stop: int) -> Iterator[Run]:
    at = classes.find(UPPER, start, stop)
    while at >= 0:
        if blocked[at]:
            at = classes.find(UPPER, at + 1, stop)
            continue
        run = _extend(scan, classes, blocked, at, stop)
        yield run
        at = classes.find(UPPER, run.lasts[-1] + 1, stop)


def _extend(scan: Scan, classes: str, blocked: bytearray, at: int, stop: int) -> Run:
    firsts, lasts, words = [at], [at], [scan.words[at]]
    while True:
        last = lasts[-1]
        joined = _glued(scan, classes, last, stop)
        if joined:
            lasts[-1], words[-1] = joined, scan.text[scan.starts[firsts[-1]] : scan.ends[joined]]
            continue
        following = last + 1
        if (
            following < stop
            and scan.words[following] == "."
            and _abbreviates(scan, words, following, classes, stop)
        ):
            following += 1
        if following >= stop or blocked[following] or not _near(scan, last, following):
            break
        if classes[following] != UPPER and not _small_part(scan, classes, words, following, stop):
            break
        firsts.append(following)
        lasts.append(following)
        words.append(scan.words[following])
    return Run(tuple(firsts), tuple(lasts), tuple(words), True)


def _near(scan: Scan, left: int, right: int) -> bool:
    gap = scan.text[scan.ends[left] : scan.starts[right]]
    return "\n" not in gap and "\t" not in gap and len(gap) <= 3


def _glued(scan: Scan, classes: str, last: int, stop: int) -> int:
    """The token that a hyphen or apostrophe ties to token `last`: Cam-pu-chia, A-lưới, H'Mông."""
    if last + 2 >= stop or scan.words[last + 1] not in {"-", "'", "’"}:
        return 0
    tied = scan.starts[last + 1] == scan.ends[last] and scan.starts[last + 2] == scan.ends[last + 1]
    letters = classes[last + 2] == LOWER or (classes[last + 2] == UPPER and len(scan.words[last]) <= 2)
    return last + 2 if tied and letters else 0


def _abbreviates(scan: Scan, words: list[str], stop_mark: int, classes: str, stop: int) -> bool:
    short = (
        words[-1].lower() in ABBREVIATED_SURNAMES or len(words[-1]) == 1 or words[-1] in {"TP", "TX", "Th"}
    )
    behind = stop_mark + 1
    return (
        short
        and behind < stop
        and scan.starts[stop_mark] == scan.ends[stop_mark - 1]
        and (classes[behind] == UPPER or scan.words[behind] in JOINING_MIDDLES)
    )


def _small_part(scan: Scan, classes: str, words: list[str], at: int, stop: int) -> bool:
    """A small word inside a name: "Nguyễn văn Hùng", "Charles de Gaulle"."""
    if classes[at] != LOWER or at + 1 >= stop or classes[at + 1] != UPPER or not _near(scan, at, at + 1):
        return False
    small, first = scan.words[at], canon(words[0])
    if small in PARTICLES:
        return first not in surnames()
    return (
        (small in JOINING_MIDDLES or fold(small) in JOINING_MIDDLES)
        and len(words) == 1
        and (first in surnames() or words[0].lower() in ABBREVIATED_SURNAMES)
    )


def _flat_runs(scan: Scan, classes: str, blocked: bytearray, start: int, stop: int) -> Iterator[Run]:
    """Words between signs, where case tells nothing; long ones in pieces."""
    firsts: list[int] = []
    for at in range(start, stop + 1):
        letter = classes[at] if at < stop and not blocked[at] else ""
        if letter in {UPPER, LOWER} and len(firsts) < _LONGEST_LINE:
            firsts.append(at)
            continue
        if firsts:
            yield _flat(scan, firsts)
        firsts = [at] if letter in {UPPER, LOWER} else []


def _flat(scan: Scan, firsts: list[int]) -> Run:
    return Run(tuple(firsts), tuple(firsts), tuple(scan.words[at] for at in firsts), False)

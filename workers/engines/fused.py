"""One text from several readers of a line.

PP-OCR reaches farthest but hardly knows tone marks; AsterNet knows marks but loses faint letters. So the
far reader gives the letters, cut into syllables, and for each syllable the marked spellings that Vietnamese
allows are scored by what both saw in that stretch of the line (CTC forward probability), weighed with a
small prior. What each reader saw alone stays as an alternative.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import cv2
import numpy as np

from archive.authority.orthography import fold
from workers.contrast import letters_dark
from workers.engines import shelf
from workers.engines.ctc import Odds, merged, spelling_scores
from workers.engines.lines import cut_line, line_height, line_width
from workers.engines.ports import Glyph, LineReading, Pixels, Quad
from workers.language import is_syllable, share_of_syllables
from workers.spelling import cased_like, forms_of, near_skeletons, prior

_FAR, _MARKS, _PRIOR = 1.0, 0.8, 0.8
"""Weights of the far reader's letters, the marks reader's letters, and the prior."""
_LOOKED_AT_AGAIN = 2
_LEAD = 0.03
_SENTENCE, _OTHER_LANGUAGE = 4, 0.45
_PUNCTUATION = ".,:;-/()'\"?!%+&=*"


@dataclass(frozen=True, slots=True)
class FusedWord:
    """A word of the line; `start` and `end` are 0 to 1 of its width. `from_visit`: a known word swayed it."""

    text: str
    confidence: float
    start: float
    end: float
    from_visit: bool = False


@dataclass(frozen=True, slots=True)
class FusedLine:
    words: tuple[FusedWord, ...]
    readings: tuple[LineReading, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


def read_lines(pixels: Pixels, quads: Sequence[Quad], known: frozenset[str] = frozenset()) -> list[FusedLine]:
    """Read the lines in `quads` of a picture. `known`: small-letter words that may sway a doubtful one."""
    if not quads:
        return []
    far = shelf.far_reader().read_with_odds([cut_line(pixels, quad) for quad in quads])
    dark = letters_dark(pixels, quads, [reading for reading, _ in far])
    views = _views(dark, quads, [_may_be_name(reading.text) for reading, _ in far])
    odds = shelf.marks_reader().log_odds([view for own in views for view in own])
    lines = []
    at = 0
    for (reading, skeleton), own in zip(far, views, strict=True):
        seen = odds[at : at + len(own)]
        at += len(own)
        marks = [shelf.marks_reader().decode(view) for view in seen]
        bare = merged(skeleton, _far_classes(), _bare_alphabet())
        marked = [merged(view, _marks_classes(), _marked_alphabet()) for view in seen]
        lines.append(_Line(reading, max(marks, key=_sureness), bare, marked, known).fused())
    return lines


def _sureness(reading: LineReading) -> float:
    return reading.confidence


def _may_be_name(text: str) -> bool:
    return len(text) > 4 and not any(letter.isdigit() for letter in text)


def _views(dark: Sequence[Pixels], quads: Sequence[Quad], telling: Sequence[bool]) -> list[list[Pixels]]:
    """Each line as the marks reader sees it; the largest, where a name may stand, from three distances."""
    heights = sorted((line_height(q) for q, may in zip(quads, telling, strict=True) if may), reverse=True)
    least = heights[min(_LOOKED_AT_AGAIN, len(heights)) - 1] if heights else math.inf
    views = []
    for grey, quad, may in zip(dark, quads, telling, strict=True):
        strip = cut_line(grey, quad)
        own = [strip]
        if may and line_height(quad) >= least and line_width(quad) > 2 * line_height(quad):
            own.append(cut_line(grey, quad, above=0.3))
            wider = cv2.resize(strip, (round(strip.shape[1] * 1.2), strip.shape[0]))
            own.append(np.asarray(wider, np.uint8))
        views.append(own)
    return views


@cache
def _far_classes() -> tuple[str, ...]:
    return tuple(shelf.far_reader().latin_letters)


@cache
def _marks_classes() -> tuple[str, ...]:
    return tuple(letter.lower() if len(letter) == 1 else "" for letter in shelf.marks_reader().letters)


@cache
def _bare_alphabet() -> dict[str, int]:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789 " + _PUNCTUATION
    return {letter: at + 1 for at, letter in enumerate(letters)}


@cache
def _marked_alphabet() -> dict[str, int]:
    letters = sorted({letter for letter in _marks_classes() if letter})
    return {letter: at + 1 for at, letter in enumerate(letters)}


class _Line:
    """The readings of one line, on their way to one text."""

    def __init__(
        self,
        far: LineReading,
        marks: LineReading,
        skeleton: Odds,
        marked: Sequence[Odds],
        known: frozenset[str],
    ) -> None:
        self._far, self._marks, self._known = far, marks, known
        self._skeleton, self._marked = skeleton, marked

    def fused(self) -> FusedLine:
        marks_lead = (
            _letters(self._marks) != _letters(self._far)
            and _quality(self._marks) > _quality(self._far) + _LEAD
        )
        if marks_lead:
            tokens = _words_of(self._marks)
        else:
            tokens = _words_of(self._far)
            if len(tokens) < _SENTENCE or share_of_syllables(self._far.text) >= _OTHER_LANGUAGE:
                tokens = _tokens(self._far, self._marks)
            else:  # another language is kept as the far reader saw it
                return FusedLine(tuple(_as_seen(tokens, at) for at in range(len(tokens))), self._readings())
        words = [self._word(tokens, at, marks_lead) for at in range(len(tokens))]
        return FusedLine(tuple(words), self._readings())

    def _readings(self) -> tuple[LineReading, ...]:
        return tuple(reading for reading in (self._far, self._marks) if reading.glyphs)

    def _word(self, tokens: list[tuple[Glyph, ...]], at: int, as_written: bool) -> FusedWord:
        as_seen = _as_seen(tokens, at)
        start, end = as_seen.start, as_seen.end
        head, core, tail = _trimmed(as_seen.text)
        if not core.isalpha() or not fold(core).isascii() or (as_written and is_syllable(core)):
            return as_seen
        best, chance, swayed = self._spelled(fold(core), at, len(tokens), (start, end))
        sure = min(as_seen.confidence, 0.4 + 0.6 * chance)
        return FusedWord(head + cased_like(best, core) + tail, sure, start, end, swayed)

    def _spelled(
        self, skeleton: str, at: int, of: int, stretch: tuple[float, float]
    ) -> tuple[str, float, bool]:
        """The best spelling, its share among the candidates, and whether a known word decided it."""
        spellings = self._candidates(skeleton, stretch)
        seen = _FAR * spelling_scores(
            _window(self._skeleton, *stretch), _bare_alphabet(), [fold(word) for word in spellings]
        )
        for odds in self._marked:
            score = spelling_scores(_window(odds, *stretch), _marked_alphabet(), spellings)
            seen = seen + _MARKS / len(self._marked) * score
        totals = seen + _PRIOR * np.array([prior(word, at, of, self._known) for word in spellings])
        best = int(totals.argmax())
        swayed = False
        if spellings[best] in self._known:
            alone = seen + _PRIOR * np.array([prior(word, at, of) for word in spellings])
            swayed = int(alone.argmax()) != best
        chance = float(np.exp(totals[best] - np.logaddexp.reduce(totals)))
        return spellings[best], chance, swayed

    def _candidates(self, skeleton: str, stretch: tuple[float, float]) -> list[str]:
        letters = [g for g in self._marks.glyphs if stretch[0] <= g.at < stretch[1] and g.text.isalpha()]
        other = "".join(glyph.text for glyph in letters).lower()
        skeletons = {skeleton, fold(other)} - {""}
        if not all(is_syllable(each) for each in skeletons) or len(skeletons) > 1:
            skeletons |= {near for each in tuple(skeletons) for near in near_skeletons(each)}
        spellings = {form for each in skeletons for form in forms_of(each)} | {skeleton, other} - {""}
        return sorted(spellings | {word for word in self._known if fold(word) in skeletons})


def _as_seen(tokens: list[tuple[Glyph, ...]], at: int) -> FusedWord:
    glyphs = tokens[at]
    start, end = _stretch(tokens, at, _pitch(tokens))
    sure = sum(glyph.confidence for glyph in glyphs) / len(glyphs)
    return FusedWord("".join(glyph.text for glyph in glyphs), sure, start, end)


def _letters(reading: LineReading) -> str:
    return fold(reading.text).replace(" ", "")


def _quality(reading: LineReading) -> float:
    """How sure a reader is, and how much of it can be Vietnamese; letters that it lacks break syllables."""
    return reading.confidence * (0.4 + 0.6 * share_of_syllables(reading.text))


def _words_of(reading: LineReading) -> list[tuple[Glyph, ...]]:
    words: list[list[Glyph]] = [[]]
    for glyph in reading.glyphs:
        if glyph.text.isspace():
            words.append([])
        else:
            words[-1].append(glyph)
    return [tuple(word) for word in words if word]


def _trimmed(text: str) -> tuple[str, str, str]:
    """Punctuation before, the word, punctuation after."""
    core = text.strip(_PUNCTUATION + "“”‘’…·•：。，")
    if not core:
        return "", text, ""
    at = text.index(core)
    return text[:at], core, text[at + len(core) :]


def _tokens(far: LineReading, marks: LineReading) -> list[tuple[Glyph, ...]]:
    """The far reader's letters cut at its spaces, and where a word holds two syllables."""
    spaces = [glyph.at for glyph in marks.glyphs if glyph.text == " "]
    return [tuple(part) for word in _words_of(far) for part in _split(list(word), spaces)]


def _split(word: list[Glyph], spaces: list[float]) -> list[list[Glyph]]:
    text = fold("".join(glyph.text for glyph in word))
    if len(text) != len(word) or len(word) < 3 or is_syllable(text.strip(_PUNCTUATION)):
        return [word]
    best, cut = -math.inf, 0
    for at in range(1, len(word)):
        worth = _worth_of_cut(word, text, at, spaces)
        if worth > best:
            best, cut = worth, at
    if best <= 0:
        return [word]
    return [*_split(word[:cut], spaces), *_split(word[cut:], spaces)]


def _worth_of_cut(word: list[Glyph], text: str, at: int, spaces: list[float]) -> float:
    """Above 0 where two words may meet: a letter meets a digit, a mark of punctuation ends, or two syllables
    stand side by side; more where the gap is wide or the other reader saw a space."""
    left, right = text[:at].strip(_PUNCTUATION), text[at:].strip(_PUNCTUATION)
    gap = word[at].at - word[at - 1].at
    usual = (word[-1].at - word[0].at) / max(len(word) - 1, 1)
    seen_space = any(word[at - 1].at < space < word[at].at for space in spaces)
    if text[at - 1] in ".:;," and right[:1].isalnum() and left.isalpha():
        return 4.0
    if not (left.isalpha() and right.isalpha() and len(left) > 1 and len(right) > 1):
        return -1.0
    whole = is_syllable(left) + is_syllable(right) + sum(map(len, (left, right))) / 100
    if whole < 1 or (whole < 2 and not seen_space):
        return -1.0
    return whole - 1.5 + (gap / usual if usual else 0) / 2 + 1.5 * seen_space


def _stretch(tokens: list[tuple[Glyph, ...]], at: int, pitch: float) -> tuple[float, float]:
    """From the middle between this word and its neighbours, or a letter beyond the ends of the line."""
    first, last = tokens[at][0].at, tokens[at][-1].at
    start = (tokens[at - 1][-1].at + first) / 2 if at else first - 1.3 * pitch
    end = (tokens[at + 1][0].at + last) / 2 if at + 1 < len(tokens) else last + 1.3 * pitch
    return max(start, 0.0), min(end, 1.0)


def _pitch(tokens: Sequence[tuple[Glyph, ...]]) -> float:
    """The usual distance of two letters, as a share of the line."""
    steps = sorted(b.at - a.at for token in tokens for a, b in pairwise(token))
    return steps[len(steps) // 2] if steps else 0.05


def _window(odds: Odds, start: float, end: float) -> Odds:
    steps = len(odds)
    left, right = math.floor(start * steps), math.ceil(end * steps)
    return odds[max(left, 0) : max(right, left + 1)]

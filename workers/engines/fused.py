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

from archive.authority.orthography import fold, fold_text
from workers.contrast import gilt_and_light, letters_dark
from workers.engines import shelf
from workers.engines.ctc import Odds, merged, spelling_scores
from workers.engines.lines import cut_line, line_height, line_width
from workers.engines.ports import Glyph, LineReading, Pixels, Quad
from workers.language import is_syllable, share_of_syllables
from workers.pairs import Scores, best_path
from workers.spelling import cased_like, forms_of, near_skeletons, prior

_FAR, _MARKS, _PRIOR = 1.0, 0.8, 0.8
"""Weights of the far reader's letters, the marks reader's letters, and the prior."""
_WRITTEN = 1.0
"""Log-weight of what the marks reader itself made of its clearest view, where it leads."""
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
    views = _views(pixels, dark, quads, [_may_be_name(reading.text) for reading, _ in far])
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


def _views(
    pixels: Pixels, dark: Sequence[Pixels], quads: Sequence[Quad], telling: Sequence[bool]
) -> list[list[Pixels]]:
    """Each line as the marks reader sees it; the largest, where a name may stand, from three distances and
    once with lightness and colour together."""
    heights = sorted((line_height(q) for q, may in zip(quads, telling, strict=True) if may), reverse=True)
    least = heights[min(_LOOKED_AT_AGAIN, len(heights)) - 1] if heights else math.inf
    both = gilt_and_light(pixels, quads) if heights else None
    views = []
    for grey, quad, may in zip(dark, quads, telling, strict=True):
        own = [cut_line(grey, quad)]
        large = may and line_height(quad) >= least and line_width(quad) > 2 * line_height(quad)
        if both is not None and large:
            wider = cv2.resize(own[0], (round(own[0].shape[1] * 1.2), own[0].shape[0]))
            own += [cut_line(grey, quad, above=0.3), np.asarray(wider, np.uint8), cut_line(both, quad)]
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


@dataclass(frozen=True, slots=True)
class _Choice:
    """The spellings a word may have and their log-weights. `unswayed`: the best one without the words of the
    visit, empty where none of these is among them; None for a word that stays as it was seen."""

    spellings: tuple[str, ...]
    scores: Scores
    unswayed: str | None


def _spelled(seen: FusedWord, choice: _Choice, at: int, share: float) -> FusedWord:
    if choice.unswayed is None:
        return seen
    head, core, tail = _trimmed(seen.text)
    best = choice.spellings[at]
    sure = min(seen.confidence, 0.4 + 0.6 * share)
    swayed = choice.unswayed not in ("", best)
    return FusedWord(head + cased_like(best, core) + tail, sure, seen.start, seen.end, swayed)


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
            # Asked without marks: the far reader lacks most of them, and "ngū" is still "ngũ".
            if len(tokens) < _SENTENCE or share_of_syllables(fold_text(self._far.text)) >= _OTHER_LANGUAGE:
                tokens = _tokens(self._far, self._marks)
            else:  # another language is kept as the far reader saw it
                return FusedLine(tuple(_as_seen(tokens, at) for at in range(len(tokens))), self._readings())
        return FusedLine(self._words(tokens, marks_lead), self._readings())

    def _readings(self) -> tuple[LineReading, ...]:
        return tuple(reading for reading in (self._far, self._marks) if reading.glyphs)

    def _words(self, tokens: list[tuple[Glyph, ...]], as_written: bool) -> tuple[FusedWord, ...]:
        """Each word as it was seen, or in the spelling that fits best what was seen and its neighbours."""
        seen = [_as_seen(tokens, at) for at in range(len(tokens))]
        choices = [self._choice(seen, at, as_written) for at in range(len(tokens))]
        path = best_path([one.spellings for one in choices], [one.scores for one in choices])
        return tuple(
            _spelled(word, choice, *chosen) for word, choice, chosen in zip(seen, choices, path, strict=True)
        )

    def _choice(self, seen: Sequence[FusedWord], at: int, as_written: bool) -> _Choice:
        word = seen[at]
        _, core, _ = _trimmed(word.text)
        if not core.isalpha() or not fold(core).isascii():
            return _Choice((core.lower(),), np.zeros(1), None)
        if as_written and is_syllable(core):  # the far reader was lost here: its letters say nothing
            spellings = sorted({*forms_of(fold(core)), core.lower()})
            scores = self._marks_seen(spellings, word.start, word.end) + _WRITTEN * np.array(
                [one == core.lower() for one in spellings]
            )
        else:
            spellings = self._candidates(fold(core), (word.start, word.end))
            scores = self._seen(spellings, word.start, word.end)
        alone = scores + _PRIOR * np.array([prior(one, at, len(seen)) for one in spellings])
        scores = scores + _PRIOR * np.array([prior(one, at, len(seen), self._known) for one in spellings])
        swaying = frozenset(spellings) & self._known
        return _Choice(tuple(spellings), scores, spellings[int(alone.argmax())] if swaying else "")

    def _seen(self, spellings: Sequence[str], start: float, end: float) -> Scores:
        """How well each spelling fits what both readers saw in that stretch of the line."""
        far = _window(self._skeleton, start, end)
        scores = _FAR * spelling_scores(far, _bare_alphabet(), [fold(word) for word in spellings])
        return np.asarray(scores + _MARKS * self._marks_seen(spellings, start, end), np.float64)

    def _marks_seen(self, spellings: Sequence[str], start: float, end: float) -> Scores:
        """The same for the marks reader alone, over its views of the line."""
        views = [
            spelling_scores(_window(odds, start, end), _marked_alphabet(), spellings) for odds in self._marked
        ]
        return np.asarray(np.mean(views, axis=0), np.float64)

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

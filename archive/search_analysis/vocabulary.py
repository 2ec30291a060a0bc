"""Words as numbers, so that texts are worked on in bulk: what stands between two spaces is taken apart once.

A stretch between spaces ("Hùng,", "E66.", "Hà-Nội.") is numbered; its words are numbered too. A text is then
one array of numbers, from which its terms, its pairs and the counts of the collection follow without looking
at letters again.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from archive.authority.orthography import canon, folded_key, nfc

Numbers = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint64]
STOP = "."
"""The end of a sentence. No word, since words have letters or digits only."""
STOP_NUMBER = 0
LONGEST_TERM = 64
"""Code points. Longer runs of letters are no words; both engines would refuse terms of some 30 kB."""
_MOST_STRETCHES = 1_000_000
_MOST_LETTERS = 32_000_000
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"""[.!?…]+["'”’»)\]]*$""")


def words_in(text: str) -> list[str]:
    """Words in lower case, as written."""
    return [word[:LONGEST_TERM] for word in _WORD.findall(nfc(text).lower())]


class Vocabulary(dict[str, int]):
    """Stretch to its number, made when it is first asked for. Threads may share it."""

    def __init__(self) -> None:
        super().__init__()
        self._adding = threading.Lock()
        self._word_numbers = {STOP: STOP_NUMBER}
        self._letters = 0
        self.forms = [STOP]
        """Canonical words by their number."""
        self.texts: list[str] = []
        """What each stretch says: its canonical words, each closed by a space."""
        self._keys = array("Q", [0])
        self._words = array("i")
        self._ends = array("q", [0])

    @property
    def is_full(self) -> bool:
        return len(self) >= _MOST_STRETCHES or self._letters >= _MOST_LETTERS

    def __missing__(self, stretch: str) -> int:
        with self._adding:
            if stretch in self:
                return self[stretch]
            words = [STOP] if stretch == STOP else words_in(stretch)
            canonical = list(map(canon, words))
            numbers = list(map(self._number, words, canonical))
            if stretch != STOP and words and _ends_sentence(stretch, words):
                numbers.append(STOP_NUMBER)
            self._words.extend(numbers)
            self._ends.append(len(self._words))
            self.texts.append("".join(f"{word} " for word in canonical if word != STOP))
            self._letters += len(stretch)
            made = self[stretch] = len(self)
            return made

    def _number(self, word: str, canonical: str) -> int:
        known = self._word_numbers.get(canonical)
        if known is None:
            known = self._word_numbers[canonical] = len(self.forms)
            self.forms.append(canonical)
            self._keys.append(_key(folded_key(word)))
        return known

    def words_of(self, stretches: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """The numbers of the words of stretches, with stops after sentences; and where each stretch ends."""
        with self._adding:
            words, ends = np.array(self._words, np.int32), np.array(self._ends, np.int64)
        starts = ends[stretches]
        sizes = ends[stretches + 1] - starts
        bounds = np.cumsum(sizes)
        inside = np.arange(bounds[-1] if len(bounds) else 0) + np.repeat(starts - (bounds - sizes), sizes)
        return words[inside], bounds

    def pair_codes(self, words: Numbers) -> Codes:
        """A code of 30 bits for each word with the next one, whatever their marks."""
        with self._adding:
            keys = np.array(self._keys, np.uint64)
        of_words = keys[words]
        return _mixed(of_words[:-1], of_words[1:])


def pair_terms(words: Sequence[str]) -> list[str]:
    """The terms under which neighbouring words are indexed, whatever their marks: five letters each."""
    if len(words) < 2:
        return []
    keys = np.array([_key(folded_key(word)) for word in words], np.uint64)
    return written(_mixed(keys[:-1], keys[1:])).decode("ascii").split()


def written(codes: Codes) -> bytes:
    """Each code as five letters and a space. Such short terms are indexed in two thirds of the time."""
    letters = np.empty((len(codes), 6), np.uint8)
    for place in range(5):
        letters[:, place] = _ALPHABET[(codes >> np.uint64(6 * place)) & np.uint64(63)]
    letters[:, 5] = ord(" ")
    return letters.tobytes()


_ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", np.uint8)
_FIRST, _SECOND, _LAST = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93], np.uint64)
"""Odd numbers that spread bits. Among 10 million pairs one in a hundred shares its code."""


def _mixed(first: Codes, second: Codes) -> Codes:
    mixed = first * _FIRST + second * _SECOND
    mixed ^= mixed >> np.uint64(32)
    mixed *= _LAST
    return np.asarray(mixed >> np.uint64(34), np.uint64)


def _key(folded: str) -> int:
    return crc32(folded.encode("utf-8", "replace"))


def _ends_sentence(stretch: str, words: Sequence[str]) -> bool:
    """A full stop ends a sentence, but not after an abbreviation ("Ng. văn Hùng", "TP. Huế")."""
    if stretch[-1] not in ".!?…\"'”’»)]" or not _SENTENCE_END.search(stretch):
        return False
    short = stretch.endswith(".") and len(words) == 1 and len(words[0]) <= 2 and stretch[0].isupper()
    return not short

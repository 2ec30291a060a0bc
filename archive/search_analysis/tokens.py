"""Text to the terms that both engines index: canonical words, and pairs of folded neighbours.

Written for bulk: what a stretch between two spaces becomes is worked out once and remembered, so that a
text costs a few look-ups for each word. How the terms are used for ranking: `plan`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

import numpy as np

from archive.authority.orthography import canon, folded_key, nfc

LONGEST_TERM = 64
"""Code points. Longer runs of letters are no words; both engines would refuse terms of some 30 kB."""
_REMEMBERED = 1_000_000
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"""[.!?…]+["'”’»)\]]*$""")
_STOP = "."
"""Stands between sentences while pairs are made; no word, since words have letters or digits only."""
_BETWEEN = f"{_STOP} "
_SPACE, _LINE = ord(" "), ord("_")


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of one text, each a string with spaces between them, ready for a whitespace analyser.

    `words` are canonical; `sentences` are the same words, with a stop between sentences.
    """

    words: str
    pairs: str
    sentences: str


class _Chunks(dict[str, tuple[str, str]]):
    """A stretch without spaces to its canonical and its folded words, each closed by a space."""

    def __missing__(self, chunk: str) -> tuple[str, str]:
        if len(self) >= _REMEMBERED:
            self.clear()
        words = [word[:LONGEST_TERM] for word in _WORD.findall(nfc(chunk).lower())]
        stop = [_STOP] if chunk == _STOP or (words and _ends_sentence(chunk, words)) else []
        made = (
            "".join(f"{word} " for word in [*map(canon, words), *stop]),
            "".join(f"{word} " for word in [*map(folded_key, words), *stop]),
        )
        if len(chunk) <= LONGEST_TERM:
            self[chunk] = made
        return made


def _ends_sentence(chunk: str, words: list[str]) -> bool:
    """A full stop ends a sentence, but not after an abbreviation ("Ng. văn Hùng", "TP. Huế")."""
    if chunk[-1] not in ".!?…\"'”’»)]" or not _SENTENCE_END.search(chunk):
        return False
    short = chunk.endswith(".") and len(words) == 1 and len(words[0]) <= 2 and chunk[0].isupper()
    return not short


_chunks = _Chunks()
_canonical: Callable[[tuple[str, str]], str] = itemgetter(0)
_folded: Callable[[tuple[str, str]], str] = itemgetter(1)


def terms_of(text: str) -> Terms:
    """Words and pairs of one text. Pairs do not reach across the end of a sentence."""
    return terms_of_all([text])[0]


def terms_of_all(texts: Sequence[str]) -> list[Terms]:
    """As `terms_of`, for many texts at once, which costs a third."""
    sentences, folded = [], []
    for text in texts:
        if "\n\n" in text or "\f" in text:
            text = text.replace("\n\n", f" {_STOP} ").replace("\f", f" {_STOP} ")
        made = list(map(_chunks.__getitem__, text.split()))
        sentences.append("".join(map(_canonical, made)))
        folded.append("".join(map(_folded, made)))
    return [
        Terms(sentence.replace(_BETWEEN, "") if _STOP in sentence else sentence, pairs, sentence)
        for sentence, pairs in zip(sentences, pairs_of_all(folded), strict=True)
    ]


def pairs_of_all(folded: Sequence[str]) -> list[str]:
    """Texts of folded words, each word closed by a space, to pairs: "a b . c d " to "a_b c_d ".

    A pair is the stretch from the start of a word to the end of the next one, cut out of one array of all
    letters, with the space in it made a line; stretches that touch a stop are left out.
    """
    encoded = [text.encode() for text in folded]
    letters = np.frombuffer(_BETWEEN.encode().join([b"", *encoded, b""]), np.uint8)
    ends = np.flatnonzero(letters == _SPACE)
    starts = np.concatenate([[0], ends[:-1] + 1])
    is_word = letters[starts] != ord(_STOP)
    kept = np.flatnonzero(is_word[:-1] & is_word[1:])
    first, sizes = starts[kept], ends[kept + 1] + 1 - starts[kept]
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    paired = letters[np.repeat(first - offsets[:-1], sizes) + np.arange(offsets[-1])]
    paired[offsets[:-1] + ends[kept] - first] = _LINE
    text_starts = np.cumsum([len(_BETWEEN)] + [len(text) + len(_BETWEEN) for text in encoded])
    bounds = offsets[np.searchsorted(first, text_starts)].tolist()
    blob = paired.tobytes()
    return [blob[start:end].decode() for start, end in pairwise(bounds)]


def opening(text: str, longest: int = 600) -> str:
    """What a text says first: its first paragraph that has words, cut at `longest` code points.

    Lines of a scanned page are no paragraphs: short lines are joined until the opening has some length.
    """
    taken: list[str] = []
    size = 0
    for line in text[: 4 * longest].split("\n"):
        if not line.strip():
            continue
        taken.append(line)
        size += len(line)
        if size >= _SHORTEST_OPENING:
            break
    return "\n".join(taken)[:longest]


_SHORTEST_OPENING = 40


def query_words(text: str) -> list[str]:
    """The words of a query in lower case, as typed, at most `LONGEST_TERM` long."""
    return [word[:LONGEST_TERM] for word in _WORD.findall(nfc(text).lower())]

"""Text to the terms that both engines index: canonical words, and pairs of folded neighbours.

Written for bulk: what a stretch between two spaces becomes is worked out once and remembered, so that a
text costs a few look-ups for each word. How the terms are used for ranking: `plan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

from archive.authority.orthography import canon, folded_key, nfc

LONGEST_TERM = 64
"""Code points. Longer runs of letters are no words; both engines would refuse terms of some 30 kB."""
_REMEMBERED = 1_000_000
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"""[.!?…]+["'”’»)\]]*$""")
_STOP = "."
"""Stands between sentences while pairs are made; no word, since words have letters or digits only."""


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
        stop = [_STOP] if _ends_sentence(chunk, words) else []
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


def terms_of(text: str) -> Terms:
    """Words and pairs of one text. Pairs do not reach across the end of a sentence."""
    if "\n\n" in text or "\f" in text:
        text = text.replace("\n\n", f" {_STOP} ").replace("\f", f" {_STOP} ")
    made = list(map(_chunks.__getitem__, text.split()))
    sentences = "".join([canonical for canonical, _ in made])
    folded = "".join([fold for _, fold in made])
    return Terms(
        words=sentences.replace(f"{_STOP} ", "") if _STOP in sentences else sentences,
        pairs=" ".join([pairs_of(sentence) for sentence in folded.split(f"{_STOP} ")]),
        sentences=sentences,
    )


def pairs_of(folded: str) -> str:
    """ "a b c " to "a_b b_c"."""
    following = folded.split()
    if len(following) < 2:
        return ""
    leading = folded.replace(" ", "_ ").split()
    del following[0]
    return " ".join(map(add, leading, following))


def repeated(text: str, times: int) -> str:
    """The terms so often, for what an item says first."""
    return " ".join([text.strip()] * times)


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


def join(parts: Iterable[str]) -> str:
    return " ".join(part for part in map(str.strip, parts) if part)

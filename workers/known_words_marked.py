"""Marks on words that came from the visit's list: nobody shall take them for what the machine heard alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.authority.orthography import canon, tokens
from schemas.transcripts import Reading
from workers.heard_lines import Line
from workers.known_words import Term, namesakes, occurrences

SOURCE = "visit"
NAMESAKE = "visit-namesake"


def mark_listed(line: Line, terms: Sequence[Term], first_text: str) -> Line:
    """Words of listed terms that the first hearing lacked get `source`; near namesakes become readings."""
    heard = set(map(canon, tokens(first_text)))
    words = list(line.words)
    owners = [at for at, word in enumerate(words) for _ in tokens(word.text)]
    readings = list(line.readings)
    for start, end, term in occurrences(terms, line.text):
        if all(syllable in heard for syllable in term.syllables):
            continue
        for at in dict.fromkeys(owners[start:end]):
            words[at] = replace(words[at], source=SOURCE)
        for other in namesakes(terms, term):
            readings.append(Reading(_instead(line, owners[start:end], other), 0.0, NAMESAKE))
    return replace(line, words=tuple(words), readings=tuple(readings))


def _instead(line: Line, place: Sequence[int], other: Term) -> str:
    before = [word.text for word in line.words[: place[0]]]
    after = [word.text for word in line.words[place[-1] + 1 :]]
    return " ".join([*before, other.text, *after])

"""Words of a query that came out as Telex keys, because the keyboard was not switched ("Nguyeexn")."""

from __future__ import annotations

from collections.abc import Sequence

from archive.authority.encodings import untelex
from archive.authority.orthography import canon
from archive.search_analysis.counts import WordTable


def meant_words(words: Sequence[str], table: WordTable) -> list[str]:
    """Each word as it was meant. What the collection holds as typed is kept: it may be just that word."""
    return [word if canon(word) in table.ids else untelex(word) or word for word in words]


def other_readings(words: Sequence[str], table: WordTable) -> list[str]:
    """Canonical forms that words may have been meant for that also stand in the collection as typed."""
    kept = (word for word in words if word.isascii() and canon(word) in table.ids)
    return [canon(meant) for word in kept if (meant := untelex(word))]

"""An item to the fields of the index: the same for both engines.

Two fields rank (`c` canonical words, `p` folded pairs); the others are exact terms for filters, facets and
suggestions. `stored` comes back with a hit and is what snippets are cut from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from archive.authority.orthography import fold_text, folded_key, nfc
from archive.rights.doors import doors_of
from archive.search_analysis.days import stretch_terms
from archive.search_analysis.tokens import Terms, opening, terms_of_all
from schemas.queries import IndexDocument, Passage
from schemas.rights import Thing

KEYWORDS = ("kind", "commune", "year", "visit", "unit", "place", "person", "period", "quality", "medium")
"""Fields that are counted as facets."""
EXACT = ("org", "door", "when", "suggest")
"""Further exact fields, without facets."""
FIRST_TIMES = 4
"""How often an item's title and first paragraph are written (measured: search.md)."""
_LABEL = "\x1f"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_REMEMBERED = 1 << 16
"""Names, days and organisations come again from item to item."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What an engine writes for one item. `said` feeds the counts of the collection."""

    item_id: str
    words: str
    pairs: str
    keywords: dict[str, tuple[str, ...]]
    day: int
    """Ordinal of the day of collection, 0 if unknown: for sorting."""
    stored: bytes
    """UTF-8. Half characters, which damaged lists contain, are "?" in it, so that offsets stay."""
    said: tuple[Terms, ...]


def entries_of(documents: Sequence[IndexDocument]) -> list[IndexEntry]:
    """Entries of many documents at once."""
    said = [[document.title, *(passage.text for passage in document.passages)] for document in documents]
    first = [_first_said(document) for document in documents]
    made = iter(
        terms_of_all([text for pair in zip(said, first, strict=True) for part in pair for text in part])
    )
    return [
        _entry(document, list(islice(made, len(texts))), list(islice(made, len(begun))))
        for document, texts, begun in zip(documents, said, first, strict=True)
    ]


def _entry(document: IndexDocument, parts: list[Terms], firsts: list[Terms]) -> IndexEntry:
    again = firsts * (FIRST_TIMES - 1)
    return IndexEntry(
        item_id=document.item_id,
        words=" ".join([part.words for part in [*parts, *again]]),
        pairs=" ".join([part.pairs for part in [*parts, *again]]),
        keywords=_keywords(document),
        day=document.captured.toordinal() if document.captured else 0,
        stored=_JSON.encode(_stored(document)).encode("utf-8", "replace"),
        said=tuple(parts),
    )


def _first_said(document: IndexDocument) -> list[str]:
    """Title and first paragraph."""
    first = next((passage.text for passage in document.passages if passage.text.strip()), "")
    return [text for text in (document.title, opening(first)) if text]


def _keywords(document: IndexDocument) -> dict[str, tuple[str, ...]]:
    return {
        "kind": (document.kind.value,),
        "commune": (document.commune,) if document.commune else (),
        "year": (str(document.captured.year),) if document.captured else (),
        "visit": (document.visit_id,) if document.visit_id else (),
        "unit": document.units,
        "place": document.places,
        "person": tuple(dict.fromkeys(map(nfc, document.persons))),
        "period": _periods(document.days),
        "quality": (quality_of(document.passages),),
        "medium": (document.medium,) if document.medium else (),
        "org": _ancestors(document.organisation_path),
        "door": document.doors or _doors(document.level, document.organisation_path),
        "when": tuple(sorted(frozenset().union(*map(_when, document.days)))),
        "suggest": _suggestions(document),
    }


@lru_cache(_REMEMBERED)
def _doors(level: int, organisation_path: str) -> tuple[str, ...]:
    return doors_of(Thing(level, organisation_path))


@lru_cache(_REMEMBERED)
def _when(days: tuple[date, date]) -> frozenset[str]:
    return frozenset(stretch_terms(*days))


def _periods(days: tuple[tuple[date, date], ...]) -> tuple[str, ...]:
    """The years that short stretches fall into; what spans more than a year belongs to no one year."""
    return tuple(sorted({f"{first.year:04}" for first, last in days if first.year == last.year}))


def quality_of(passages: tuple[Passage, ...]) -> str:
    """`high`, `middle` or `low`: the mean confidence of what was read, by length of text."""
    size = sum(len(passage.text) for passage in passages)
    if not size:
        return "high"
    mean = sum(passage.quality * len(passage.text) for passage in passages) / size
    return "high" if mean >= 0.85 else "middle" if mean >= 0.6 else "low"


@lru_cache(_REMEMBERED)
def _ancestors(path: str) -> tuple[str, ...]:
    parts = [part for part in path.split("/") if part]
    return tuple("/".join(parts[: end + 1]) for end in range(len(parts)))


def organisation_term(path: str) -> str:
    return "/".join(part for part in path.split("/") if part)


def _suggestions(document: IndexDocument) -> tuple[str, ...]:
    """Folded beginnings at each word, with the spelling that is shown: `van hung` finds Nguyễn Văn Hùng."""
    labels = [*document.persons, *document.units, *document.place_labels]
    return tuple(dict.fromkeys(key for label in labels for key in _beginnings(label)))


@lru_cache(_REMEMBERED)
def _beginnings(label: str) -> tuple[str, ...]:
    label = " ".join(nfc(label).split())
    words = [folded_key(word) for word in fold_text(label).split()]
    return tuple(" ".join(words[start:]) + _LABEL + label for start in range(min(len(words), 4)))


def suggestion_prefix(typed: str) -> str:
    """Folded: a suggestion is found whatever marks were typed. A last space is kept as a word's end."""
    folded = " ".join(folded_key(word) for word in fold_text(typed).split())
    return folded + (" " if folded and typed.endswith(" ") else "")


def suggestion_label(term: str) -> str:
    return term.rpartition(_LABEL)[2]


def _stored(document: IndexDocument) -> dict[str, Any]:
    return {
        "id": document.item_id,
        "kind": document.kind.value,
        "title": document.title,
        "visit": document.visit_id,
        "external": document.external_id,
        "commune": document.commune,
        "captured": document.captured.isoformat() if document.captured else None,
        "medium": document.medium,
        "level": document.level,
        "passages": [
            [passage.asset_id, passage.transcript_id, passage.located, passage.text]
            for passage in document.passages
        ],
    }

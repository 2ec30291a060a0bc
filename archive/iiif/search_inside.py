"""Search inside an item, as the Content Search API 2 wants it: lines that hold the words, with their places.

Words are compared without their marks and case, as everywhere in the archive.
Source: https://iiif.io/api/search/2.0/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive.authority.orthography import canon
from archive.iiif.manifest import Addresses, Shown, canvas_id, line_annotation, where_of
from archive.search_analysis.folding import folded_text
from schemas.transcripts import Segment

_CONTEXT = "http://iiif.io/api/search/2/context.json"
MOST = 500
LONGEST_QUERY = 200


def search_inside(query: str, address: str, files: Sequence[Shown], at: Addresses) -> dict[str, Any]:
    """An annotation page with each line that holds all the words, and what was matched in it."""
    words = folded_text(canon(query[:LONGEST_QUERY])).split()
    found = list(_found(words, files))[:MOST] if words else []
    items, marks = [], []
    for number, (shown, segment) in enumerate(found, 1):
        canvas = canvas_id(at, shown.asset.id, segment.page or 1)
        line = line_annotation(f"{address}#line-{number}", segment, canvas)
        items.append(line)
        marks += [_mark(f"{address}#mark-{number}-{word}", line["id"], segment, word) for word in words]
    page: dict[str, Any] = {"@context": _CONTEXT, "id": address, "type": "AnnotationPage", "items": items}
    if marks:
        page["annotations"] = [{"id": f"{address}#marks", "type": "AnnotationPage", "items": marks}]
    return page


def _found(words: Sequence[str], files: Sequence[Shown]) -> Iterator[tuple[Shown, Segment]]:
    for shown in files:
        for segment in shown.transcript.segments if shown.transcript else ():
            stand = f" {_spaced(segment.text)}"
            if where_of(segment) and all(f" {word}" in stand for word in words):
                yield shown, segment


def _spaced(text: str) -> str:
    """Words apart by single spaces, without what surrounds them."""
    folded = folded_text(canon(text))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded).split())


def _mark(address: str, line: str, segment: Segment, word: str) -> dict[str, Any]:
    """The piece of the line that was matched, in its own spelling."""
    text = canon(segment.text)
    start = max(folded_text(text).find(word), 0)
    selector = {
        "type": "TextQuoteSelector",
        "prefix": text[max(start - 30, 0) : start],
        "exact": text[start : start + len(word)],
        "suffix": text[start + len(word) : start + len(word) + 30],
    }
    return {
        "id": address,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": {"type": "SpecificResource", "source": line, "selector": [selector]},
    }

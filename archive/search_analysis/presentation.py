"""A stored entry and a plan to a hit: title, best places, and where they stand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from archive.search_analysis.plan import Plan
from archive.search_analysis.snippets import SNIPPET_LENGTH, Piece, pieces_of
from schemas.queries import Hit, HitPlace
from schemas.transcripts import Locator

MOST_PLACES = 3


def hit_of(stored: str, score: float, plan: Plan) -> Hit:
    entry = json.loads(stored)
    return Hit(
        item_id=entry["id"],
        score=score,
        kind=entry["kind"],
        title=entry["title"],
        external_id=entry["external"],
        visit_id=entry["visit"],
        places=_places(entry, plan),
        commune=entry["commune"],
        captured=date.fromisoformat(entry["captured"]) if entry["captured"] else None,
        medium=entry["medium"],
        level=entry["level"],
    )


def _places(entry: dict[str, Any], plan: Plan) -> tuple[HitPlace, ...]:
    """The best places over all passages; without any, how the item begins."""
    found = [
        (piece, passage)
        for passage in entry["passages"]
        for piece in (pieces_of(passage[3], plan.sought, MOST_PLACES) if plan.sought else ())
    ]
    found.sort(key=lambda one: -one[0].weight)
    if found:
        return tuple(_place(piece, passage) for piece, passage in found[:MOST_PLACES])
    begun = next((passage for passage in entry["passages"] if passage[3].strip()), None)
    return (_beginning(begun),) if begun else ()


def _place(piece: Piece, passage: list[Any]) -> HitPlace:
    asset_id, transcript_id, located, text = passage
    locator = Locator(asset_id, text_start=piece.first, text_end=piece.last) if asset_id else None
    return HitPlace(text[piece.start : piece.end], piece.marks, locator, transcript_id if located else None)


def _beginning(passage: list[Any]) -> HitPlace:
    asset_id, _, _, text = passage
    snippet = text[:SNIPPET_LENGTH].rstrip()
    return HitPlace(snippet, (), Locator(asset_id, text_start=0, text_end=0) if asset_id else None)

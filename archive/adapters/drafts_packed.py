"""A draft's text as compact JSON: only what differs from the usual, since it is written every two seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from schemas.editing import Draft
from schemas.markings import Chapter, MapPoint, Mark, MarkKind
from schemas.transcripts import Box, Segment

_PLAIN = ("id", "page", "start", "end", "speaker", "doubt", "raw")


def pack(segments: Sequence[Segment]) -> list[dict[str, Any]]:
    """The lines as typed; words and readings are the base version's."""
    return [_packed(segment) for segment in segments]


def unpack(body: list[dict[str, Any]]) -> tuple[Segment, ...]:
    return tuple(_unpacked(one) for one in body)


def pack_beside(draft: Draft) -> dict[str, Any]:
    """Chapters of a recording, points of a map."""
    return {
        "chapters": [asdict(one) for one in draft.chapters],
        "points": [asdict(one) for one in draft.points],
    }


def unpack_beside(beside: dict[str, Any]) -> dict[str, Any]:
    return {
        "chapters": tuple(Chapter(**{**one, "names": tuple(one["names"])}) for one in beside["chapters"]),
        "points": tuple(MapPoint(**one) for one in beside["points"]),
    }


def _packed(segment: Segment) -> dict[str, Any]:
    row: dict[str, Any] = {"text": segment.text, "kind": segment.kind}
    for name in _PLAIN:
        value = getattr(segment, name)
        if value not in (None, ""):
            row[name] = value
    if segment.box:
        row["box"] = segment.box.as_list()
    if segment.marks:
        row["marks"] = [[one.start, one.end, one.kind.value, one.note] for one in segment.marks]
    return row


def _unpacked(row: dict[str, Any]) -> Segment:
    box = row.pop("box", None)
    marks = tuple(Mark(start, end, MarkKind(kind), note) for start, end, kind, note in row.pop("marks", ()))
    return Segment(**row, box=Box(*box) if box else None, marks=marks)

"""A text that people work on, as the workspaces read and send it (JSON)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from archive.transcription.map_points import blurred
from schemas.editing import Draft, Version
from schemas.errors import InvalidInput
from schemas.markings import Chapter, MapPoint, Mark, MarkKind
from schemas.transcripts import Box, Segment, Transcript, Word, line_id, word_offsets

MOST_LINES = 50_000
_KINDS = frozenset({"print", "handwriting", "speech", "cell", "field", "label"})


def version_json(version: Transcript, names: Mapping[str, str], *, exact: bool) -> dict[str, Any]:
    """With every word and its place: what the workspace opens on. `exact`: with coordinates."""
    return {
        "id": version.id,
        "status": version.status.value,
        "author": author_json(version, names),
        "made_at": version.made_at.isoformat(),
        "segments": [segment_json(one, line_id(one, at)) for at, one in enumerate(version.segments)],
        "chapters": [_chapter_json(one) for one in version.chapters],
        "points": [_point_json(one, exact=exact) for one in version.points],
    }


def author_json(version: Transcript | Version, names: Mapping[str, str]) -> dict[str, Any]:
    author = version.author
    engine = author.kind == "engine"
    name = f"{author.name} {author.version}".strip() if engine else names.get(author.name, "")
    return {"kind": author.kind, "name": name, "id": None if engine else author.name, "role": author.role}


def draft_json(draft: Draft, names: Mapping[str, str], *, exact: bool) -> dict[str, Any]:
    return {
        "base": draft.base,
        "revision": draft.revision,
        "segments": [segment_json(one, one.id, words=False) for one in draft.segments],
        "saved_at": draft.saved_at.isoformat(),
        "device": draft.device,
        "by": names.get(draft.by, ""),
        "chapters": [_chapter_json(one) for one in draft.chapters],
        "points": [_point_json(one, exact=exact) for one in draft.points],
    }


def segment_json(segment: Segment, name: str, *, words: bool = True) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": name,
        "text": segment.text,
        "page": segment.page,
        "box": segment.box.as_list() if segment.box else None,
        "start": segment.start,
        "end": segment.end,
        "kind": segment.kind,
        "speaker": segment.speaker,
        "marks": [
            {"start": one.start, "end": one.end, "kind": one.kind.value, "note": one.note}
            for one in segment.marks
        ],
    }
    if segment.raw is not None:
        made["raw"] = segment.raw
    if words:
        made |= {
            "doubt": segment.doubt,
            "confidence": round(segment.confidence, 3),
            "words": [_word_json(word, left, right) for word, left, right in word_offsets(segment)],
            "readings": [
                {"text": one.text, "engine": one.engine, "confidence": round(one.confidence, 3)}
                for one in segment.readings
            ],
        }
    return made


def _word_json(word: Word, left: int, right: int) -> dict[str, Any]:
    return {
        "text": word.text,
        "start": word.start,
        "end": word.end,
        "box": word.box.as_list() if word.box else None,
        "confidence": round(word.confidence, 3),
        "at": [left, right],
    }


def _chapter_json(one: Chapter) -> dict[str, Any]:
    told = {"start": one.start, "end": one.end, "title": one.title, "synopsis": one.synopsis}
    return {**told, "names": list(one.names), "place": one.place}


def _point_json(one: MapPoint, *, exact: bool) -> dict[str, Any]:
    return asdict(one if exact else blurred(one))


def segments_from(given: object) -> tuple[Segment, ...]:
    """Lines as a browser sends them. Raises InvalidInput, naming the line that makes no sense."""
    return tuple(_segment(one, number) for number, one in enumerate(_rows(given, MOST_LINES), 1))


def chapters_from(given: object) -> tuple[Chapter, ...] | None:
    """None where none were sent: then they stay as they were."""
    if given is None:
        return None
    return tuple(
        Chapter(
            _number(one.get("start")) or 0.0,
            _number(one.get("end")) or 0.0,
            _text(one.get("title"), 300),
            _text(one.get("synopsis"), 5000),
            tuple(_text(name, 200) for name in _list(one.get("names"))),
            _text(one.get("place"), 300),
        )
        for one in _rows(given, 1000)
    )


def points_from(given: object) -> tuple[MapPoint, ...] | None:
    if given is None:
        return None
    return tuple(
        MapPoint(
            _number(one.get("x")) or 0.0,
            _number(one.get("y")) or 0.0,
            _text(one.get("label"), 300),
            _within(one.get("latitude"), 90),
            _within(one.get("longitude"), 180),
            _page(one.get("page")) or 1,
            _text(one.get("written"), 200),
            _text(one.get("grid"), 20),
            _number(one.get("radius_m")),
            _text(one.get("line"), 60),
        )
        for one in _rows(given, 2000)
    )


def _segment(one: Mapping[str, Any], number: int) -> Segment:
    text, speaker, kind = one.get("text", ""), one.get("speaker"), one.get("kind")
    if not isinstance(text, str):
        raise _wrong(number)
    start, end = _number(one.get("start")), _number(one.get("end"))
    if start is not None and end is not None and end < start:
        raise _wrong(number)
    return Segment(
        text=text,
        page=_page(one.get("page")),
        box=_box(one.get("box"), number),
        start=start,
        end=end,
        kind=kind if kind in _KINDS else "print",
        speaker=_text(speaker, 120) or None,
        id=_text(one.get("id"), 60),
        marks=tuple(_mark(mark, number) for mark in _list(one.get("marks"))),
        raw=one["raw"] if isinstance(one.get("raw"), str) else None,
    )


def _mark(one: object, number: int) -> Mark:
    if not isinstance(one, Mapping) or one.get("kind") not in set(MarkKind):
        raise _wrong(number)
    start, end = one.get("start"), one.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        raise _wrong(number)
    return Mark(start, end, MarkKind(one["kind"]), _text(one.get("note"), 400))


def _box(given: object, number: int) -> Box | None:
    if given is None:
        return None
    sides = _list(given)
    if len(sides) != 4 or not all(_number(side) is not None for side in sides):
        raise _wrong(number)
    x, y, width, height = (round(min(max(float(side), 0.0), 1e6)) for side in sides)
    return Box(x, y, max(width, 1), max(height, 1))


def _rows(given: object, most: int) -> Sequence[Mapping[str, Any]]:
    rows = _list(given)
    if len(rows) > most or not all(isinstance(one, Mapping) for one in rows):
        raise InvalidInput("rows")
    return rows


def _list(given: object) -> list[Any]:
    return given if isinstance(given, list) else []


def _text(given: object, longest: int) -> str:
    return given.strip()[:longest] if isinstance(given, str) else ""


def _number(given: object) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        return None
    return round(max(float(given), 0.0), 3)


def _within(given: object, limit: float) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float) or not abs(given) <= limit:
        return None
    return float(given)


def _page(given: object) -> int | None:
    ok = isinstance(given, int) and not isinstance(given, bool) and 0 < given < 100_000
    return given if ok else None  # type: ignore[return-value]


def _wrong(number: int) -> InvalidInput:
    return InvalidInput(
        f"line {number}",
        vi=f"Dòng {number} gửi lên không đúng dạng nên chưa lưu. Chữ vẫn còn trên máy này.",
        en=f"Line {number} is not in the right form, so it was not saved. The text is still on this machine.",
    )

"""A mention: a name, unit, place, date … found in a text, with what it was read from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from schemas.ids import new_id


class MentionKind(StrEnum):
    PERSON = "person"
    UNIT = "unit"
    PLACE = "place"
    DATE = "date"
    RANK = "rank"
    POST = "post"
    CODE = "code"
    COORDINATE = "coordinate"
    PAPER = "paper"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that the mention may mean, with its weight (0 to 1 among the candidates)."""

    value: str
    weight: float
    ref: str | None = None
    """Id in an authority (place, unit), or None."""
    label: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mention:
    """`start` and `end` are code points in the text as written; `text` is exactly that slice."""

    kind: MentionKind
    start: int
    end: int
    text: str
    value: str
    """Normal form: `c3.d7.e66.f304@B3`, EDTF, canonical name …"""
    candidates: tuple[Candidate, ...] = ()
    certainty: str = "read"
    """`read`, `weak` (a damaged or unlikely reading), `relative` (a date that hangs on another)."""
    attributes: dict[str, Any] = field(default_factory=dict)
    """Kind-specific: aliases, side (`enemy`), lower/upper day, calendar, reading it came from …"""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Mention:
        candidates = tuple(Candidate(**c) for c in data.get("candidates", ()))
        return cls(**{**data, "kind": MentionKind(data["kind"]), "candidates": candidates})


class MarkAct(StrEnum):
    MARK = "mark"
    """These words are such a mention, with this meaning, whatever a machine finds there."""
    REMOVE = "remove"
    """These words are no mention."""
    UNDO = "undo"
    """An earlier mark no longer holds."""


@dataclass(frozen=True, slots=True)
class MentionMark:
    """What a person said of a mention. It follows its words from version to version."""

    asset_id: str
    transcript_id: str
    """The version on which it was made."""
    line: str
    """Id of the line in which the words stand."""
    start: int
    """Code points from the start of that line."""
    text: str
    act: MarkAct
    by: str
    kind: MentionKind | None = None
    value: str = ""
    candidates: tuple[Candidate, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)
    undoes: str | None = None
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)

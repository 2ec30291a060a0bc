"""Everything on one martyr as it stood at a moment: what sources say, the papers, who decided what.

In the order that Điều 145 of NĐ 131/2021 asks: grave, kin, papers. `to_json` is what
`schemas/json/dossier.schema.json` publishes; codes, not words, so that other programs can read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.graves import Grave, Kin
from schemas.linkage import Decision, Evidence, LinkState
from schemas.martyrs import Missing
from schemas.transcripts import Locator

FORMAT = "kyuc-dossier-1"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was written: a row of an imported list, or an item that a person took it from."""

    name: str
    made_at: datetime
    row: int | None = None
    """Of the list, counted from 1 below the heading."""
    by: str = ""
    """Who took the value from the item: a user id."""
    where: Locator | None = None
    item_id: str = ""

    def to_json(self) -> dict[str, Any]:
        told = {
            "name": self.name,
            "row": self.row,
            "item": self.item_id or None,
            "where": where_json(self.where),
        }
        return {**told, "entered": self.made_at.isoformat()}


@dataclass(frozen=True, slots=True)
class Said:
    """One value as written, with everybody who wrote it so."""

    written: str
    normal: str
    sources: tuple[Source, ...]
    missing: Missing | None = None
    """What the writing means where it says that there is no value ("không rõ", "chưa xác định")."""


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """A field of a record (or a heading of a list, where no field fits) with all that was said of it."""

    name: str
    values: tuple[Said, ...]

    @property
    def conflicting(self) -> bool:
        """Whether sources give different values; to give none contradicts nobody."""
        return len([one for one in self.values if one.missing is None]) > 1

    @property
    def missing(self) -> Missing | None:
        """None where some source gives a value; else what the newest says of it, or that nobody wrote any."""
        if any(one.missing is None for one in self.values):
            return None
        return self.values[0].missing if self.values else Missing.NOT_ENTERED

    def to_json(self) -> dict[str, Any]:
        values = [
            {
                "written": one.written,
                "normal": one.normal or None,
                "missing": one.missing and one.missing.value,
                "sources": [source.to_json() for source in one.sources],
            }
            for one in self.values
        ]
        told = {"field": self.name, "conflicting": self.conflicting, "values": values}
        return {**told, "missing": self.missing and self.missing.value}


@dataclass(frozen=True, slots=True)
class Edition:
    """A list that names the martyr."""

    source: str
    filename: str
    row: int
    made_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class HeldFile:
    filename: str
    media_type: str
    sha256: str
    size: int | None = None
    """Bytes."""


@dataclass(frozen=True, slots=True)
class PaperOnFile:
    """An item that was brought together with the record, and what people decided about that."""

    item_id: str
    kind: str
    title: str
    visit: tuple[str, ...]
    """Title, commune and code of the visit; what is empty is left out."""
    state: LinkState
    files: tuple[HeldFile, ...]
    agrees: tuple[Evidence, ...]
    contradicts: tuple[Evidence, ...]
    decisions: tuple[Decision, ...]
    """Oldest first, withdrawn ones among them."""
    standing: frozenset[str]
    """Ids of the decisions that count."""

    def to_json(self) -> dict[str, Any]:
        return {
            "item": self.item_id,
            "kind": self.kind,
            "title": self.title,
            "visit": list(self.visit),
            "state": self.state.value,
            "files": [
                {"name": one.filename, "media_type": one.media_type, "sha256": one.sha256, "size": one.size}
                for one in self.files
            ],
            "agrees": [_quote(one) for one in self.agrees],
            "contradicts": [_quote(one) for one in self.contradicts],
            "decisions": [_decision(one, one.id in self.standing) for one in self.decisions],
        }


@dataclass(frozen=True, slots=True)
class Dossier:
    record_id: str
    external_id: str
    name: str | None
    """None: not known yet (chưa xác định được thông tin)."""
    made_at: datetime
    grave: tuple[FieldSaid, ...]
    person: tuple[FieldSaid, ...]
    others: tuple[FieldSaid, ...]
    """Columns of the lists that no field fits, which may tell of kin: for readers of level 3 only."""
    papers: tuple[PaperOnFile, ...]
    editions: tuple[Edition, ...]
    graves: tuple[Grave, ...] = ()
    kin: tuple[Kin, ...] = ()
    """Empty unless the reader gave a reason to see kin."""
    kin_missing: Missing | None = Missing.NOT_ENTERED
    """Why there is no kin: nobody entered any, or it is not for who reads."""
    same_person: tuple[tuple[str, str], ...] = ()
    """(record id, id in its list) of records that confirmed links make the same man."""

    @property
    def contradictions(self) -> Sequence[FieldSaid]:
        return [field for field in (*self.grave, *self.person) if field.conflicting]

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "record": self.record_id,
            "external_id": self.external_id,
            "name": self.name,
            "made_at": self.made_at.isoformat(),
            "grave": [field.to_json() for field in self.grave],
            "graves": [_grave(one) for one in self.graves],
            "kin": [
                {"name": one.name, "relation": one.relation.value, "source": one.source} for one in self.kin
            ],
            "kin_missing": self.kin_missing and self.kin_missing.value,
            "person": [field.to_json() for field in self.person],
            "other_columns": [field.to_json() for field in self.others],
            "contradictions": [field.name for field in self.contradictions],
            "papers": [paper.to_json() for paper in self.papers],
            "lists": [
                {
                    "source": one.source,
                    "file": one.filename,
                    "row": one.row,
                    "imported": one.made_at.isoformat(),
                    "sha256": one.sha256,
                }
                for one in self.editions
            ],
            "same_person": [{"record": one, "external_id": other} for one, other in self.same_person],
        }


def where_json(where: Locator | None) -> dict[str, Any] | None:
    """Page and box (pixels of the upright image), or start and end in seconds."""
    if where is None:
        return None
    return {
        "asset": where.asset_id,
        "page": where.page,
        "box": where.box.as_list() if where.box else None,
        "start": where.start,
        "end": where.end,
    }


def _grave(one: Grave) -> dict[str, Any]:
    """Without its exact point, which leaves the archive for nobody."""
    place = {"cemetery": one.cemetery, "area": one.area, "lot": one.lot, "row": one.row}
    told = {"number": one.number, "remains": one.remains.value, "source": one.source}
    return {**place, **told, "has_point": bool(one.point_written)}


def _quote(one: Evidence) -> dict[str, Any]:
    return {
        "field": one.feature,
        "item_says": one.left,
        "record_says": one.right,
        "bits": one.weight,
        "where": where_json(one.where),
    }


def _decision(one: Decision, stands: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "step": one.step.value,
        "by": one.by,
        "level": one.level.value,
        "reason": one.reason_code,
        "words": one.words,
        "at": one.made_at.isoformat(),
        "authority_number": one.authority_number,
        "withdraws": one.withdraws,
        "stands": stands,
    }

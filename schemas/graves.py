"""Graves and kin of a martyr as people state them: each statement with its source, beside all others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.ids import new_id


class Remains(StrEnum):
    """Whether remains lie in the grave."""

    UNKNOWN = ""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Grave:
    """One statement of where he lies; conflicting ones stand side by side."""

    record_id: str
    by: str
    source: str
    """What the statement comes from: a stone, a list of the cemetery, a testimony."""
    cemetery: str = ""
    area: str = ""
    """Khu."""
    lot: str = ""
    """Lô."""
    row: str = ""
    """Hàng."""
    number: str = ""
    """Mộ số."""
    remains: Remains = Remains.UNKNOWN
    point_written: str = ""
    """The point as the paper writes it."""
    grid: str = ""
    """EPSG code of the grid that it is written in; empty: not known."""
    latitude: float | None = None
    longitude: float | None = None
    radius_m: float | None = None
    """WGS 84, made from the writing; None where the grid is not known."""
    organisation_path: str = ""
    """Of who stated it: contacts and exact points open in this part of the organisation tree only."""
    withdrawn_at: datetime | None = None
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Relation(StrEnum):
    """What a living person is to the martyr; the maternal line in the order of Mẫu 02."""

    MOTHER = "mother"
    MOTHERS_MOTHER = "mothers_mother"
    SIBLING = "sibling"
    MOTHERS_SIBLING = "mothers_sibling"
    AUNTS_CHILD = "aunts_child"
    SISTERS_CHILD = "sisters_child"
    FATHER = "father"
    SPOUSE = "spouse"
    CHILD = "child"
    KEEPER = "keeper"
    """Who keeps the worship."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kin:
    """A relative (level 3). The contact opens only for a reason that is written down."""

    record_id: str
    by: str
    source: str
    name: str
    relation: Relation
    contact: str = ""
    organisation_path: str = ""
    """Of who stated it: contacts and exact points open in this part of the organisation tree only."""
    withdrawn_at: datetime | None = None
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened a contact or an exact point, and why."""

    subject_id: str
    """Id of the kin or the grave."""
    by: str
    reason: str
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

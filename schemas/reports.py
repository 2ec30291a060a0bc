"""What people bring in without an account, what becomes of it, and the posters that asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from schemas.ids import new_id


def _now() -> datetime:
    return datetime.now(UTC)


class About(StrEnum):
    """What the person knows of. The value is the code in forms and tables."""

    MARTYR = "liet_si"
    GRAVE = "mo"
    WITNESS = "nhan_chung"
    KEEPSAKE = "ky_vat"


class ReportState(StrEnum):
    WAITING = "cho_tiep_nhan"
    ASKED = "yeu_cau_bo_sung"
    ACCEPTED = "tiep_nhan"
    DECLINED = "khong_tiep_nhan"

    @property
    def is_open(self) -> bool:
        return self in (ReportState.WAITING, ReportState.ASKED)


class ReportAct(StrEnum):
    """What was done with a report, one entry each."""

    SENT = "sent"
    TAKEN = "taken"
    """An officer took it up."""
    OFFERED = "offered"
    """It was offered to another officer, who has not said yes yet."""
    ASKED = "asked"
    SUPPLEMENTED = "supplemented"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Point:
    """A spot on the map, degrees (WGS 84). Exact: only verifiers see it."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reports, and whether the archive may call back."""

    name: str = ""
    relation: str = ""
    reach: str = ""
    """Telephone or e-mail, in the person's own writing."""
    may_call: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One report. Its files wait beside it and enter the archive only once it is accepted."""

    about: About
    told: str
    code: str
    due: date
    """By when an officer must have decided, or the sender have answered."""
    place: str = ""
    point: Point | None = None
    contact: Contact = field(default_factory=Contact)
    campaign_id: str | None = None
    language: str = "vi"
    state: ReportState = ReportState.WAITING
    reason: str = ""
    """Code of the reason of the last decision."""
    words: str = ""
    """What the officer writes to the sender."""
    holder: str | None = None
    """The officer who has it in hand."""
    offered_to: str | None = None
    visit_id: str | None = None
    """Set once it is accepted."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=_now)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of a report: checked, stored and compared, not yet part of the archive."""

    report_id: str
    key: str
    filename: str
    media_type: str
    sha256: str
    size: int
    is_sketch: bool = False
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class ReportEvent:
    """`by`: a user's id, or empty for the sender."""

    report_id: str
    act: ReportAct
    by: str = ""
    reason: str = ""
    words: str = ""
    at: datetime = field(default_factory=_now)
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A place or a poster with its own QR code, which fills in the place and is counted."""

    name: str
    code: str
    place: str = ""
    point: Point | None = None
    opened: int = 0
    """How often the code was followed."""
    made_by: str = ""
    closed_at: datetime | None = None
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=_now)

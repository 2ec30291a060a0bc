"""The dead as lists record them. A record is made of assertions; here is what a list row says at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.ids import new_id
from schemas.transcripts import Locator


class Missing(StrEnum):
    """Why a value is not there. Five different things; none of them agrees with or contradicts a value."""

    UNDETERMINED = "undetermined"
    """Chưa xác định: work to do."""
    UNKNOWABLE = "unknowable"
    """Không rõ: searched for, and not to be known."""
    NOT_APPLICABLE = "not_applicable"
    NOT_ENTERED = "not_entered"
    """Nobody has written anything yet."""
    RESTRICTED = "restricted"
    """Known, and not for who reads."""


@dataclass(frozen=True, slots=True)
class MartyrRow:
    """One person of a list, every value as written (empty: the list is silent)."""

    id: str
    """The archive's id of the record."""
    external_id: str
    """The id that the list gave it."""
    name: str
    birth: str = ""
    death: str = ""
    hometown: str = ""
    rank: str = ""
    unit: str = ""
    enlisted: str = ""
    cemetery: str = ""
    grave: str = ""
    native: str = ""
    """Nguyên quán; `hometown` is quê quán, and both may differ from where he lived."""
    residence: str = ""
    """Trú quán."""
    certificate: str = ""
    """Numbers of the notice of death and of Bằng Tổ quốc ghi công."""
    notice: str = ""
    """The day of the notice of death."""
    other_names: tuple[str, ...] = ()
    """Bí danh, tên khai sinh, "tức …"."""

    @property
    def origin(self) -> str:
        """Where he came from, as far as the list says."""
        return self.hometown or self.native or self.residence


@dataclass(frozen=True, slots=True)
class SourceList:
    """An imported list: the proof behind the values that came from it."""

    source: str
    """Name of the list across its editions: a newer edition of the same source updates its records."""
    filename: str
    sha256: str
    headings: tuple[str, ...]
    mapping: Mapping[str, str]
    """Field of a record to heading of the list."""
    by: str
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it stood in a list, with the record that it tells of."""

    record_id: str
    list_id: str
    number: int
    """Row of the file, counted from 1 below the heading."""
    row_hash: str
    cells: Mapping[str, str]
    """Heading to cell, as written."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """One value of one field of a record, beside all others: nothing is overwritten."""

    record_id: str
    field_name: str
    written: str
    normal: str
    source: str
    """A list's name and row, or the item that a person took it from."""
    by: str
    where: Locator | None = None
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`dry_run`)."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    """Records of earlier editions that this one no longer lists; they are kept."""
    refused: tuple[RefusedRow, ...] = ()
    """One by one, the first hundred thousand of them."""
    refused_rows: int = 0
    changes: tuple[ChangedRow, ...] = ()
    """What a newer edition says otherwise, the first hundred thousand rows of it."""
    notes: tuple[ListNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ListNote:
    """Something that a person should know of a list, in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    number: int
    external_id: str
    cells: tuple[tuple[str, str, str], ...]
    """(heading, as it was, as it is now)."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    number: int
    vi: str
    en: str

"""A martyr record as people read it: each field with every value that a source gave, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from archive.linkage.names import is_placeholder
from archive.ports import Catalogue
from schemas.martyrs import Assertion, SourceList, SourceRow
from search_ui.addresses import address
from search_ui.presenters.desk_words import FEATURES
from search_ui.presenters.figures import day
from search_ui.presenters.locators import arguments
from search_ui.words import _

_KIN_SEEN_FROM = 3
"""Columns of a list that no field fits may tell of living relatives: level 3."""


@dataclass(slots=True)
class Value:
    written: str
    normal: str = ""
    sources: list[str] = field(default_factory=list)
    item: str = ""
    """Address of the place in an item, where a person took the value from one."""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    values: Sequence[Value]

    @property
    def conflicting(self) -> bool:
        return len(self.values) > 1


@dataclass(frozen=True, slots=True)
class Shown:
    id: str
    external_id: str
    name: str
    fields: Sequence[Field]
    others: Sequence[Field]
    """Columns of the lists that no field of ours fits, under their own headings."""
    editions: Sequence[tuple[str, str, int, datetime, str]]
    """(source, file, row, imported, SHA-256 of the file), newest first."""

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


def record_shown(records: Catalogue, record_id: str, level: int) -> Shown:
    """Raises NotFound. `level`: the highest access level of who reads."""
    external_id = records.external_id(record_id)
    rows = records.rows_of(record_id)
    lists = {one.id: one for one in records.source_lists()}
    found: dict[str, dict[str, Value]] = {name: {} for name in FEATURES}
    others: dict[str, dict[str, Value]] = {}
    for row in rows:
        _add_row(row, lists[row.list_id], found, others)
    for one in records.assertions_of(record_id):
        value = found.setdefault(one.field_name, {}).setdefault(one.written, Value(one.written, one.normal))
        value.sources.append(
            _("%(source)s, ghi %(day)s", source=one.source.partition(" (")[0], day=day(one.made_at))
        )
        value.item = _item_address(records, one)
    return Shown(
        record_id,
        external_id,
        _name(found["name"]),
        [Field(name, str(FEATURES.get(name, name)), list(values.values())) for name, values in found.items()],
        [Field("", heading, list(values.values())) for heading, values in others.items()]
        if level >= _KIN_SEEN_FROM
        else [],
        [
            (held.source, held.filename, row.number, held.made_at, held.sha256)
            for row in rows
            if (held := lists[row.list_id])
        ],
    )


def _add_row(
    row: SourceRow,
    held: SourceList,
    found: dict[str, dict[str, Value]],
    others: dict[str, dict[str, Value]],
) -> None:
    source = _(
        "%(source)s, dòng %(row)s (nhập %(day)s)",
        source=held.source,
        row=row.number,
        day=day(held.made_at),
    )
    fields = {heading: name for name, heading in held.mapping.items()}
    for heading, written in row.cells.items():
        side = found.setdefault(fields[heading], {}) if heading in fields else others.setdefault(heading, {})
        side.setdefault(written, Value(written)).sources.append(source)


def _item_address(records: Catalogue, taken: Assertion) -> str:
    """The box or second where the value stands, where the person took it from one."""
    asset = records.find_asset(taken.where.asset_id) if taken.where else None
    return address("items.show", arguments(taken.where), item_id=asset.item_id) if asset else ""


def _name(values: Mapping[str, Value]) -> str:
    """The newest name; a stand-in ("vô danh" and the like) is never shown as if it were one."""
    written = next(iter(values), "")
    if not written or is_placeholder(written):
        return _("Chưa xác định được thông tin")
    return written

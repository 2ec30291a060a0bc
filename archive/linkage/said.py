"""What the sources say of one record, field by field: every value as written, beside all others.

A value that was taken from an item is told only to who may see all of that item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.linkage.cells import read_cell
from archive.linkage.headings import FIELDS
from archive.linkage.missing import missing_value
from archive.ports import Catalogue
from archive.seeing import within
from schemas.dossier import Edition, FieldSaid, Said, Source
from schemas.martyrs import Assertion, SourceList, SourceRow
from schemas.rights import Reach

_TAKEN_FROM = re.compile(r" \(([0-9a-f-]{36})\)$")
"""The item at the end of a source's name, where a person took the value from one."""


@dataclass(frozen=True, slots=True)
class RecordSaid:
    id: str
    external_id: str
    name: str | None
    """The newest name; None where only stand-ins ("vô danh" and the like) or nothing is written."""
    fields: Sequence[FieldSaid]
    """All fields of a record, in their order; those that no source gives have no values."""
    others: Sequence[FieldSaid]
    """Columns of the lists that no field fits, under their own headings; may tell of living kin."""
    editions: Sequence[Edition]
    """Newest first."""

    def field(self, name: str) -> FieldSaid:
        return next((one for one in self.fields if one.name == name), FieldSaid(name, ()))


@dataclass(slots=True)
class _Value:
    written: str
    normal: str = ""
    sources: list[Source] = field(default_factory=list)


_Values = dict[str, dict[str, _Value]]


def said_of(records: Catalogue, record_id: str, reach: Reach) -> RecordSaid:
    """As far as who reads may know it. Raises NotFound."""
    external_id = records.external_id(record_id)
    rows = records.rows_of(record_id)
    lists = {one.id: one for one in records.source_lists()}
    found: _Values = {name: {} for name in FIELDS}
    others: _Values = {}
    for row in rows:
        _add_row(row, lists[row.list_id], found, others)
    for one, item_id in _told(records, record_id, reach):
        _add_assertion(one, item_id, found)
    return RecordSaid(
        record_id,
        external_id,
        _name(found["name"]),
        _fields(found),
        _fields(others),
        [_edition(lists[row.list_id], row) for row in rows],
    )


def _add_row(row: SourceRow, held: SourceList, found: _Values, others: _Values) -> None:
    source = Source(held.source, held.made_at, row.number)
    fields = {heading: name for name, heading in held.mapping.items()}
    for heading, written in row.cells.items():
        name = fields.get(heading, "")
        side = found.setdefault(name, {}) if name else others.setdefault(heading, {})
        normal = read_cell(name, written).normal if name else ""
        side.setdefault(written, _Value(written, normal)).sources.append(source)


def _told(records: Catalogue, record_id: str, reach: Reach) -> Iterator[tuple[Assertion, str]]:
    """Values that people stated, each with the item it was taken from, if from one."""
    stated = [(one, _item_of(records, one)) for one in records.assertions_of(record_id)]
    items = records.items(sorted({item_id for _, item_id in stated if item_id}))
    seen = {item.id for item in within(records, reach, items, whole=True)}
    return ((one, item_id) for one, item_id in stated if not item_id or item_id in seen)


def _item_of(records: Catalogue, one: Assertion) -> str:
    asset = records.find_asset(one.where.asset_id) if one.where else None
    written = _TAKEN_FROM.search(one.source)
    return asset.item_id if asset else written.group(1) if written else ""


def _add_assertion(one: Assertion, item_id: str, found: _Values) -> None:
    value = found.setdefault(one.field_name, {}).setdefault(one.written, _Value(one.written, one.normal))
    source = Source(one.source.partition(" (")[0], one.made_at, None, one.by, one.where, item_id)
    value.sources.append(source)


def _fields(found: _Values) -> list[FieldSaid]:
    return [
        FieldSaid(name, tuple(_said(name, one) for one in values.values())) for name, values in found.items()
    ]


def _said(name: str, one: _Value) -> Said:
    return Said(one.written, one.normal, tuple(one.sources), missing_value(name, one.written))


def _edition(held: SourceList, row: SourceRow) -> Edition:
    return Edition(held.source, held.filename, row.number, held.made_at, held.sha256)


def _name(values: Mapping[str, _Value]) -> str | None:
    return next((written for written in values if missing_value("name", written) is None), None)

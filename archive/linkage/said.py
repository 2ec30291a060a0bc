"""What the sources say of one record, field by field: every value as written, beside all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.linkage.cells import read_cell
from archive.linkage.headings import FIELDS
from archive.linkage.missing import missing_value
from archive.ports import Catalogue
from schemas.dossier import Edition, FieldSaid, Said, Source
from schemas.martyrs import Assertion, SourceList, SourceRow


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


def said_of(records: Catalogue, record_id: str) -> RecordSaid:
    """Raises NotFound."""
    external_id = records.external_id(record_id)
    rows = records.rows_of(record_id)
    lists = {one.id: one for one in records.source_lists()}
    found: _Values = {name: {} for name in FIELDS}
    others: _Values = {}
    for row in rows:
        _add_row(row, lists[row.list_id], found, others)
    for one in records.assertions_of(record_id):
        _add_assertion(records, one, found)
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


def _add_assertion(records: Catalogue, one: Assertion, found: _Values) -> None:
    asset = records.find_asset(one.where.asset_id) if one.where else None
    item_id = asset.item_id if asset else ""
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

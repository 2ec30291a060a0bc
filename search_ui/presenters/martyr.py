"""A martyr record as people read it: each field with every value that a source gave, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.linkage.said import said_of
from archive.ports import Catalogue
from schemas.dossier import Edition, FieldSaid, Said, Source
from schemas.rights import Reach
from search_ui.addresses import address
from search_ui.presenters.desk_words import FEATURES, MISSING
from search_ui.presenters.figures import day
from search_ui.presenters.locators import arguments
from search_ui.words import _


@dataclass(frozen=True, slots=True)
class Value:
    written: str
    normal: str
    sources: Sequence[str]
    item: str
    """Address of the place in an item, where a person took the value from one."""
    missing: str = ""
    """What the writing means where it is no value, in words."""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    values: Sequence[Value]
    conflicting: bool


@dataclass(frozen=True, slots=True)
class Shown:
    id: str
    external_id: str
    name: str
    fields: Sequence[Field]
    others: Sequence[Field]
    """Columns of the lists that no field of ours fits, under their own headings."""
    editions: Sequence[Edition]
    """Newest first."""

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


def record_shown(records: Catalogue, record_id: str, reach: Reach, *, kin: bool = False) -> Shown:
    """Raises NotFound. `kin`: with the columns that may tell of living relatives."""
    said = said_of(records, record_id, reach)
    return Shown(
        record_id,
        said.external_id,
        said.name or _("Chưa xác định được thông tin"),
        [_field(one, str(FEATURES.get(one.name, one.name))) for one in said.fields],
        [_field(one, one.name) for one in said.others] if kin else [],
        said.editions,
    )


def _field(said: FieldSaid, label: str) -> Field:
    return Field(said.name, label, [_value(one) for one in said.values], said.conflicting)


def _value(said: Said) -> Value:
    taken = next((one for one in said.sources if one.item_id), None)
    item = address("items.show", arguments(taken.where), item_id=taken.item_id) if taken else ""
    missing = str(MISSING[said.missing]) if said.missing else ""
    return Value(said.written, said.normal, [source_words(one) for one in said.sources], item, missing)


def source_words(source: Source) -> str:
    """Where a value was written, and since when the archive knows."""
    entered = day(source.made_at)
    if source.row is None:
        return _("%(source)s, ghi %(day)s", source=source.name, day=entered)
    return _("%(source)s, dòng %(row)s (nhập %(day)s)", source=source.name, row=source.row, day=entered)

"""The filled-in places of a form, each with the way to its place on the page."""

from __future__ import annotations

from dataclasses import dataclass

from archive.transcription.forms import fields_of
from search_ui.addresses import address
from search_ui.presenters.labels import FORM_FIELDS
from search_ui.presenters.locators import arguments
from search_ui.presenters.sheet import Sheet


@dataclass(frozen=True, slots=True)
class FormRow:
    label: str
    written: str
    """The label as the paper prints it."""
    value: str
    address: str


def form_rows(sheet: Sheet) -> list[FormRow]:
    """Of the page that is open; empty where it is no form."""
    if sheet.transcript is None or not sheet.seen:
        return []
    return [
        FormRow(
            str(FORM_FIELDS[field.name]),
            field.label,
            field.value,
            address("items.show", arguments(field.where), item_id=sheet.asset.item_id),
        )
        for field in fields_of(sheet.transcript, sheet.page)
    ]

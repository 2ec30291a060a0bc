"""Cases of the desk as lines of a list and as entries of a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from archive.linkage.desk import Case
from archive.linkage.names import is_placeholder
from archive.linkage.queue import cases_of
from archive.linkage.review import standing
from archive.linkage.strength import Strength, strength_of
from archive.ports import Catalogue
from schemas.holdings import Item
from schemas.linkage import Decision, Evidence, Step
from search_ui.addresses import address
from search_ui.presenters.cards import first_assets, thumbnails, title_of
from search_ui.presenters.desk_words import (
    FEATURES,
    LEVELS,
    LOOKS,
    MACHINE_REASON,
    REASONS,
    STATES,
    STEPS,
    STRENGTHS,
)
from search_ui.presenters.labels import kind_icon, kind_label
from search_ui.words import _


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list."""

    name: str
    external_id: str
    item_title: str
    item_kind: str
    item_address: str
    record_address: str
    address: str
    thumbnail: str | None
    icon: str
    state: str
    look: str
    strength: str
    strong: bool
    probability: float | None
    agrees: str
    contradicts: str
    since: datetime
    """When the item came in."""
    handed_to: str


def lines_of(records: Catalogue, found: Sequence[Case], kept: dict[str, str] | None = None) -> list[Line]:
    """`kept`: parameters of the queue that the case page hands on."""
    first = first_assets(records.assets_of_items([case.item.id for case in found]))
    pictures = thumbnails(records, list(first.values()))
    names = {case.record_id: _name_of(records, case) for case in found}
    handed = {one: known_as(records, one) for one in {case.assigned_to for case in found} if one}
    return [
        _line(
            case,
            (*names[case.record_id], handed.get(case.assigned_to, "")),
            pictures.get(first[case.item.id].id) if case.item.id in first else None,
            kept,
        )
        for case in found
    ]


def _name_of(records: Catalogue, case: Case) -> tuple[str, str]:
    """(name, id in its list) of the record."""
    if case.suggestion is not None:
        written, external_id = case.suggestion.name, case.suggestion.external_id
    else:
        external_id = records.external_id(case.record_id)
        row = records.rows_of(case.record_id)[0]
        mapping = {one.id: one.mapping for one in records.source_lists()}[row.list_id]
        written = row.cells.get(mapping.get("name", ""), "")
    if not written or is_placeholder(written):
        written = _("Chưa xác định được thông tin")
    return written, external_id


def _line(
    case: Case, known: tuple[str, str, str], thumbnail: str | None, kept: dict[str, str] | None
) -> Line:
    suggestion = case.suggestion
    strength = strength_of(suggestion) if suggestion else None
    name, external_id, handed_to = known
    return Line(
        name,
        external_id,
        title_of(case.item),
        kind_label(case.item.kind),
        url_for("items.show", item_id=case.item.id),
        url_for("martyrs.show", record_id=case.record_id),
        address("desk.case", dict(kept or {}), item_id=case.item.id, record_id=case.record_id),
        thumbnail,
        kind_icon(case.item.kind),
        str(STATES[case.state]),
        LOOKS[case.state],
        str(STRENGTHS[strength]) if strength else _("do người đề xuất"),
        strength is Strength.STRONG,
        suggestion.probability if suggestion else None,
        said_words(suggestion.evidence if suggestion else ()),
        said_words(suggestion.contradictions if suggestion else ()),
        case.item.made_at,
        handed_to,
    )


def said_words(told: Sequence[Evidence]) -> str:
    """năm sinh “1952” – “1950”; one pair of quotes where both sides write the same."""
    return "; ".join(
        f"{str(FEATURES.get(one.feature, one.feature)).lower()} "
        + (f"“{one.left}”" if one.left == one.right else f"“{one.left}” – “{one.right}”")
        for one in told
    )


def links_of_item(records: Catalogue, item: Item) -> dict[str, Line]:
    """By record, what was decided about each that the machine suggests for the item."""
    pairs = [(item, one.record_id, one) for one in records.suggestions_of(item.id)]
    found = cases_of(records, pairs)
    return {case.record_id: line for case, line in zip(found, lines_of(records, found), strict=True)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger as people read it."""

    id: str
    step: str
    who: str
    level: str
    machine: bool
    at: datetime
    reason: str
    words: str
    evidence: Sequence[str]
    authority_number: str
    withdrawn: bool
    withdraws: str
    """The step that this entry takes back, in words."""


def history(records: Catalogue, entries: Sequence[Decision]) -> list[Entry]:
    """Newest first; withdrawn ones stay in sight."""
    stand = {entry.id for entry in standing(entries)}
    steps = {entry.id: str(STEPS[entry.step]) for entry in entries}
    return [
        Entry(
            entry.id,
            steps[entry.id],
            known_as(records, entry.by),
            str(LEVELS[entry.level]),
            entry.level == "machine",
            entry.made_at,
            _reason(entry.reason_code),
            entry.words,
            [
                f"{FEATURES.get(part['feature'], part['feature'])}: “{part['left']}” – “{part['right']}”"
                for part in entry.evidence_seen
                if "feature" in part
            ],
            entry.authority_number,
            entry.id not in stand and entry.step is not Step.WITHDRAW,
            steps.get(entry.withdraws or "", ""),
        )
        for entry in reversed(entries)
    ]


def _reason(code: str) -> str:
    return str(MACHINE_REASON) if code == "machine" else str(REASONS.get(code, ""))


def known_as(records: Catalogue, user_id: str) -> str:
    """The name of a person; what is no person is an engine."""
    user = records.find_user(user_id)
    return (user.name or user.login) if user else _("máy (%(model)s)", model=user_id)

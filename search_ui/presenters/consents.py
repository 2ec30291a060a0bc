"""What a family allowed, as people read it: who, for what, until when, what was taken back and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import url_for

from archive.ports import Catalogue
from archive.rights.consents import party_key, standing
from schemas.consent import Consent, Purpose
from search_ui.presenters.labels import MANNERS, PURPOSES


@dataclass(frozen=True, slots=True)
class ShownPurpose:
    code: str
    label: str
    look: str
    """`done` holds, `failed` taken back or run out, `waiting` never given."""


@dataclass(frozen=True, slots=True)
class ShownConsent:
    id: str
    party: str
    relation: str
    guardian: str
    given_at: datetime
    until: date | None
    manner: str
    text_version: str
    purposes: list[ShownPurpose]
    holding: list[ShownPurpose]
    evidence: str | None
    withdrawn_at: datetime | None
    replaced: bool
    """A later statement of the same person stands in its place."""


def shown_consents(records: Catalogue, visit_id: str) -> list[ShownConsent]:
    """Newest first."""
    stated = records.consents_of([visit_id]).get(visit_id, ())
    taken = {one.consent_id: one.made_at for one in records.withdrawals_of([one.id for one in stated])}
    newest = {(party_key(one), one.item_id): one.id for one in stated}
    return [
        _shown(records, one, taken.get(one.id), newest[party_key(one), one.item_id] != one.id)
        for one in reversed(stated)
    ]


def _shown(records: Catalogue, one: Consent, withdrawn_at: datetime | None, replaced: bool) -> ShownConsent:
    holds = standing(one, datetime.now(UTC).date())
    purposes = [_purpose(one, purpose, holds) for purpose in Purpose]
    evidence = records.find_asset(one.evidence_asset_id) if one.evidence_asset_id else None
    return ShownConsent(
        one.id,
        one.party,
        one.relation,
        one.guardian,
        one.given_at,
        one.until,
        str(MANNERS[one.manner]),
        one.text_version,
        purposes,
        [shown for shown in purposes if shown.look == "done"],
        url_for("items.show", item_id=evidence.item_id) if evidence else None,
        withdrawn_at,
        replaced,
    )


def _purpose(one: Consent, purpose: Purpose, holds: frozenset[Purpose]) -> ShownPurpose:
    look = "done" if purpose in holds else "failed" if purpose in one.purposes else "waiting"
    return ShownPurpose(purpose.value, str(PURPOSES[purpose]), look)

"""What a family allowed, as people read it: who, for what, until when, what was taken back and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import url_for

from archive.papers.parts import Bullets, Code, Heading, Paper, Paragraph, Picture, Table
from archive.ports import Catalogue
from archive.rights.consents import TEXT, TEXT_SHA256, party_key, standing
from schemas.consent import Consent, Purpose
from schemas.holdings import Visit
from search_ui.presenters import figures
from search_ui.presenters.labels import MANNERS, PURPOSES
from search_ui.words import _


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
    text_sha256: str
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
        one.text_sha256,
        purposes,
        [shown for shown in purposes if shown.look == "done"],
        url_for("items.show", item_id=evidence.item_id) if evidence else None,
        withdrawn_at,
        replaced,
    )


def _purpose(one: Consent, purpose: Purpose, holds: frozenset[Purpose]) -> ShownPurpose:
    look = "done" if purpose in holds else "failed" if purpose in one.purposes else "waiting"
    return ShownPurpose(purpose.value, str(PURPOSES[purpose]), look)


def consent_paper(visit: Visit, given: Consent, picture: bytes | None, address: str, language: str) -> Paper:
    """For the family: what was asked in which words, what was chosen, by whom, how to take it back."""
    chosen = [f"{'[x]' if one in given.purposes else '[  ]'} {PURPOSES[one]}" for one in Purpose]
    facts = [
        (_("Người đồng ý"), given.party),
        (_("Quan hệ với liệt sĩ"), given.relation),
        (_("Người giám hộ"), given.guardian),
        (_("Ngày đồng ý"), figures.moment(given.given_at)),
        (_("Đến hết ngày"), figures.day(given.until) if given.until else _("không hạn")),
        (_("Hình thức"), str(MANNERS[given.manner])),
        (_("Bản lời hỏi"), given.text_version),
        ("SHA-256", given.text_sha256),
    ]
    asked = TEXT if given.text_sha256 == TEXT_SHA256 else ""
    return Paper(
        _("Phiếu đồng ý số hóa, buổi thăm %(code)s", code=visit.code),
        [
            Paragraph(
                _("Gia đình: %(family)s. %(commune)s", family=visit.family or "…", commune=visit.commune)
            ),
            *([Paragraph(asked)] if asked else []),
            Heading(_("Gia đình đồng ý cho dùng tư liệu vào việc"), 2),
            Bullets(chosen),
            Table([one for one in facts if one[1]], widths=(2, 5)),
            *([Picture(picture, _("Chữ ký"), 70)] if picture else []),
            Heading(_("Xem, sửa hoặc rút lại"), 2),
            Paragraph(_("Hỏi nơi đã thu thập và đọc mã %(code)s. Không phải nêu lý do.", code=visit.code)),
            Code(address),
        ],
        footer=_("Ký Ức: kho tư liệu về liệt sĩ. Bản gốc được giữ nguyên vẹn."),
        language=language,
    )

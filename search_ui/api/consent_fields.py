"""Consent as a phone sends it with the visit: `consent_<purpose>`, `consent_by`, … as strings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from archive.authority.orthography import nfc
from schemas.consent import Consent, Manner, Purpose
from search_ui.api.describing import TEXT, Schema

CONSENT: dict[str, Schema] = dict.fromkeys(
    [f"consent_{one}" for one in Purpose]
    + [f"consent_{name}" for name in ("by", "relation", "manner", "text", "sha256", "paper", "until")]
    + [f"consent_{name}" for name in ("minor", "guardian", "at", "id")],
    TEXT,
)
"""For the description of the call."""
_SHORT = 200
_HASH = 64


def consent_of(given: Mapping[str, Any], visit_id: str, entered_by: str) -> Consent:
    """What stands there, checked later by `archive.consenting`. A phone that sends no id for it sends one
    statement a visit, so the visit's id serves."""
    return Consent(
        visit_id=visit_id,
        party=_text(given, "by"),
        purposes=frozenset(one for one in Purpose if given.get(f"consent_{one}") == "yes"),
        relation=_text(given, "relation"),
        manner=Manner(said) if (said := _text(given, "manner")) in set(Manner) else Manner.TICKED,
        text_version=_text(given, "text")[:40],
        text_sha256=_text(given, "sha256")[:_HASH],
        evidence_asset_id=_id(given, "paper"),
        until=_day(given),
        minor=given.get("consent_minor") == "yes",
        guardian=_text(given, "guardian"),
        entered_by=entered_by,
        given_at=_moment(given),
        id=_id(given, "id") or visit_id,
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(f"consent_{name}", "")
    return nfc(value).strip()[:_SHORT] if isinstance(value, str) else ""


def _id(given: Mapping[str, Any], name: str) -> str | None:
    try:
        return str(UUID(_text(given, name)))
    except ValueError:
        return None


def _day(given: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(_text(given, "until"))
    except ValueError:
        return None


def _moment(given: Mapping[str, Any]) -> datetime:
    """When it was said, by the phone's clock; a clock that runs ahead counts as now."""
    now = datetime.now(UTC)
    try:
        said = datetime.fromisoformat(_text(given, "at"))
    except ValueError:
        return now
    return min(said.astimezone(UTC), now)

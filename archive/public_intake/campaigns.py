"""Campaigns: one code for a place or a poster. Following it fills in the place and is counted."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.intake import Stores, new_code
from schemas.errors import InvalidInput
from schemas.people import User
from schemas.reports import Campaign, Point


def begin(archive: Stores, name: str, place: str, point: Point | None, by: User) -> Campaign:
    """Raises InvalidInput (no name)."""
    if not name.strip():
        raise InvalidInput(
            "campaign", vi="Hãy đặt tên cho nơi dán mã.", en="Name the place where the code is."
        )
    with archive.records() as records:
        code = new_code()
        while records.campaign_with_code(code):
            code = new_code()
        made = Campaign(name.strip()[:200], code, place.strip()[:200], point, made_by=by.id)
        records.add_campaign(made)
        records.commit()
    return made


def follow(archive: Stores, code: str, *, counted: bool) -> Campaign | None:
    """The campaign of this code, while it runs; `counted`: this person has not come by it before."""
    with archive.records() as records:
        found = records.campaign_with_code(code.strip().upper()) if code else None
        if found is None or found.closed_at is not None:
            return None
        if counted:
            records.count_opening(found.id)
            records.commit()
    return found


def end(archive: Stores, campaign_id: str) -> None:
    with archive.records() as records:
        records.end_campaign(campaign_id, datetime.now(UTC))
        records.commit()

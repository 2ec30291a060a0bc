"""A family's own items for the family: a link that ends, for named items, counted and revocable."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Protocol

from archive.ports import Catalogue
from archive.rights.policy import may_share
from archive.rights.withholding import hidden_from
from archive.seeing import must_see, things_of
from schemas.audit import AuditAct, AuditEntry, Detail
from schemas.errors import InvalidInput, NotFound
from schemas.holdings import Item
from schemas.people import User
from schemas.shares import Share
from schemas.withheld import WithheldPart

LONGEST = timedelta(days=90)
_FAMILY_LEVEL = 1
"""A family sees its items as the programme does: what is withheld from level 1 stays withheld."""


class Stores(Protocol):
    def records(self) -> Catalogue: ...


def share(
    archive: Stores, user: User, visit_id: str, item_ids: Collection[str], *, days: int, label: str = ""
) -> str:
    """The token of a new link; it is told once. Raises NotFound, InvalidInput (no items, too long)."""
    if not item_ids or not 1 <= days <= LONGEST.days:
        raise InvalidInput(
            "share",
            vi=f"Hãy chọn ít nhất một tư liệu và thời hạn từ 1 đến {LONGEST.days} ngày.",
            en=f"Choose at least one item and from 1 to {LONGEST.days} days.",
        )
    token = secrets.token_urlsafe(32)
    until = datetime.now(UTC) + timedelta(days=days)
    with archive.records() as records:
        for item in _exactly(records, visit_id, item_ids):
            must_see(records, user, item)
        made = Share(visit_id, tuple(sorted(item_ids)), until, user.id, label.strip()[:200])
        records.add_share(made, _hash(token))
        records.note(_entry(made, "made"))
        records.commit()
    return token


def revoke(archive: Stores, share_id: str, visit_id: str) -> None:
    """The link opens nothing any more. Raises NotFound."""
    with archive.records() as records:
        if not records.revoke_share(share_id, visit_id):
            raise NotFound("share")
        told = {"share": share_id, "how": "revoked"}
        records.note(AuditEntry(AuditAct.SHARED, "visit", visit_id, details=told))
        records.commit()


def open_share(records: Catalogue, token: str) -> Share:
    """Raises NotFound with a sentence where the link is unknown, revoked or has ended."""
    found = records.share_with(_hash(token))
    if found is None or not found.holds(datetime.now(UTC)):
        raise NotFound(
            "share",
            vi="Đường dẫn này đã hết hạn hoặc đã được thu hồi. Hãy liên hệ nơi đã thu thập tư liệu.",
            en="This link has ended or was revoked. Ask where the items were collected.",
        )
    return found


def count(archive: Stores, opened: Share) -> None:
    with archive.records() as records:
        records.count_share_opening(opened.id)
        records.note(_entry(opened, "opened"))
        records.commit()


def shared_items(records: Catalogue, opened: Share) -> list[Item]:
    """Those of the link that still may be shown: neither withdrawn nor set apart since."""
    items = sorted(records.items(opened.items), key=lambda item: item.id)
    things = things_of(records, items)
    return [item for item in items if may_share(things[item.id])]


def hidden_from_family(records: Catalogue, item: Item) -> tuple[WithheldPart, ...]:
    return hidden_from(records.withheld_of_items([item.id]).get(item.id, ()), _FAMILY_LEVEL)


def _exactly(records: Catalogue, visit_id: str, item_ids: Collection[str]) -> list[Item]:
    items = [item for item in records.items(list(item_ids)) if item.visit_id == visit_id]
    if len(items) != len(set(item_ids)):
        raise NotFound("item of another visit")
    return items


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _entry(made: Share, how: str) -> AuditEntry:
    details: dict[str, Detail] = {"share": made.id, "how": how, "items": len(made.items)}
    return AuditEntry(AuditAct.SHARED, "visit", made.visit_id, details=details)

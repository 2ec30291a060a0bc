"""Links for families, in SQL. Of a link's token only the hash is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_rights import shares
from schemas.shares import Share


class ShareRecords(Records):
    def add_share(self, share: Share, token_hash: str) -> None:
        self.run(insert(shares).values(**asdict(share), token_hash=token_hash))

    def shares_of(self, visit_id: str) -> Sequence[Share]:
        found = select(shares).where(shares.c.visit_id == visit_id).order_by(shares.c.id.desc())
        return [_share(row) for row in self.rows(found)]

    def share_with(self, token_hash: str) -> Share | None:
        row = self.first(select(shares).where(shares.c.token_hash == token_hash))
        return _share(row) if row else None

    def count_share_opening(self, share_id: str) -> None:
        opened = {"openings": shares.c.openings + 1, "opened_at": datetime.now(UTC)}
        self.run(update(shares).where(shares.c.id == share_id).values(opened))

    def revoke_share(self, share_id: str, visit_id: str) -> bool:
        standing = shares.c.id == share_id, shares.c.visit_id == visit_id, shares.c.revoked_at.is_(None)
        revoked = update(shares).where(*standing).values(revoked_at=datetime.now(UTC))
        return self.run(revoked).rowcount > 0


def _share(row: dict[str, Any]) -> Share:
    del row["token_hash"]
    return Share(**{**row, "items": tuple(row["items"])})

"""Uploads on their way, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables import uploads
from schemas.uploads import Upload


class UploadsRecords(Records):
    def add_upload(self, upload: Upload) -> None:
        self.run(insert(uploads).values(**asdict(upload)))

    def find_upload(self, upload_id: str) -> Upload | None:
        row = self.first(select(uploads).where(uploads.c.id == upload_id))
        return Upload(**row) if row else None

    def end_upload(self, upload_id: str, asset_id: str | None) -> None:
        ended = {"asset_id": asset_id, "ended_at": datetime.now(UTC)}
        self.run(update(uploads).where(uploads.c.id == upload_id).values(**ended))

    def stale_uploads(self, before: datetime) -> Sequence[Upload]:
        stale = select(uploads).where(uploads.c.ended_at.is_(None), uploads.c.made_at < before)
        return [Upload(**row) for row in self.rows(stale)]

"""Files that arrive in parts, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables import sendings, sent_parts
from schemas.sendings import Sending, SentPart


class SendingRecords(Records):
    def add_sending(self, sending: Sending) -> None:
        self.run(insert(sendings).values(**{**asdict(sending), "details": dict(sending.details)}))

    def find_sending(self, sending_id: str) -> Sending | None:
        row = self.first(select(sendings).where(sendings.c.id == sending_id))
        return Sending(**row) if row else None

    def sending(self, sending_id: str) -> Sending:
        return Sending(**self.one(select(sendings).where(sendings.c.id == sending_id), "sending"))

    def add_part(self, sending_id: str, part: SentPart) -> None:
        self.insert_if_new(sent_parts, [{"sending_id": sending_id, **asdict(part)}])

    def parts_of(self, sending_id: str) -> Sequence[SentPart]:
        found = select(sent_parts).where(sent_parts.c.sending_id == sending_id).order_by(sent_parts.c.start)
        return [SentPart(row["start"], row["size"], row["key"]) for row in self.rows(found)]

    def stale_sendings(self, before: datetime) -> Sequence[Sending]:
        stale = select(sendings).where(sendings.c.made_at < before, sendings.c.asset_id.is_(None))
        return [Sending(**row) for row in self.rows(stale)]

    def drop_sending(self, sending_id: str) -> None:
        self.run(delete(sent_parts).where(sent_parts.c.sending_id == sending_id))
        self.run(delete(sendings).where(sendings.c.id == sending_id))

    def end_sending(self, sending_id: str, asset_id: str) -> None:
        self.run(update(sendings).where(sendings.c.id == sending_id).values(asset_id=asset_id))
        self.run(delete(sent_parts).where(sent_parts.c.sending_id == sending_id))

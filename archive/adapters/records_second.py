"""Second readings of hard pages, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import and_, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_editing import second_readings
from schemas.textwork import SecondReading

_R = second_readings.c


class SecondReadingRecords(Records):
    def add_second_reading(self, reading: SecondReading) -> None:
        self.run(insert(second_readings).values(**asdict(reading)))

    def second_readings(self, asset_ids: Sequence[str]) -> Mapping[str, Sequence[SecondReading]]:
        found = select(second_readings).where(_R.asset_id.in_(list(asset_ids)))
        by_asset: dict[str, list[SecondReading]] = {}
        for row in self.rows(found.order_by(_R.begun_at, _R.id)):
            by_asset.setdefault(row["asset_id"], []).append(SecondReading(**row))
        return by_asset

    def change_second_reading(self, reading: SecondReading) -> None:
        now = {"second": reading.second, "settled": reading.settled, "given_up": reading.given_up}
        self.run(update(second_readings).where(_R.id == reading.id).values(**now))

    def items_apart(self, reader: str, now: datetime) -> frozenset[str]:
        at_it = and_(_R.reader == reader, _R.second.is_(None), _R.given_up.is_(False), _R.until > now)
        return frozenset(row["item_id"] for row in self.rows(select(_R.item_id).where(at_it)))

"""Graves, kin and openings, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_graves import graves, kin, openings
from schemas.errors import NotFound
from schemas.graves import Grave, Kin, Opening, Relation, Remains


class BurialRecords(Records):
    def add_grave(self, grave: Grave) -> None:
        self.run(insert(graves).values(**asdict(grave)))

    def graves_of(self, record_id: str) -> Sequence[Grave]:
        standing = and_(graves.c.record_id == record_id, graves.c.withdrawn_at.is_(None))
        return [_grave(row) for row in self.rows(select(graves).where(standing).order_by(graves.c.id))]

    def grave(self, grave_id: str) -> Grave:
        return _grave(self.one(select(graves).where(graves.c.id == grave_id), "grave"))

    def add_kin(self, kin: Kin) -> None:
        self.run(insert(_kin).values(**asdict(kin)))

    def kin_of(self, record_id: str) -> Sequence[Kin]:
        standing = and_(_kin.c.record_id == record_id, _kin.c.withdrawn_at.is_(None))
        return [_relative(row) for row in self.rows(select(_kin).where(standing).order_by(_kin.c.id))]

    def kin(self, kin_id: str) -> Kin:
        return _relative(self.one(select(_kin).where(_kin.c.id == kin_id), "kin"))

    def burial_statement(self, statement_id: str) -> Grave | Kin:
        row = self.first(select(graves).where(graves.c.id == statement_id))
        return _grave(row) if row else self.kin(statement_id)

    def withdraw_statement(self, statement_id: str) -> None:
        now = datetime.now(UTC)
        for table in (graves, _kin):
            standing = and_(table.c.id == statement_id, table.c.withdrawn_at.is_(None))
            if self.run(update(table).where(standing).values(withdrawn_at=now)).rowcount:
                return
        raise NotFound("statement")

    def add_opening(self, opening: Opening) -> None:
        self.run(insert(openings).values(**asdict(opening)))

    def openings_of(self, subject_id: str) -> Sequence[Opening]:
        found = select(openings).where(openings.c.subject_id == subject_id).order_by(openings.c.id)
        return [Opening(**row) for row in self.rows(found)]


_kin = kin


def _grave(row: Mapping[str, Any]) -> Grave:
    return Grave(**{**row, "remains": Remains(row["remains"])})


def _relative(row: Mapping[str, Any]) -> Kin:
    return Kin(**{**row, "relation": Relation(row["relation"])})

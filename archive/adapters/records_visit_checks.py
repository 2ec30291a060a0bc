"""What team leads said of visits, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import insert, select

from archive.adapters.records_base import Records
from archive.adapters.tables import visit_checks
from schemas.visit_checks import VisitCheck


class VisitCheckRecords(Records):
    def add_visit_check(self, check: VisitCheck) -> None:
        self.run(insert(visit_checks).values(**asdict(check)))

    def visit_checks_of(self, visit_ids: Sequence[str]) -> Mapping[str, VisitCheck]:
        found = select(visit_checks).where(visit_checks.c.visit_id.in_(visit_ids)).order_by(visit_checks.c.id)
        return {row["visit_id"]: VisitCheck(**row) for row in self.rows(found)}

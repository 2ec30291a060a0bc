"""Consent and its withdrawal, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import insert, select

from archive.adapters.records_base import Records
from archive.adapters.tables_rights import consent_withdrawals, consents
from schemas.consent import Consent, Manner, Purpose, Withdrawal


def _purposes(codes: Iterable[str]) -> frozenset[Purpose]:
    return frozenset(map(Purpose, codes))


def _withdrawal(row: Mapping[str, Any]) -> Withdrawal:
    return Withdrawal(**{**row, "purposes": _purposes(row["purposes"])})


class ConsentRecords(Records):
    def add_consent(self, given: Consent) -> None:
        row = {**asdict(given), "purposes": sorted(given.purposes)}
        del row["withdrawn"]
        self.insert_if_new(consents, [row])

    def consent(self, consent_id: str) -> Consent:
        row = self.one(select(consents).where(consents.c.id == consent_id), "consent")
        return self._with_withdrawals([row])[0]

    def consents_of(self, visit_ids: Sequence[str]) -> Mapping[str, Sequence[Consent]]:
        found = select(consents).where(consents.c.visit_id.in_(visit_ids))
        rows = self.rows(found.order_by(consents.c.given_at, consents.c.id))
        by_visit: dict[str, list[Consent]] = defaultdict(list)
        for one in self._with_withdrawals(rows):
            by_visit[one.visit_id].append(one)
        return by_visit

    def withdraw_consent(self, withdrawal: Withdrawal) -> None:
        row = {**asdict(withdrawal), "purposes": sorted(withdrawal.purposes)}
        self.run(insert(consent_withdrawals).values(**row))

    def withdrawals_of(self, consent_ids: Sequence[str]) -> Sequence[Withdrawal]:
        found = select(consent_withdrawals).where(consent_withdrawals.c.consent_id.in_(consent_ids))
        return [_withdrawal(row) for row in self.rows(found.order_by(consent_withdrawals.c.id))]

    def _with_withdrawals(self, rows: Sequence[Mapping[str, Any]]) -> list[Consent]:
        taken: dict[str, frozenset[Purpose]] = defaultdict(frozenset)
        for one in self.withdrawals_of([row["id"] for row in rows]) if rows else ():
            taken[one.consent_id] |= one.purposes
        return [replace(_consent(row), withdrawn=taken[row["id"]]) for row in rows]


def _consent(row: Mapping[str, Any]) -> Consent:
    return Consent(**{**row, "purposes": _purposes(row["purposes"]), "manner": Manner(row["manner"])})

"""Counts for the register of processing, in SQL."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from archive.adapters.records_base import Records
from archive.adapters.tables import assets, items, visits
from archive.adapters.tables_graves import graves, kin
from archive.adapters.tables_rights import consent_withdrawals, consents, shares, withheld_parts
from schemas.holdings import Medium
from schemas.processing_register import ProcessingCounts
from schemas.rights import ThingState

_HEARD = (Medium.AUDIO, Medium.VIDEO)


class ProcessingRecords(Records):
    def processing_counts(self, now: datetime) -> ProcessingCounts:
        consented = exists().where(consents.c.visit_id == visits.c.id)
        open_share = and_(shares.c.revoked_at.is_(None), shares.c.until > now)
        heard = and_(assets.c.medium.in_(_HEARD), assets.c.item_id == items.c.id, _in(ThingState.KEPT))
        return ProcessingCounts(
            visits=self._number(select(func.count()).select_from(visits)),
            visits_without_consent=self._number(select(func.count()).select_from(visits).where(~consented)),
            parties=self._number(select(func.count()).select_from(consents)),
            minors=self._number(select(func.count()).select_from(consents).where(consents.c.minor)),
            given=self._purposes(select(consents.c.purposes)),
            withdrawn=self._purposes(select(consent_withdrawals.c.purposes)),
            witnesses=sum(len(row["witnesses"]) for row in self.rows(select(visits.c.witnesses))),
            items={int(level): n for level, n in self._by(items.c.level, _in(ThingState.KEPT)).items()},
            quarantined=self._number(select(func.count()).where(_in(ThingState.QUARANTINED))),
            erased=self._number(select(func.count()).where(_in(ThingState.WITHDRAWN))),
            recordings=self._number(select(func.count(assets.c.id)).where(heard)),
            withheld=self._by(withheld_parts.c.reason, withheld_parts.c.lifted_at.is_(None)),
            kin=self._number(select(func.count()).where(kin.c.contact != "", kin.c.withdrawn_at.is_(None))),
            points=self._number(
                select(func.count()).where(graves.c.point_written != "", graves.c.withdrawn_at.is_(None))
            ),
            shares=self._number(select(func.count()).where(open_share)),
        )

    def _number(self, counted: Select[Any]) -> int:
        return int(next(iter(self.rows(counted)[0].values())))

    def _by(self, column: ColumnElement[Any], which: ColumnElement[bool]) -> dict[Any, int]:
        counted = select(column.label("by"), func.count().label("n")).where(which).group_by(column)
        return {row["by"]: row["n"] for row in self.rows(counted)}

    def _purposes(self, found: Select[Any]) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for row in self.rows(found):
            counted.update(row["purposes"])
        return dict(counted)


def _in(state: ThingState) -> ColumnElement[bool]:
    return items.c.state == state

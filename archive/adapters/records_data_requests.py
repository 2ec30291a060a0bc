"""Requests about personal data, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_data_requests import data_request_events, data_requests
from schemas.data_requests import Asker, DataRequest, RequestAct, RequestEvent, RequestKind, RequestState


class DataRequestRecords(Records):
    def add_data_request(self, made: DataRequest) -> None:
        self.run(insert(data_requests).values(**asdict(made)))

    def data_request(self, request_id: str) -> DataRequest:
        found = select(data_requests).where(data_requests.c.id == request_id)
        return _request(self.one(found, "data request"))

    def change_data_request(self, before: DataRequest, after: DataRequest) -> bool:
        standing = and_(
            data_requests.c.id == before.id,
            data_requests.c.state == before.state,
            data_requests.c.holder.is_not_distinct_from(before.holder),
        )
        return self.run(update(data_requests).where(standing).values(**asdict(after))).rowcount == 1

    def data_requests(
        self, states: Sequence[RequestState], *, offset: int = 0, limit: int = 50
    ) -> Sequence[DataRequest]:
        found = select(data_requests).where(data_requests.c.state.in_(states))
        ordered = found.order_by(data_requests.c.due, data_requests.c.id).offset(offset).limit(limit)
        return [_request(row) for row in self.rows(ordered)]

    def data_requests_late(self, today: date) -> int:
        unanswered = and_(data_requests.c.state == RequestState.RECEIVED, data_requests.c.answer_due < today)
        undone = and_(data_requests.c.state == RequestState.ANSWERED, data_requests.c.due < today)
        counted = select(func.count().label("n")).where(or_(unanswered, undone))
        return int(self.rows(counted.select_from(data_requests))[0]["n"])

    def count_data_requests(self) -> Mapping[str, int]:
        counted = select(data_requests.c.kind, func.count().label("n")).group_by(data_requests.c.kind)
        return {row["kind"]: row["n"] for row in self.rows(counted)}

    def add_request_event(self, event: RequestEvent) -> None:
        self.run(insert(data_request_events).values(**asdict(event)))

    def request_events(self, request_id: str) -> Sequence[RequestEvent]:
        found = select(data_request_events).where(data_request_events.c.request_id == request_id)
        rows = self.rows(found.order_by(data_request_events.c.id))
        return [RequestEvent(**{**row, "act": RequestAct(row["act"])}) for row in rows]


def _request(row: Mapping[str, Any]) -> DataRequest:
    kind, state = RequestKind(row["kind"]), RequestState(row["state"])
    return DataRequest(**{**row, "kind": kind, "state": state, "asker": Asker(**row["asker"])})

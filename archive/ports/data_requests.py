"""What requests about personal data need from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from schemas.data_requests import DataRequest, RequestEvent, RequestState


class DataRequests(Protocol):
    """The part of the records about what people ask of their own data."""

    def add_data_request(self, made: DataRequest) -> None: ...
    def data_request(self, request_id: str) -> DataRequest:
        """Raises NotFound."""
        ...

    def change_data_request(self, before: DataRequest, after: DataRequest) -> bool:
        """False where somebody else changed its state or holder meanwhile."""
        ...

    def data_requests(
        self, states: Sequence[RequestState], *, offset: int = 0, limit: int = 50
    ) -> Sequence[DataRequest]:
        """What is due first comes first."""
        ...

    def data_requests_late(self, today: date) -> int: ...
    def count_data_requests(self) -> Mapping[str, int]:
        """By kind, whatever their state."""
        ...

    def add_request_event(self, event: RequestEvent) -> None: ...
    def request_events(self, request_id: str) -> Sequence[RequestEvent]:
        """Oldest first."""
        ...

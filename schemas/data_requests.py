"""What a person asks about their own data, what was done about it, and by when the law wants it done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from schemas.ids import new_id


class RequestKind(StrEnum):
    """The value is the code in forms and tables."""

    VIEW = "xem"
    CORRECT = "sua"
    WITHDRAW = "rut"
    """Take back what was consented to, all or some of it."""
    ERASE = "xoa"
    RESTRICT = "han_che"
    """Use it for less than before."""
    COMPLAIN = "khieu_nai"


class RequestState(StrEnum):
    RECEIVED = "da_nhan"
    ANSWERED = "da_phan_hoi"
    """The person was told that it is being dealt with."""
    DONE = "da_xong"
    REFUSED = "tu_choi"
    """With the law's reason, which the letter says."""

    @property
    def is_open(self) -> bool:
        return self in (RequestState.RECEIVED, RequestState.ANSWERED)


class RequestAct(StrEnum):
    """What was done with a request, one entry each."""

    RECEIVED = "received"
    TAKEN = "taken"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    """Consent was taken back from the request itself."""
    ERASED = "erased"
    DONE = "done"
    REFUSED = "refused"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Asker:
    """The person of rights, as they named themselves."""

    name: str
    relation: str = ""
    reach: str = ""
    """Address, telephone or e-mail, in the person's own writing."""


@dataclass(frozen=True, slots=True)
class DataRequest:
    kind: RequestKind
    visit_id: str
    """What it is about."""
    asker: Asker
    words: str
    code: str
    received_on: date
    answer_due: date
    """By when the person must have heard that it is dealt with."""
    due: date
    """By when it must be done."""
    entered_by: str
    state: RequestState = RequestState.RECEIVED
    holder: str | None = None
    """Who answers for it."""
    outcome: str = ""
    """What was done or why not, as the letter says it."""
    ended_on: date | None = None
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def late(self, today: date) -> bool:
        """Past the clock that runs now."""
        if not self.state.is_open:
            return False
        return today > (self.answer_due if self.state is RequestState.RECEIVED else self.due)


@dataclass(frozen=True, slots=True)
class RequestEvent:
    request_id: str
    act: RequestAct
    by: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    """The proof: ids of consents, numbers of items and originals, when the last byte was gone. No names."""
    words: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)

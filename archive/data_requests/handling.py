"""A request about personal data from its receipt until its answer: each act is kept, with its proof."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from archive.access import Act, may
from archive.audit.chain import VIETNAM
from archive.consenting import withdraw
from archive.data_requests.clocks import dues
from archive.erasing import erase, finish
from archive.intake import new_code
from archive.ports import Catalogue, JobQueue, ObjectStore, SearchIndex
from archive.ports.tiles import TileCutter
from archive.rights.policy import lies_in
from archive.seeing import must_see_visit
from schemas.audit import AuditAct, AuditEntry
from schemas.consent import Purpose, Withdrawal
from schemas.data_requests import Asker, DataRequest, RequestAct, RequestEvent, RequestKind, RequestState
from schemas.errors import Conflict, InvalidInput, NotFound, Refused
from schemas.holdings import Item
from schemas.people import User

_LONGEST = 5000
_OLDEST = timedelta(days=366)


class Stores(Protocol):
    @property
    def queue(self) -> JobQueue: ...
    @property
    def objects(self) -> ObjectStore: ...
    @property
    def second(self) -> ObjectStore | None: ...
    @property
    def index(self) -> SearchIndex: ...
    @property
    def tiles(self) -> TileCutter: ...
    def records(self) -> Catalogue: ...


def today() -> date:
    """By Vietnam's clock: the law counts its days."""
    return datetime.now(VIETNAM).date()


def enter(
    archive: Stores, user: User, kind: RequestKind, visit_id: str, asker: Asker, words: str, received: date
) -> DataRequest:
    """What somebody asked, on paper, by telephone or in person. Raises Refused, NotFound, InvalidInput."""
    _must(user)
    if not asker.name.strip() or not words.strip():
        raise InvalidInput(
            "asker",
            vi="Hãy ghi họ tên người yêu cầu và điều họ yêu cầu.",
            en="Enter the name of the person and what they ask.",
        )
    if not today() - _OLDEST <= received <= today():
        raise InvalidInput("received", vi="Hãy xem lại ngày nhận yêu cầu.", en="Check the day of receipt.")
    answer_due, due = dues(kind, received)
    with archive.records() as records:
        visit = must_see_visit(records, user, records.visit(visit_id))
        made = DataRequest(
            kind, visit.id, asker, words.strip()[:_LONGEST], f"YC-{new_code()}",
            received, answer_due, due, user.id,
        )  # fmt: skip
        records.add_data_request(made)
        _note(records, made, RequestEvent(made.id, RequestAct.RECEIVED, user.id))
        records.commit()
    return made


def open_request(records: Catalogue, user: User, request_id: str) -> DataRequest:
    """Raises Refused, NotFound (also where it belongs to another part of the organisation)."""
    _must(user)
    found = records.data_request(request_id)
    if not within_reach(records, user, found):
        raise NotFound("request of another place")
    return found


def within_reach(records: Catalogue, user: User, one: DataRequest) -> bool:
    """By place alone: what it was about may be erased by now."""
    return lies_in(records.visit(one.visit_id).organisation_path, user.organisation_path)


def take(archive: Stores, user: User, request_id: str) -> DataRequest:
    """From now on this person answers for it. Raises Conflict (somebody was first), Refused, NotFound."""
    with archive.records() as records:
        before = _open(records, user, request_id)
        return _change(
            records,
            before,
            replace(before, holder=user.id),
            RequestEvent(before.id, RequestAct.TAKEN, user.id),
        )


def answer(archive: Stores, user: User, request_id: str) -> DataRequest:
    """The person was told that it is dealt with: the first clock stops. Raises as `take`."""
    with archive.records() as records:
        before = _mine(records, user, request_id)
        after = replace(before, state=RequestState.ANSWERED)
        return _change(records, before, after, RequestEvent(before.id, RequestAct.ANSWERED, user.id))


def end(archive: Stores, user: User, request_id: str, outcome: str, *, done: bool) -> DataRequest:
    """Done, or refused for a reason that the law gives. Raises InvalidInput (nothing said), as `take`."""
    if not outcome.strip():
        raise InvalidInput(
            "outcome", vi="Hãy ghi đã làm gì, hoặc vì sao không làm.", en="Say what was done, or why not."
        )
    with archive.records() as records:
        before = _mine(records, user, request_id)
        state = RequestState.DONE if done else RequestState.REFUSED
        said = outcome.strip()[:_LONGEST]
        after = replace(before, state=state, outcome=said, ended_on=today())
        act = RequestAct.DONE if done else RequestAct.REFUSED
        return _change(records, before, after, RequestEvent(before.id, act, user.id, words=said))


def withdraw_consent(
    archive: Stores, user: User, request_id: str, consent_id: str, purposes: Collection[Purpose]
) -> None:
    """Take purposes of a statement back, as the person asks. Raises InvalidInput, NotFound, as `take`."""
    with archive.records() as records:
        before = _mine(records, user, request_id)
        if records.consent(consent_id).visit_id != before.visit_id:
            raise NotFound("consent of another visit")
    taken = frozenset(purposes)
    withdraw(archive, consent_id, Withdrawal(consent_id, taken, user.id, before.code))
    told = {"consent": consent_id, "purposes": "+".join(sorted(taken))}
    with archive.records() as records:
        _note(records, before, RequestEvent(before.id, RequestAct.WITHDRAWN, user.id, told))
        records.commit()


def erase_items(archive: Stores, user: User, request_id: str, item_ids: Collection[str]) -> int:
    """Erase items of the visit; with the last of them also what the visit tells of people, and every consent
    ends. How many items. Raises InvalidInput (none), as `take`."""
    with archive.records() as records:
        before = _mine(records, user, request_id)
        standing = {item.id for item in standing_items(records, before.visit_id)}
        chosen = sorted(standing & set(item_ids))
        if not chosen:
            raise InvalidInput("items", vi="Hãy chọn tư liệu cần xóa.", en="Choose what is to be erased.")
        made = erase(records, chosen)
        if standing == set(chosen):
            _end_consents(records, before, user)
            records.empty_visit(before.visit_id)
        told: Mapping[str, str | int] = {
            "items": len(made),
            "originals": sum(len(one.objects) for one in made),
            "erasures": " ".join(one.id for one in made),
        }
        _note(records, before, RequestEvent(before.id, RequestAct.ERASED, user.id, told))
        records.commit()
    finish(archive)
    return len(chosen)


def standing_items(records: Catalogue, visit_id: str) -> list[Item]:
    """Items of the visit that were not erased."""
    found: list[Item] = []
    while batch := records.items_of(visit_id, offset=len(found), limit=200):
        found += batch
    return [item for item in found if item.state != "withdrawn"]


def _end_consents(records: Catalogue, before: DataRequest, user: User) -> None:
    for one in records.consents_of([before.visit_id]).get(before.visit_id, ()):
        if left := one.purposes - one.withdrawn:
            records.withdraw_consent(Withdrawal(one.id, left, user.id, before.code))


def _must(user: User) -> None:
    if not may(user, Act.HANDLE_REQUESTS):
        raise Refused("handle requests")


def _open(records: Catalogue, user: User, request_id: str) -> DataRequest:
    found = open_request(records, user, request_id)
    if not found.state.is_open:
        raise Conflict("ended", vi="Yêu cầu này đã kết thúc.", en="This request has ended.")
    return found


def _mine(records: Catalogue, user: User, request_id: str) -> DataRequest:
    found = _open(records, user, request_id)
    if found.holder != user.id:
        raise Conflict(
            "not yours",
            vi="Hãy nhận xử lý yêu cầu này trước.",
            en="Take the request up first.",
        )
    return found


def _change(records: Catalogue, before: DataRequest, after: DataRequest, event: RequestEvent) -> DataRequest:
    if not records.change_data_request(before, after):
        raise Conflict(
            "moved on",
            vi="Người khác vừa xử lý yêu cầu này. Hãy mở lại trang.",
            en="Somebody else just worked on this request. Open the page again.",
        )
    _note(records, after, event)
    records.commit()
    return after


def _note(records: Catalogue, about: DataRequest, event: RequestEvent) -> None:
    """Whose request it is stands in the records; the audit names its id, its kind and the act."""
    records.add_request_event(event)
    told = {"kind": about.kind.value, "act": event.act.value}
    records.note(AuditEntry(AuditAct.REQUEST_HANDLED, "data_request", about.id, details=told))

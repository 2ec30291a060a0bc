"""The words for requests about personal data: what is asked, where it stands, what was done. Lazy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.ports import Catalogue
from archive.rights.policy import lies_in
from schemas.consent import Purpose
from schemas.data_requests import DataRequest, RequestAct, RequestEvent, RequestKind, RequestState
from schemas.erasures import Erasure
from schemas.people import User
from search_ui.presenters.figures import day, moment
from search_ui.presenters.labels import PURPOSES
from search_ui.words import _ as gettext

KINDS: dict[RequestKind, LazyString] = {
    RequestKind.VIEW: _("Xem dữ liệu của mình"),
    RequestKind.CORRECT: _("Sửa dữ liệu sai"),
    RequestKind.WITHDRAW: _("Rút lại sự đồng ý"),
    RequestKind.ERASE: _("Xóa dữ liệu"),
    RequestKind.RESTRICT: _("Hạn chế sử dụng"),
    RequestKind.COMPLAIN: _("Khiếu nại"),
}
STATES: dict[RequestState, tuple[str, LazyString]] = {
    RequestState.RECEIVED: ("waiting", _("Chờ phản hồi")),
    RequestState.ANSWERED: ("doubt", _("Đang thực hiện")),
    RequestState.DONE: ("done", _("Đã xong")),
    RequestState.REFUSED: ("failed", _("Không thực hiện được")),
}
ACTS: dict[RequestAct, LazyString] = {
    RequestAct.RECEIVED: _("Ghi nhận yêu cầu"),
    RequestAct.TAKEN: _("Nhận xử lý"),
    RequestAct.ANSWERED: _("Đã báo cho người yêu cầu"),
    RequestAct.WITHDRAWN: _("Rút lại sự đồng ý"),
    RequestAct.ERASED: _("Xóa tư liệu"),
    RequestAct.DONE: _("Hoàn thành"),
    RequestAct.REFUSED: _("Không thực hiện được"),
    RequestAct.LETTER: _("Lập văn bản trả lời"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock that runs now, or how it ended."""

    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Done:
    """One entry of what happened, with its proof in words."""

    at: datetime
    what: str
    who: str
    words: str
    proof: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of one visit."""

    visit: str
    items: int
    files: int
    since: datetime
    ended: datetime | None
    """When the last byte was gone; None: the store still holds some."""


def erased_of(records: Catalogue, user: User) -> list[Erased]:
    """The newest first, of visits within the person's part of the organisation."""
    by_visit: dict[str, list[Erasure]] = {}
    for one in records.erasures():
        by_visit.setdefault(one.visit_id, []).append(one)
    visits = records.find_visits(sorted(by_visit))
    lines = [
        _erased(visits[visit_id].code, done)
        for visit_id, done in by_visit.items()
        if lies_in(visits[visit_id].organisation_path, user.organisation_path)
    ]
    return sorted(lines, key=lambda one: one.since, reverse=True)


def _erased(code: str, done: list[Erasure]) -> Erased:
    ends = [one.done_at for one in done]
    gone = [end for end in ends if end is not None]
    return Erased(
        code,
        len(done),
        sum(len(one.objects) for one in done),
        min(one.made_at for one in done),
        max(gone) if len(gone) == len(ends) else None,
    )


def clock_of(one: DataRequest, today: date) -> Clock:
    if one.ended_on is not None:
        look = "done" if one.ended_on <= one.due else "failed"
        return Clock(look, gettext("xong %(day)s, hạn %(due)s", day=day(one.ended_on), due=day(one.due)))
    waiting = one.state is RequestState.RECEIVED
    due = one.answer_due if waiting else one.due
    if one.late(today):
        return Clock("failed", gettext("quá hạn %(day)s", day=day(due)))
    said = gettext("phản hồi trước %(day)s") if waiting else gettext("xong trước %(day)s")
    return Clock("waiting", said % {"day": day(due)})


def done_of(records: Catalogue, events: list[RequestEvent], names: dict[str, str]) -> list[Done]:
    erased = {one.id: one.done_at for one in records.erasures()}

    def proof(event: RequestEvent) -> str:
        if event.act is RequestAct.WITHDRAWN:
            return ", ".join(_purpose(code) for code in str(event.facts["purposes"]).split("+"))
        if event.act is not RequestAct.ERASED:
            return ""
        ends = [erased.get(one) for one in str(event.facts["erasures"]).split()]
        gone = [end for end in ends if end is not None]
        counted = gettext(
            "%(items)s tư liệu, %(files)s tệp gốc", items=event.facts["items"], files=event.facts["originals"]
        )
        if len(gone) < len(ends):
            return gettext("%(counted)s; kho tệp đang xóa nốt", counted=counted)
        return gettext("%(counted)s; tệp cuối cùng bị xóa lúc %(at)s", counted=counted, at=moment(max(gone)))

    return [Done(one.at, str(ACTS[one.act]), names.get(one.by, ""), one.words, proof(one)) for one in events]


def _purpose(code: str) -> str:
    return str(PURPOSES[Purpose(code)]) if code in set(Purpose) else code

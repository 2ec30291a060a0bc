"""The answer to a request about personal data, in the words of an official letter. Always Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from archive.audit.chain import VIETNAM
from archive.papers.letter import Letter
from archive.ports import Catalogue
from schemas.consent import Purpose
from schemas.data_requests import DataRequest, RequestAct, RequestEvent, RequestKind, RequestState
from schemas.erasures import Erasure

ASKED: dict[RequestKind, str] = {
    RequestKind.VIEW: "xem, được cung cấp dữ liệu cá nhân",
    RequestKind.CORRECT: "chỉnh sửa dữ liệu cá nhân",
    RequestKind.WITHDRAW: "rút lại sự đồng ý",
    RequestKind.ERASE: "xóa dữ liệu cá nhân",
    RequestKind.RESTRICT: "hạn chế xử lý dữ liệu cá nhân",
    RequestKind.COMPLAIN: "khiếu nại về việc xử lý dữ liệu cá nhân",
}
_PURPOSES: dict[str, str] = {
    Purpose.KEEPING: "lưu trữ",
    Purpose.RESEARCH: "nghiên cứu",
    Purpose.VERIFICATION: "xác minh thông tin liệt sĩ",
    Purpose.PUBLICATION: "công bố",
    Purpose.MACHINE: "xử lý bằng máy",
}


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes and signs, as the officer typed it."""

    agency: str
    over: str
    number: str
    place: str
    rank: str
    signer: str


def answer_letter(records: Catalogue, request: DataRequest, office: Office, day: date) -> Letter:
    """What has happened until this day, from the records themselves."""
    visit = records.visit(request.visit_id)
    asker = request.asker.name + (f" ({request.asker.relation})" if request.asker.relation else "")
    events = records.request_events(request.id)
    erased = {one.id: one for one in records.erasures()}
    return Letter(
        agency=office.agency,
        over=office.over,
        number=office.number,
        about=f"trả lời yêu cầu {ASKED[request.kind]}",
        place=office.place,
        day=day,
        to=asker,
        paragraphs=tuple(_paragraphs(request, office.agency, visit.code, _done(events, erased))),
        copies=("Như trên", f"Lưu: VT, hồ sơ {request.code}"),
        rank=office.rank,
        signer=office.signer,
    )


def _paragraphs(request: DataRequest, agency: str, visit: str, done: Sequence[str]) -> Iterator[str]:
    yield (
        f"Ngày {_day(request.received_on)}, {agency} nhận được yêu cầu {ASKED[request.kind]} của "
        f"{request.asker.name} (mã yêu cầu {request.code}) đối với tư liệu của buổi thăm mã số {visit}."
    )
    yield (
        "Căn cứ Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định số 356/2025/NĐ-CP của Chính phủ, "
        f"{agency} trả lời như sau:"
    )
    if request.state is RequestState.REFUSED:
        yield f"1. Yêu cầu trên chưa thực hiện được vì lý do sau: {_ended(request.outcome)}"
    elif request.state is RequestState.DONE:
        yield f"1. Yêu cầu đã được thực hiện: {_ended(request.outcome)}"
    else:
        yield f"1. Yêu cầu đã được tiếp nhận và đang được thực hiện, chậm nhất là ngày {_day(request.due)}."
    for number, one in enumerate(done, 2):
        yield f"{number}. {one}"
    if request.ended_on is not None:
        late = "" if request.ended_on <= request.due else ", chậm so với thời hạn"
        yield (
            f"Thời hạn theo quy định là ngày {_day(request.due)}; việc giải quyết hoàn thành ngày "
            f"{_day(request.ended_on)}{late}."
        )
    yield (
        f"Nếu không đồng ý với nội dung trả lời này, đề nghị gửi ý kiến đến {agency} (nêu mã {request.code}) "
        "hoặc khiếu nại đến cơ quan có thẩm quyền theo quy định của pháp luật."
    )
    yield f"{agency} trân trọng thông báo./."


def _done(events: Sequence[RequestEvent], erased: dict[str, Erasure]) -> list[str]:
    found = []
    for event in events:
        if event.act is RequestAct.WITHDRAWN:
            codes = str(event.facts["purposes"]).split("+")
            purposes = ", ".join(_PURPOSES.get(code, code) for code in codes)
            found.append(
                f"Ngày {_moment(event.at)}: đã ghi nhận việc rút lại sự đồng ý cho mục đích {purposes}; "
                "tư liệu không còn được xử lý, tra cứu, hiển thị cho mục đích đó kể từ thời điểm này."
            )
        if event.act is RequestAct.ERASED:
            found.append(_erased(event, erased))
    return found


def _erased(event: RequestEvent, erased: dict[str, Erasure]) -> str:
    mine = [erased[one] for one in str(event.facts["erasures"]).split() if one in erased]
    ended = [one.done_at for one in mine if one.done_at is not None]
    when = (
        f"hoàn thành lúc {_moment(max(ended))}"
        if mine and len(ended) == len(mine)
        else "đang xóa nốt các tệp trong kho tệp"
    )
    return (
        f"Ngày {_moment(event.at)}: đã xóa {event.facts['items']} tư liệu gồm {event.facts['originals']} tệp "
        f"gốc cùng mọi bản sao để xem, bản chép lời và dữ liệu tra cứu, {when}. Khi khôi phục từ bản sao "
        "lưu, các tư liệu này được xóa lại ngay."
    )


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _moment(at: datetime) -> str:
    local = at.astimezone(VIETNAM)
    return f"{_day(local.date())} {local:%H:%M}"

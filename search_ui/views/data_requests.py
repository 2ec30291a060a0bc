"""Yêu cầu về dữ liệu cá nhân: what families ask of their own data, the law's clocks, the answer's letter."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.data_requests import handling
from archive.data_requests.clocks import clocks
from archive.data_requests.letter import Office, answer_letter
from archive.papers.letter import write_letter
from archive.ports import Catalogue
from schemas.audit import AuditAct, AuditEntry
from schemas.consent import Purpose
from schemas.data_requests import Asker, DataRequest, RequestAct, RequestEvent, RequestKind, RequestState
from schemas.errors import InvalidInput, KyucError, NotFound
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.cards import title_of
from search_ui.presenters.consents import shown_consents
from search_ui.presenters.request_words import KINDS, STATES, clock_of, done_of, erased_of
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("data_requests", __name__, url_prefix="/yeu-cau")
_PER_PAGE = 60
_OPEN = (RequestState.RECEIVED, RequestState.ANSWERED)
_ENDED = (RequestState.DONE, RequestState.REFUSED)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
def index() -> str:
    """What is due first; `?xem=xong`: those that ended."""
    ended = request.args.get("xem") == "xong"
    page = min(max(request.args.get("trang", 1, type=int), 1), 10_000)
    day = handling.today()
    with current_archive().records() as records:
        found = records.data_requests(
            _ENDED if ended else _OPEN, offset=(page - 1) * _PER_PAGE, limit=_PER_PAGE + 1
        )
        mine = [one for one in found[:_PER_PAGE] if handling.within_reach(records, person_here(), one)]
        return render_template(
            "pages/data_requests.html",
            lines=[(one, KINDS[one.kind], clock_of(one, day), STATES[one.state]) for one in mine],
            late=sum(one.late(day) for one in mine),
            names=_names(records),
            ended=ended,
            page=page,
            more=len(found) > _PER_PAGE,
        )


@blueprint.get("/da-xoa")
def erased() -> str:
    """The proof of every erasure: when the records forgot it, and when the last byte was gone."""
    with current_archive().records() as records:
        lines = erased_of(records, person_here())
    return render_template("pages/erased.html", lines=lines)


@blueprint.get("/moi")
def new() -> str:
    return _form()


@blueprint.post("/moi")
def enter() -> BaseResponse | tuple[str, int]:
    """`visit` is the code that people read out."""
    given = request.form
    try:
        made = handling.enter(
            current_archive(),
            person_here(),
            _kind(given.get("kind", "")),
            _visit_id(given.get("visit", "")),
            Asker(*(given.get(name, "").strip()[:300] for name in ("name", "relation", "reach"))),
            given.get("words", ""),
            _date(given.get("received", "")),
        )
    except (InvalidInput, NotFound) as error:
        return _form(error), error.http_status
    flash(_("Đã ghi yêu cầu %(code)s.", code=made.code), "good")
    return redirect(url_for("data_requests.show", request_id=made.id))


@blueprint.get("/<uuid:request_id>")
def show(request_id: UUID) -> str:
    return _page(str(request_id))


@blueprint.post("/<uuid:request_id>")
def act(request_id: UUID) -> BaseResponse | tuple[str, int]:
    """`act`: take, answer, withdraw, erase, done or refuse."""
    try:
        said = _done(str(request_id), request.form.get("act", ""))
    except InvalidInput as error:
        return _page(str(request_id), error), error.http_status
    flash(said, "good")
    return redirect(url_for("data_requests.show", request_id=request_id))


@blueprint.post("/<uuid:request_id>/thu")
def letter(request_id: UUID) -> Response:
    """The answer as DOCX in the form of NĐ 30/2020, to be signed and sent by the office."""
    given = {
        name: request.form.get(name, "").strip()[:200]
        for name in ("agency", "over", "number", "place", "rank", "signer")
    }
    if not given["agency"] or not given["place"]:
        raise InvalidInput(
            "office",
            vi="Hãy ghi tên cơ quan và nơi lập văn bản.",
            en="Enter the office and the place of the letter.",
        )
    with current_archive().records() as records:
        found = handling.open_request(records, person_here(), str(request_id))
        made = write_letter(answer_letter(records, found, Office(**given), handling.today()))
        kept = {name: words for name, words in given.items() if words}
        records.add_request_event(RequestEvent(found.id, RequestAct.LETTER, person_here().id, kept))
        told = {"kind": found.kind.value, "act": "letter"}
        records.note(AuditEntry(AuditAct.REQUEST_HANDLED, "data_request", found.id, details=told))
        records.commit()
    answer = Response(made, mimetype=_DOCX)
    name = quote(f"tra-loi-{found.code}.docx")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _done(request_id: str, what: str) -> str:
    archive, user, given = current_archive(), person_here(), request.form
    if what == "take":
        handling.take(archive, user, request_id)
        return _("Yêu cầu này do bạn xử lý.")
    if what == "answer":
        handling.answer(archive, user, request_id)
        return _("Đã ghi là đã báo cho người yêu cầu.")
    if what == "withdraw":
        chosen = {Purpose(code) for code in given.getlist("purpose") if code in set(Purpose)}
        handling.withdraw_consent(archive, user, request_id, given.get("consent", ""), chosen)
        return _("Đã rút. Có hiệu lực ngay ở mọi trang và trong tra cứu; bằng chứng ở dưới.")
    if what == "erase":
        count = handling.erase_items(archive, user, request_id, given.getlist("item"))
        return _("Đã xóa %(count)s tư liệu; bằng chứng ở dưới.", count=count)
    if what in ("done", "refuse"):
        handling.end(archive, user, request_id, given.get("outcome", ""), done=what == "done")
        return _("Đã kết thúc yêu cầu. Hãy lập văn bản trả lời.")
    raise InvalidInput(f"act {what!r}")


def _page(request_id: str, error: KyucError | None = None) -> str:
    day = handling.today()
    with current_archive().records() as records:
        found = handling.open_request(records, person_here(), request_id)
        names = _names(records)
        mine = found.state.is_open and found.holder == person_here().id
        events = list(records.request_events(found.id))
        return render_template(
            "pages/data_request.html",
            one=found,
            kind=KINDS[found.kind],
            state=STATES[found.state],
            clock=clock_of(found, day),
            source=clocks()[found.kind].source,
            visit=records.visit(found.visit_id),
            names=names,
            mine=mine,
            done=done_of(records, events, names),
            consents=shown_consents(records, found.visit_id) if mine else [],
            items=_items(records, found) if mine else [],
            office=next((one.facts for one in reversed(events) if one.act is RequestAct.LETTER), {}),
            error=error.message(language()) if error else "",
        )


def _items(records: Catalogue, found: DataRequest) -> list[tuple[str, str]]:
    return [(item.id, title_of(item)) for item in handling.standing_items(records, found.visit_id)]


def _names(records: Catalogue) -> dict[str, str]:
    return {user.id: user.name or user.login for user in records.all_users()}


def _form(error: KyucError | None = None) -> str:
    return render_template(
        "pages/data_request_new.html",
        kinds=KINDS,
        clocks=clocks(),
        today=handling.today(),
        typed=request.form or request.args,
        error=error.message(language()) if error else "",
    )


def _kind(code: str) -> RequestKind:
    if code not in set(RequestKind):
        raise InvalidInput("kind", vi="Hãy chọn người đó yêu cầu gì.", en="Choose what is asked.")
    return RequestKind(code)


def _visit_id(code: str) -> str:
    with current_archive().records() as records:
        visit = records.visit_with_code(code.strip().upper()) if code.strip() else None
    if visit is None:
        raise InvalidInput(
            "visit",
            vi="Không có buổi thăm nào mang mã này. Mã in trên biên nhận, như KH-2345.",
            en="No visit has this code. It stands on the receipt, as KH-2345.",
        )
    return visit.id


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InvalidInput(
            "received", vi="Hãy ghi ngày nhận yêu cầu.", en="Enter the day of receipt."
        ) from None

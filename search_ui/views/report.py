"""Gửi tin: anybody tells the archive what they know, without an account, and follows it by a code."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import BinaryIO, cast
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from archive.authority.gazetteer import gazetteer
from archive.authority.orthography import nfc
from archive.public_intake import campaigns, guard
from archive.public_intake.bringing import (
    LARGEST_FILE,
    MOST_FILES,
    Attached,
    bring,
    first_due,
    follow,
    new_code,
    supplement,
)
from schemas.errors import InvalidInput, KyucError
from schemas.ids import new_id
from schemas.reports import About, Campaign, Contact, Point, Report
from search_ui.errors import wants_json
from search_ui.i18n import language
from search_ui.presenters.report_words import ABOUT, PLAINLY, REASONS, STATES
from search_ui.services import current_archive
from search_ui.tiles import tiles, with_tiles
from search_ui.words import _

blueprint = Blueprint("report", __name__, url_prefix="/gui-tin")
_LONGEST = 20_000
_SHORT = 200
_LARGEST_BODY = 240 << 20
_SEEN = "campaigns"


@blueprint.get("")
def show() -> Response:
    """The form; `?c=` is the code of a poster, which fills in the place."""
    campaign = _campaign()
    answer = Response(
        render_template(
            "pages/report.html",
            about=ABOUT,
            campaign=campaign,
            report_id=new_id(),
            most=MOST_FILES,
            setup={"words": _words(), "tiles": tiles(), "point": _start(campaign)},
        )
    )
    return with_tiles(answer)


@blueprint.get("/cau-do.json")
def challenge() -> Response:
    """The sum that the person's device solves while the form is filled in."""
    answer = jsonify(guard.challenge(_secret()))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/diem.json")
def points() -> Response:
    """Provinces, or with `?tinh=` the communes of one: id, name, latitude, longitude."""
    places = gazetteer().places
    parent = request.args.get("tinh") or None
    wanted = gazetteer().children.get(parent, []) if parent else [i for i in places if i.startswith("p25:")]
    rows = [(one.id, one.label, one.latitude, one.longitude) for one in map(places.__getitem__, wanted)]
    answer = jsonify(sorted((row for row in rows if row[2] is not None), key=lambda row: row[1]))
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@blueprint.post("")
def send() -> BaseResponse | tuple[str, int]:
    """Take the report in; the answer is its code (JSON for the page's script, else a page)."""
    request.max_content_length = _LARGEST_BODY
    request.max_form_memory_size = 1 << 20
    try:
        report = _report()
        guard.admit(current_archive(), request.form.get("altcha", ""), request.remote_addr or "", _secret())
        kept = bring(current_archive(), report, list(_files()))
    except KyucError as error:
        if wants_json():
            raise
        return render_template(
            "pages/report_failed.html", sentence=error.message(language())
        ), error.http_status
    address = url_for("report.taken", ma=kept.code)
    if wants_json():
        return jsonify({"code": kept.code, "address": address})
    return redirect(address, 303)


@blueprint.get("/da-nhan")
def taken() -> str:
    """The receipt: the code, large, to be photographed or written down."""
    return render_template(
        "pages/report_taken.html", report=follow(current_archive(), request.args.get("ma", ""))
    )


@blueprint.get("/theo-doi")
def following() -> str | tuple[str, int]:
    code = request.args.get("ma", "").strip()
    if not code:
        return render_template("pages/report_follow.html", report=None, code="", wrong="")
    try:
        guard.count_following(current_archive(), request.remote_addr or "")
        report = follow(current_archive(), code)
    except KyucError as error:
        said = error.message(language())
        return render_template(
            "pages/report_follow.html", report=None, code=code, wrong=said
        ), error.http_status
    return _followed(report)


@blueprint.post("/theo-doi")
def add() -> BaseResponse | tuple[str, int]:
    """What was asked for: words, photos."""
    request.max_content_length = _LARGEST_BODY
    guard.count_following(current_archive(), request.remote_addr or "")
    code = request.form.get("ma", "")
    supplement(current_archive(), code, _text("told", _LONGEST), list(_files()))
    return redirect(url_for("report.following", ma=code), 303)


def _followed(report: Report) -> str:
    return render_template(
        "pages/report_follow.html",
        report=report,
        code=report.code,
        wrong="",
        look=STATES[report.state][0],
        state=STATES[report.state][1],
        plainly=PLAINLY[report.state],
        reason=REASONS.get(report.reason, ""),
        about=ABOUT[report.about],
        most=MOST_FILES,
    )


def _report() -> Report:
    try:
        about, identity = About(request.form.get("about", "")), str(UUID(request.form.get("id", "")))
    except ValueError:
        raise InvalidInput(
            "about",
            vi="Hãy chọn điều muốn báo: liệt sĩ, ngôi mộ, nhân chứng hay kỷ vật.",
            en="Choose what it is about: a martyr, a grave, a witness or a keepsake.",
        ) from None
    if request.form.get("consent") != "yes":
        raise InvalidInput(
            "consent",
            vi="Cần đồng ý cho kho lưu nội dung này thì kho mới nhận được.",
            en="The archive can take this in only if you allow it to keep it.",
        )
    campaign = campaigns.follow(current_archive(), request.form.get("c", ""), counted=False)
    contact = Contact(_text("name"), _text("relation"), _text("reach"), request.form.get("may_call") == "yes")
    return Report(
        about,
        _text("told", _LONGEST),
        new_code(),
        first_due(),
        _text("place"),
        _point(),
        contact,
        campaign.id if campaign else None,
        language(),
        id=identity,
    )


def _point() -> Point | None:
    """A spot in or near Vietnam, Laos and Cambodia; anything else was no finger on the map."""
    try:
        latitude, longitude = float(request.form["latitude"]), float(request.form["longitude"])
    except (KeyError, ValueError):
        return None
    fits = 5 <= latitude <= 25 and 97 <= longitude <= 118 and math.isfinite(latitude + longitude)
    return Point(latitude, longitude) if fits else None


def _files() -> Iterator[Attached]:
    """Photos, then the sketch; empty fields are no files."""
    for field in ("photos", "sketch"):
        for file in request.files.getlist(field):
            if file.filename:
                yield Attached(file.filename, _stream(file), field == "sketch")


def _stream(file: FileStorage) -> BinaryIO:
    return cast(BinaryIO, file.stream)


def _text(name: str, longest: int = _SHORT) -> str:
    return nfc(request.form.get(name, "")).strip()[:longest]


def _campaign() -> Campaign | None:
    """The poster's campaign; a browser that came by it before is not counted again."""
    code = request.args.get("c", "").strip().upper()
    seen = session.get(_SEEN, [])
    found = campaigns.follow(current_archive(), code, counted=code not in seen) if code else None
    if found is not None and code not in seen:
        session[_SEEN] = [*seen, code][-20:]
    return found


def _start(campaign: Campaign | None) -> list[float] | None:
    return [campaign.point.latitude, campaign.point.longitude] if campaign and campaign.point else None


def _secret() -> str:
    return f"public intake {current_app.config['SECRET_KEY']}"


def _words() -> dict[str, str]:
    return {
        "checking": _("Máy đang tự kiểm tra trang này (không cần làm gì)…"),
        "ready": _("Sẵn sàng gửi."),
        "unready": _("Chưa kiểm tra được trang này. Hãy xem lại mạng; nội dung vẫn còn."),
        "sending": _("Đang gửi {percent} %"),
        "failed": _("Chưa gửi được vì mất mạng. Nội dung vẫn còn trên trang; hãy bấm gửi lại."),
        "too_large": _("Ảnh lớn quá {size}: {name}"),
        "too_many": _("Mỗi lần gửi nhiều nhất {count} ảnh."),
        "photos": _("{count} ảnh đã chọn"),
        "spot": _("Đã đánh dấu một điểm. Chạm chỗ khác để đổi."),
        "no_spot": _("Chạm vào bản đồ để đánh dấu."),
        "largest": str(LARGEST_FILE),
    }

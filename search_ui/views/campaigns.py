"""Mã QR cho nơi và áp phích: make a code, print it as a sheet, see how many followed it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.authority.gazetteer import gazetteer, name_key
from archive.papers.parts import Code, Heading, Paper, Paragraph
from archive.papers.pdf import write_pdf
from archive.public_intake import campaigns
from schemas.errors import NotFound
from schemas.reports import Point
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.services import current_archive
from search_ui.views.report import _text
from search_ui.words import _

blueprint = Blueprint("campaigns", __name__, url_prefix="/ma-qr")


@blueprint.get("")
def index() -> str:
    with current_archive().records() as records:
        found = records.campaigns()
    return render_template("pages/campaigns.html", campaigns=found)


@blueprint.post("")
def begin() -> BaseResponse:
    place = _text("place")
    made = campaigns.begin(current_archive(), _text("name"), place, _point_of(place), person_here())
    flash(_("Đã làm mã %(code)s. In tờ mã rồi dán ở nơi đó.", code=made.code), "good")
    return redirect(url_for("campaigns.index"))


@blueprint.post("/<uuid:campaign_id>/dung")
def end(campaign_id: UUID) -> BaseResponse:
    campaigns.end(current_archive(), str(campaign_id))
    return redirect(url_for("campaigns.index"))


@blueprint.get("/<code>.pdf")
def sheet(code: str) -> Response:
    """One page to hang up: what is asked, the code large, the address in letters."""
    with current_archive().records() as records:
        found = records.campaign_with_code(code)
    if found is None:
        raise NotFound("campaign")
    paper = Paper(
        _("Ai biết tin về liệt sĩ, xin báo giúp"),
        [
            Paragraph(found.place or found.name, centred=True),
            Paragraph(
                _(
                    "Một ngôi mộ, một kỷ vật, một người từng chiến đấu cùng: điều gì cũng quý. Hai phút trên "
                    "điện thoại, không cần tài khoản."
                ),
                centred=True,
            ),
            Code(url_for("report.show", c=found.code, _external=True), size_mm=95),
            Heading(_("Không dùng điện thoại?"), 2),
            Paragraph(_("Xin kể với cán bộ xã, và đọc mã này: %(code)s.", code=found.code)),
        ],
        footer=_("Ký Ức: kho tư liệu về liệt sĩ. Bản gốc được giữ nguyên vẹn."),
        language=language(),
    )
    answer = Response(write_pdf(paper), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=ma-qr-{found.code}.pdf"
    return answer


def _point_of(place: str) -> Point | None:
    """Where the map opens: the commune or province of these words, if there is exactly one."""
    found = {
        (one.latitude, one.longitude)
        for one in map(gazetteer().places.__getitem__, _ids_of(place))
        if one.latitude is not None and one.longitude is not None and one.id.startswith(("p25:", "w25:"))
    }
    if len(found) != 1:
        return None
    ((latitude, longitude),) = found
    return Point(latitude or 0.0, longitude or 0.0)


def _ids_of(place: str) -> list[str]:
    """Of the first part of the words: `xã Triệu Ái, Quảng Trị` is looked up as `Triệu Ái`."""
    words = place.partition(",")[0].strip()
    for kind in ("xã ", "phường ", "thị trấn ", "tỉnh ", "thành phố "):
        if words.lower().startswith(kind):
            words = words[len(kind) :]
    return gazetteer().by_name.get(name_key(words), [])

"""Mã hai bước: set up on the phone, asked when signing in, spare codes, and what helps who lost the phone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.signing_in import second_factor
from schemas.errors import InvalidInput, Refused
from search_ui import auth
from search_ui.forms import CodeForm, SpareCodeForm
from search_ui.i18n import language
from search_ui.presenters.codes import qr_drawn
from search_ui.services import current_archive
from search_ui.views.account import inside, origin
from search_ui.views.users import user_of
from search_ui.words import _

blueprint = Blueprint("second_factor", __name__)
_SPARE = "du-phong"


@blueprint.route("/dang-nhap/ma", methods=["GET", "POST"])
def ask() -> str | Response | tuple[str, int]:
    """The second step of signing in."""
    user = auth.half_way()
    if user is None:
        return redirect(url_for("account.sign_in", next=request.args.get("next")))
    spare = _SPARE in request.args
    form = SpareCodeForm() if spare else CodeForm()
    if form.validate_on_submit():
        try:
            second_factor.check(current_archive(), user, form.code.data, origin())
        except Refused as error:
            form.code.errors = [error.message(language())]
            return render_template("pages/second_step.html", form=form, spare=spare), error.http_status
        auth.sign_in(user)
        return redirect(inside(request.args.get("next")))
    return render_template("pages/second_step.html", form=form, spare=spare)


@blueprint.get("/tai-khoan/ma-hai-buoc")
def show() -> str:
    return _page()


@blueprint.post("/tai-khoan/ma-hai-buoc")
def confirm() -> str | Response | tuple[str, int]:
    """The first code of the phone; the spare codes are shown this once."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        codes = second_factor.confirm(current_archive(), auth.person_here(), form.code.data, origin())
    except Refused as error:
        form.code.errors = [error.message(language())]
        return _page(form), error.http_status
    return _page(codes=codes)


@blueprint.post("/tai-khoan/ma-hai-buoc/du-phong")
def renew() -> str | tuple[str, int]:
    form = CodeForm()
    try:
        codes = second_factor.renew_spare_codes(
            current_archive(), auth.person_here(), form.code.data or "", origin()
        )
    except Refused as error:
        form.code.errors = [error.message(language())]
        return _page(form), error.http_status
    return _page(codes=codes)


@blueprint.post("/tai-khoan/ma-hai-buoc/thoi")
def give_up() -> str | Response | tuple[str, int]:
    """For another phone, or for good where no role asks for it."""
    form = CodeForm()
    try:
        second_factor.give_up(current_archive(), auth.person_here(), form.code.data or "", origin())
    except Refused as error:
        form.code.errors = [error.message(language())]
        return _page(form), error.http_status
    flash(_("Điện thoại này không còn tạo mã cho tài khoản."), "good")
    return redirect(url_for("second_factor.show"))


@blueprint.post("/quan-tri/nguoi-dung/<uuid:user_id>/ma-hai-buoc")
def take_away(user_id: UUID) -> Response:
    """For somebody who lost the phone; one's own is given up with a code."""
    user = user_of(user_id)
    if user.id == auth.person_here().id:
        raise InvalidInput(
            "own second factor",
            vi="Không thể tự đặt lại mã của mình ở đây. Hãy dùng mã dự phòng ở trang Tài khoản.",
            en="You cannot reset your own code here. Use a spare code on the page Account.",
        )
    second_factor.take_away(current_archive(), user.id)
    flash(_("Đã bỏ mã hai bước của %(login)s.", login=user.login), "good")
    return redirect(url_for("sessions.of_person", user_id=user.id))


def _page(form: CodeForm | None = None, codes: Sequence[str] = ()) -> str:
    archive, user = current_archive(), auth.person_here()
    kept = second_factor.is_kept(archive, user.id)
    enrolment = None if kept else second_factor.begin(archive, user)
    return render_template(
        "pages/second_factor.html",
        form=form or CodeForm(formdata=None),
        kept=kept,
        codes=codes,
        left=second_factor.spare_codes_left(archive, user.id),
        obliged=second_factor.is_obliged(archive.settings, user),
        secret=enrolment.secret if enrolment else "",
        address=enrolment.address if enrolment else "",
        code=qr_drawn(enrolment.address) if enrolment else "",
    )

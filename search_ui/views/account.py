"""Sign in, sign out, the one-time link, one's own account, the language."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.rights.standing import lacks_purpose
from archive.signing_in import second_factor, sessions
from archive.signing_in.accounts import authenticate, left, redeem_token, set_password
from archive.signing_in.accounts import state_purpose as state
from schemas.errors import InvalidInput, KyucError, Refused
from schemas.people import Role
from search_ui import auth
from search_ui.access_table import may_call
from search_ui.forms import NewPasswordForm, PasswordChangeForm, SignInForm
from search_ui.i18n import LANGUAGES, keep_language, language
from search_ui.presenters.devices import session_rows
from search_ui.presenters.labels import ROLES
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("account", __name__)


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    form = SignInForm()
    if form.validate_on_submit():
        try:
            user = authenticate(current_archive(), form.login.data, form.password.data, origin())
        except (Refused, InvalidInput) as error:
            form.password.errors = [error.message(language())]
            return render_template("pages/sign_in.html", form=form), error.http_status
        if not auth.come_in(user):
            return redirect(url_for("second_factor.ask", next=request.args.get("next")))
        return redirect(inside(request.args.get("next")))
    if auth.person() is not None:
        return redirect(inside(request.args.get("next")))
    return render_template("pages/sign_in.html", form=form)


@blueprint.post("/dang-xuat")
def sign_out() -> Response:
    if (user := auth.person()) is not None:
        left(current_archive(), user.id, auth.session_here())
    auth.sign_out()
    return redirect(url_for("account.sign_in"))


@blueprint.route("/lien-ket/<token>", methods=["GET", "POST"])
def redeem(token: str) -> str | Response | tuple[str, int]:
    """The one-time link: opening it shows a form, only sending the form uses it up."""
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            user = redeem_token(current_archive(), token, form.password.data)
        except (Refused, InvalidInput) as error:
            form.password.errors = [error.message(language())]
            return render_template("pages/redeem.html", form=form), error.http_status
        inside_now = auth.come_in(user)
        flash(_("Đã đặt mật khẩu. Tên đăng nhập là %(login)s; hãy ghi nhớ.", login=user.login), "good")
        return redirect(_first_page() if inside_now else url_for("second_factor.ask"))
    return render_template("pages/redeem.html", form=form)


@blueprint.get("/tai-khoan")
def profile() -> str:
    return _profile(PasswordChangeForm())


@blueprint.post("/tai-khoan/mat-khau")
def new_password() -> str | Response:
    form = PasswordChangeForm()
    if not form.validate_on_submit():
        return _profile(form)
    user = auth.person_here()
    try:
        authenticate(current_archive(), user.login, form.current.data, origin())
        set_password(current_archive(), user.id, form.password.data)
    except KyucError as error:
        form.current.errors = [error.message(language())]
        return _profile(form)
    auth.sign_in(user)  # this browser stays; every other session of the account has ended
    flash(_("Đã đổi mật khẩu."), "good")
    return redirect(url_for("account.profile"))


@blueprint.post("/tai-khoan/muc-dich")
def state_purpose() -> Response:
    """What a researcher works on; without it nothing but what is public opens."""
    state(current_archive(), auth.person_here().id, request.form.get("purpose", ""))
    flash(_("Đã ghi mục đích nghiên cứu."), "good")
    return redirect(url_for("account.profile"))


@blueprint.post("/ngon-ngu")
def choose_language() -> Response:
    answer = redirect(inside(request.form.get("next")))
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        keep_language(answer, chosen)
    return answer


def _profile(form: PasswordChangeForm) -> str:
    user = auth.person_here()
    return render_template(
        "pages/profile.html",
        form=form,
        roles=[ROLES[role] for role in sorted(user.roles)],
        researcher=Role.RESEARCHER in user.roles,
        lacking=lacks_purpose(user),
        second_step=second_factor.is_kept(current_archive(), user.id),
        sessions=session_rows(sessions.standing(current_archive(), user.id), auth.session_here()),
    )


def inside(address: str | None) -> str:
    """Only addresses of this archive: a link must not lead a person who has just signed in elsewhere."""
    address = address or ""
    parts = urlsplit(address)
    elsewhere = parts.scheme or parts.netloc or address.startswith("//") or "\\" in address
    return address if address.startswith("/") and address != "/" and not elsewhere else _first_page()


def _first_page() -> str:
    """Where this person starts: who may only contribute has no overview."""
    return url_for("home.show" if may_call("home.show") else "account.profile")


def origin() -> str:
    return request.remote_addr or ""

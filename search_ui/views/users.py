"""Người dùng: the administrator invites people, gives roles, sends new links, closes accounts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.signing_in import accounts
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.people import Role, User
from search_ui.auth import person_here
from search_ui.forms import InviteForm
from search_ui.i18n import language
from search_ui.presenters.labels import ROLES
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("users", __name__, url_prefix="/quan-tri/nguoi-dung")


@blueprint.get("")
def index() -> str:
    return _page(InviteForm())


@blueprint.post("/moi")
def invite() -> str | Response:
    """A new account; its one-time link is shown once, to be handed over."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        user = accounts.create_user(
            current_archive(),
            form.login.data,
            [Role(code) for code in form.roles.data],
            name=form.name.data or "",
            organisation_path=form.place.data or "",
        )
        if form.born.data:
            accounts.place(current_archive(), user.id, user.organisation_path, form.born.data)
    except (InvalidInput, Conflict) as error:
        form.login.errors = [error.message(language())]
        return _page(form)
    return _page(InviteForm(formdata=None), link=_link(user))


@blueprint.post("/<uuid:user_id>/vai-tro")
def roles(user_id: UUID) -> Response:
    chosen = {Role(code) for code in request.form.getlist("roles") if code in set(Role)}
    user = user_of(user_id)
    if user.id == person_here().id and Role.ADMINISTRATOR not in chosen:
        raise InvalidInput(
            "own administrator role",
            vi="Không thể tự bỏ quyền quản trị của mình. Hãy nhờ người quản trị khác.",
            en="You cannot take your own administrator role away. Ask another administrator.",
        )
    accounts.change_roles(current_archive(), user.id, chosen)
    flash(_("Đã đổi vai trò của %(login)s.", login=user.login), "good")
    return redirect(url_for("users.index"))


@blueprint.post("/<uuid:user_id>/noi")
def place(user_id: UUID) -> Response:
    """Where in the organisation tree the person works, and the day of birth of who may be under age."""
    written = request.form.get("born", "")
    try:
        born = date.fromisoformat(written) if written else None
    except ValueError:
        raise InvalidInput("born", vi="Hãy xem lại ngày sinh.", en="Check the day of birth.") from None
    user = accounts.place(current_archive(), str(user_id), request.form.get("place", ""), born)
    flash(_("Đã ghi nơi làm việc của %(login)s.", login=user.login), "good")
    return redirect(url_for("users.index"))


@blueprint.post("/<uuid:user_id>/lien-ket")
def link(user_id: UUID) -> str:
    return _page(InviteForm(formdata=None), link=_link(user_of(user_id)))


@blueprint.post("/<uuid:user_id>/khoa")
def close(user_id: UUID) -> Response:
    """Close an account, or open it again."""
    user = user_of(user_id)
    if user.id == person_here().id:
        raise InvalidInput(
            "own account", vi="Không thể tự khóa tài khoản của mình.", en="You cannot close your own account."
        )
    accounts.set_disabled(current_archive(), user.id, not user.disabled)
    said = _("Đã mở lại tài khoản %(login)s.") if user.disabled else _("Đã khóa tài khoản %(login)s.")
    flash(said % {"login": user.login}, "good")
    return redirect(url_for("users.index"))


def user_of(user_id: UUID) -> User:
    with current_archive().records() as records:
        found = records.find_user(str(user_id))
    if found is None:
        raise NotFound("user")
    return found


def _link(user: User) -> dict[str, str]:
    token = accounts.issue_link(current_archive(), user.login)
    return {"login": user.login, "address": url_for("account.redeem", token=token, _external=True)}


def _page(form: InviteForm, link: dict[str, str] | None = None) -> str:
    with current_archive().records() as records:
        places = records.organisation_paths()
        users = sorted(records.all_users(), key=lambda user: (user.disabled, user.login))
    return render_template("pages/users.html", form=form, users=users, labels=ROLES, link=link, places=places)

"""Tổ chức: the tree tỉnh → xã → chi đoàn with its people; invitations by QR, one by one or by a list."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import segno
from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from archive.rights.policy import lies_in
from archive.signing_in.inviting import BY_LEADS, Answer, Wanted, invite, invite_list
from schemas.errors import KyucError
from schemas.people import Role, User
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.labels import ROLES
from search_ui.services import current_archive

blueprint = Blueprint("organisations", __name__, url_prefix="/to-chuc")


@dataclass(frozen=True, slots=True)
class Branch:
    """One place of the tree with its own people; `depth` below the first that is shown."""

    name: str
    path: str
    depth: int
    people: list[User]
    visits: int


@dataclass(frozen=True, slots=True)
class Invited:
    """One answer as it is shown: the link with its code, or why there is none."""

    row: int
    name: str
    login: str = ""
    address: str = ""
    code: Markup | None = None
    why: str = ""


@blueprint.get("")
def index() -> str:
    return _page()


@blueprint.post("/moi")
def add() -> str | tuple[str, int]:
    """One person; the link is shown once, as a code that their phone reads from this screen."""
    role = request.form.get("role", "")
    wanted = Wanted(
        request.form.get("name", "")[:200],
        request.form.get("login", "")[:120],
        request.form.get("place", "")[:400],
        Role(role) if role in BY_LEADS else Role.VOLUNTEER,
    )
    try:
        user, token = invite(current_archive(), wanted, person_here())
    except KyucError as error:
        return _page(wrong=error.message(language())), error.http_status
    return _page([_shown(Answer(1, user.name, user, token))])


@blueprint.post("/danh-sach")
def bring_list() -> str | tuple[str, int]:
    """Many at once: each row of the list gets its own answer."""
    sent = request.files.get("list")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "danh-sach"
        if sent:
            sent.save(path)
        try:
            answers = [_shown(one) for one in invite_list(current_archive(), path, person_here())]
        except KyucError as error:
            return _page(wrong=error.message(language())), error.http_status
    return _page(answers)


def _shown(answer: Answer) -> Invited:
    if answer.user is None:
        return Invited(answer.row, answer.name, why=answer.why.message(language()) if answer.why else "")
    address = url_for("account.redeem", token=answer.token, _external=True)
    drawn = segno.make_qr(address, error="m").svg_inline(scale=4, border=4, omitsize=True)
    return Invited(answer.row, answer.name, answer.user.login, address, Markup(drawn))


def _page(invited: list[Invited] | None = None, wrong: str = "") -> str:
    here = person_here().organisation_path
    with current_archive().records() as records:
        people = [one for one in records.all_users() if lies_in(one.organisation_path, here)]
        visits = records.visits_by_place()
        paths = [path for path in records.organisation_paths() if lies_in(path, here)]
    return render_template(
        "pages/organisations.html",
        branches=_branches(paths, people, visits, here),
        places=paths,
        invited=invited or [],
        wrong=wrong,
        roles={role: ROLES[role] for role in BY_LEADS},
        labels=ROLES,
    )


def _branches(paths: list[str], people: list[User], visits: Mapping[str, int], here: str) -> list[Branch]:
    """Every place of the part that the person reaches, with those between them, in the order of the tree."""
    names = {"/".join(path.split("/")[:end]) for path in paths for end in range(1, path.count("/") + 2)}
    shown = sorted(path for path in names if lies_in(path, here))
    return [
        Branch(
            path.rpartition("/")[2],
            path,
            path.count("/") - here.count("/") if here else path.count("/"),
            [one for one in people if one.organisation_path == path],
            sum(count for place, count in visits.items() if lies_in(place, path)),
        )
        for path in shown
    ]

"""Theo dõi: what a person waits for, what came, and what of it they have not read yet."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.watching import guessed_kind, news, still_told, watch
from schemas.errors import InvalidInput, NotFound
from schemas.holdings import Asset, Item
from schemas.watches import WatchKind
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.cards import first_assets, thumbnails, title_of
from search_ui.presenters.labels import WATCHES, kind_label
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("watches", __name__, url_prefix="/theo-doi")
PER_PAGE = 40
_ADDRESS = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,180}\.[^@\s<>,;.]{2,}")


@blueprint.get("")
def index() -> str:
    return _page()


@blueprint.post("")
def add() -> str | Response | tuple[str, int]:
    """`kind` empty: guessed from what was written."""
    written = request.form.get("written", "").strip()[:200]
    given = request.form.get("kind", "")
    kind = WatchKind(given) if given in set(WatchKind) else guessed_kind(written)
    try:
        with current_archive().records() as records:
            made = watch(records, person_here(), kind, written)
            records.commit()
    except InvalidInput as error:
        return _page(error.message(language())), error.http_status
    flash(_("Đang theo dõi: %(what)s.", what=made.label), "good")
    return redirect(url_for("watches.index"))


@blueprint.post("/<uuid:watch_id>/thoi")
def end(watch_id: UUID) -> Response:
    with current_archive().records() as records:
        records.end_watch(str(watch_id), person_here().id)
        records.commit()
    flash(_("Đã thôi theo dõi. Những gì đã đến vẫn còn ở đây."), "good")
    return redirect(url_for("watches.index"))


@blueprint.post("/da-doc")
def read() -> Response:
    """One item by `item`, or everything."""
    item_id = request.form.get("item", "")
    with current_archive().records() as records:
        records.read_hits(person_here().id, [item_id] if item_id else None)
        records.commit()
    if item_id:
        return redirect(url_for("items.show", item_id=item_id))
    return redirect(url_for("watches.index"))


@blueprint.post("/thu")
def letters() -> str | Response | tuple[str, int]:
    """Where the nightly digest is mailed to; empty: nowhere."""
    address = request.form.get("address", "").strip()
    if address and not _ADDRESS.fullmatch(address):
        return _page(_("Địa chỉ thư chưa đúng.")), 422
    with current_archive().records() as records:
        records.set_mail_address(person_here().id, address)
        records.commit()
    flash(_("Bản tin sẽ được gửi đến %(to)s.", to=address) if address else _("Sẽ không gửi thư nữa."), "good")
    return redirect(url_for("watches.index"))


@blueprint.get("/ban-tin/<uuid:digest_id>")
def digest(digest_id: UUID) -> str:
    """What came for this person in one night, as far as they may still see it."""
    user = person_here()
    with current_archive().records() as records:
        kept = next((one for one in records.digests_of(user.id) if one.id == str(digest_id)), None)
        if kept is None:
            raise NotFound("digest")
        lines = [(line, title_of(item)) for line, item in still_told(records, user, kept.lines)]
    return render_template("pages/digest.html", digest=kept, lines=lines)


def _page(wrong: str | None = None) -> str:
    page = min(max(request.args.get("trang", 1, type=int), 1), 10_000)
    with current_archive().records() as records:
        found = news(records, person_here(), offset=(page - 1) * PER_PAGE, limit=PER_PAGE + 1)
        first = first_assets(records.assets_of_items([item.id for _watch, _hit, item in found]))
        pictures = thumbnails(records, list(first.values()))
        return render_template(
            "pages/watches.html",
            watches=[(one, WATCHES[one.kind]) for one in records.watches_of(person_here().id)],
            lines=[
                (one, hit, title_of(item), kind_label(item.kind), _picture(item, first, pictures))
                for one, hit, item in found[:PER_PAGE]
            ],
            kinds=WATCHES,
            wrong=wrong,
            typed=request.form,
            page=page,
            more=len(found) > PER_PAGE,
            digests=records.digests_of(person_here().id),
            address=records.mail_address(person_here().id),
            mailing=current_archive().post is not None,
        )


def _picture(item: Item, first: dict[str, Asset], pictures: dict[str, str]) -> str | None:
    return pictures.get(first[item.id].id) if item.id in first else None

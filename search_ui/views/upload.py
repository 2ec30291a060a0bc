"""Thêm tư liệu: many files at once. With script each file is sent by itself; without, as one plain form."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from archive.intake import Deposit, receive
from schemas.errors import InvalidInput, KyucError
from search_ui.api.files import kind_of
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.labels import KINDS
from search_ui.services import current_archive
from search_ui.views.reading import visible_visit, visit_to_add_to
from search_ui.words import _

blueprint = Blueprint("upload", __name__, url_prefix="/buoi-tham")


@blueprint.get("/<uuid:visit_id>/them")
def show(visit_id: UUID) -> str:
    with current_archive().records() as records:
        visit = visible_visit(records, visit_id)
    return render_template("pages/upload.html", visit=visit, kinds=KINDS, setup=_setup(visit.id))


@blueprint.post("/<uuid:visit_id>/them")
def plain(visit_id: UUID) -> Response:
    """The form of a browser without script: each file is received or refused by itself."""
    with current_archive().records() as records:
        visit_to_add_to(records, visit_id)
    files = [one for one in request.files.getlist("files") if one.filename]
    if not files:
        raise InvalidInput(
            "no files",
            vi="Chưa chọn tệp nào. Hãy quay lại và chọn tệp.",
            en="No file was chosen. Go back and choose one.",
        )
    item_id = None
    for file in files:
        received = _receive(file, str(visit_id), item_id)
        if received and request.form.get("together"):
            item_id = received
    return redirect(url_for("visits.show", visit_id=visit_id))


def _receive(file: FileStorage, visit_id: str, item_id: str | None) -> str | None:
    name = file.filename or ""
    kind = kind_of(request.form.get("kind", ""))
    deposit = Deposit(visit_id=visit_id, by=person_here().id, item_id=item_id, kind=kind)
    try:
        receipt = receive(current_archive(), cast(BinaryIO, file.stream), name, deposit)
    except KyucError as error:
        flash(f"{name}: {error.message(language())}", "bad")
        return None
    said = _("%(name)s đã đến kho. SHA-256 %(hash)s", name=name, hash=receipt.sha256)
    if receipt.duplicate:
        said += ". " + _("Tệp này đã có trong kho từ trước; cả hai buổi thăm cùng giữ, kho chỉ lưu một bản.")
    flash(said, "good")
    return receipt.item.id


def _setup(visit_id: str) -> dict[str, object]:
    """What the script of the page needs: addresses and its sentences."""
    return {
        "address": url_for("api_files.put", visit_id=visit_id),
        "events": url_for("api_live.visit", visit_id=visit_id),
        # In parts only where the store stands on the same origin as the pages, behind the front.
        "parts": f"/api/visits/{visit_id}/uploads" if current_archive().settings.public_url else None,
        "words": {
            "here": _("Trên máy này"),
            "sending": _("Đang gửi {percent} %"),
            "checking": _("Đã gửi hết, kho đang đối chiếu"),
            "stored": _("Đã đến kho (đã đối chiếu)"),
            "failed": _("Chưa nhận"),
            "waiting": _("Chờ gửi lại"),
            "lost": _("Chưa gửi được vì mất mạng. Tệp vẫn nằm trên máy này. Sẽ tự gửi lại khi có mạng."),
            "differs": _("Bản đến kho không giống bản trên máy. Hãy giữ tệp và bấm gửi lại."),
            "duplicate": _(
                "Tệp này đã có trong kho từ trước; cả hai buổi thăm cùng giữ, kho chỉ lưu một bản."
            ),
            "open": _("Mở tư liệu"),
            "send": _("Gửi"),
            "sendCount": _("Gửi {count} tệp"),
            "tally": _("{stored} trên {all} tệp đã đến kho"),
        },
    }

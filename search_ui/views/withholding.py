"""Giữ lại một phần: a box of a page or a stretch of a recording, and what may be a state secret."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.withholding import clear, confirm, found_cards, give_back, suspect, withhold
from schemas.errors import InvalidInput
from schemas.transcripts import Box, Locator
from schemas.withheld import SEEN_FROM, WithheldFor, WithheldPart
from search_ui.auth import person_here
from search_ui.presenters.cards import cards, title_of
from search_ui.presenters.withheld import where_words
from search_ui.services import current_archive
from search_ui.views.reading import visible
from search_ui.words import _

blueprint = Blueprint("withholding", __name__, url_prefix="/tu-lieu")
LISTED = 200


@blueprint.get("/cach-ly")
def quarantine() -> str:
    """What is set apart and waits for the one role that may look."""
    with current_archive().records() as records:
        shown = cards(records, visible(records, records.quarantined(LISTED)))
    return render_template("pages/quarantine.html", items=shown)


@blueprint.get("/giay-to-tuy-than")
def cards_found() -> str:
    """Identity cards that a machine found and withheld; each waits for a person's word."""
    with current_archive().records() as records:
        found = [
            (part, title_of(item), item.id, where_words(part.where))
            for part, item in found_cards(records, person_here())
        ]
    return render_template("pages/cards_found.html", found=found)


@blueprint.post("/<uuid:item_id>/giu-lai")
def withhold_part(item_id: UUID) -> Response:
    """Form: `asset`, `reason`, `words`, and `page`, `x`, `y`, `width`, `height` or `start`, `end`."""
    given = request.form
    if given.get("reason") not in set(WithheldFor):
        raise InvalidInput("reason", vi="Hãy chọn lý do giữ lại.", en="Choose why it is withheld.")
    reason = WithheldFor(given["reason"])
    words = given.get("words", "")[:2000]
    part = WithheldPart(_where(), reason, person_here().id, words, SEEN_FROM[reason])
    withhold(current_archive(), person_here(), part)
    flash(_("Đã giữ lại phần này. Người khác thấy và nghe bản không có phần đó."), "good")
    return redirect(url_for("items.show", item_id=item_id, asset=part.asset_id))


@blueprint.post("/giu-lai/<uuid:part_id>/mo")
def give_back_part(part_id: UUID) -> Response:
    """The part is shown again."""
    item_id = give_back(current_archive(), person_here(), str(part_id))
    flash(_("Đã mở lại phần này."), "good")
    return redirect(url_for("items.show", item_id=item_id))


@blueprint.post("/giu-lai/<uuid:part_id>/dung")
def confirm_part(part_id: UUID) -> Response:
    """The machine was right: it stays withheld."""
    item_id = confirm(current_archive(), person_here(), str(part_id))
    flash(_("Đã xác nhận. Phần này tiếp tục được giữ lại."), "good")
    if request.form.get("tu") == "danh-sach":
        return redirect(url_for("withholding.cards_found"))
    return redirect(url_for("items.show", item_id=item_id))


@blueprint.post("/<uuid:item_id>/nghi-mat")
def suspect_secret(item_id: UUID) -> Response:
    """Somebody saw a stamp MẬT, TỐI MẬT or TUYỆT MẬT."""
    suspect(current_archive(), person_here(), str(item_id))
    flash(_("Đã cách ly tư liệu. Bộ CHQS tỉnh sẽ xem; máy không xử lý nữa."), "good")
    return redirect(url_for("visits.index"))


@blueprint.post("/<uuid:item_id>/bo-cach-ly")
def clear_secret(item_id: UUID) -> Response:
    clear(current_archive(), person_here(), str(item_id))
    flash(_("Đã bỏ cách ly."), "good")
    return redirect(url_for("items.show", item_id=item_id))


def _where() -> Locator:
    asset = request.form.get("asset", "")
    start, end = _number("start"), _number("end")
    if start is not None and end is not None:
        return Locator(asset, start=start, end=end)
    sides = [_number(name) for name in ("x", "y", "width", "height")]
    box = Box(*(int(side) for side in sides if side is not None)) if None not in sides else None
    return Locator(asset, page=int(_number("page") or 1), box=box)


def _number(name: str) -> float | None:
    """None where it is no number of a sensible size; half a number is never guessed."""
    try:
        value = float(request.form.get(name, ""))
    except ValueError:
        return None
    return value if -1e6 < value < 1e6 else None
